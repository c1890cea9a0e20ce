using RoomTypes.Configuration;

namespace RoomTypes.Http.Signatures;

/// <summary>Whether callers must sign (AWS Signature Version 4), where no gateway asks them to.</summary>
public sealed record SignatureOptions
{
    /// <summary>Whether requests must be signed: those to /v1, /invocations and /ofrep.</summary>
    /// <value>Default <c>none</c>; <c>required</c>: signed by a key of SignatureKeys, at most five minutes ago, and never sent before.</value>
    public required bool Required { get; init; }

    /// <summary>The file with the access keys, read again when it changes: {"keys": [{"name", "accessKeyId", "secretAccessKey", "sessionToken", "expires"}]}; the last two may be absent.</summary>
    /// <value>Default none; a path, needed where signatures are required.</value>
    public string? Keys { get; init; }

    /// <summary>The region that requests must be signed for.</summary>
    /// <value>Default none: any; a region's name.</value>
    public string? Region { get; init; }

    /// <summary>The service that requests must be signed for.</summary>
    /// <value>Default <c>execute-api</c>, as for API Gateway; a service's name.</value>
    public required string Service { get; init; }

    internal static SignatureOptions Read(SettingReader reader)
    {
        var options = new SignatureOptions
        {
            Required = reader.Text("Http:Signatures", "none", text => text is "none" or "required", "none or required") == "required",
            Keys = reader.Text("Http:SignatureKeys", null, text => text.Length > 0, "a path"),
            Region = reader.Text("Http:SignatureRegion", null, IsName, "a region's name, of a-z 0-9 -"),
            Service = reader.Text("Http:SignatureService", "execute-api", IsName, "a service's name, of a-z 0-9 -")!,
        };
        reader.Require(!options.Required || options.Keys is not null, $"{SettingReader.Section}:Http:Signatures is required but {SettingReader.Section}:Http:SignatureKeys is not set: name the file with the access keys.");
        return options;
    }

    private static bool IsName(string text) => text.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character == '-');
}
