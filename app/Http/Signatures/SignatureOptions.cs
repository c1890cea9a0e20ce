using RoomTypes.Configuration;

namespace RoomTypes.Http.Signatures;

/// <summary>Whether requests must be signed.</summary>
public enum SignatureRule
{
    /// <summary>They need not: a gateway asks them to, or nobody does.</summary>
    None,

    /// <summary>They must, and the service checks it.</summary>
    Required,
}

/// <summary>Whether callers must sign (AWS Signature Version 4), where no gateway asks them to.</summary>
public sealed record SignatureOptions
{
    /// <summary>Whether requests must be signed, but those for health, metrics, the document of the API and the page's files: by a key of SignatureKeys, within five minutes, each sent once.</summary>
    /// <value>Default none; none or required.</value>
    public required SignatureRule Signatures { get; init; }

    /// <summary>
    /// The file with the access keys, read again when it changes: {"keys": [{"name", "accessKeyId", "secretAccessKey", "sessionToken", "expires"}]},
    /// where name, sessionToken and expires may be absent. Needed where signatures are required.
    /// </summary>
    /// <value>Default none; a path.</value>
    public string? SignatureKeys { get; init; }

    /// <summary>The region that requests must be signed for.</summary>
    /// <value>Default none: any; a region's name, of a-z 0-9 -.</value>
    public string? SignatureRegion { get; init; }

    /// <summary>The service that requests must be signed for.</summary>
    /// <value>Default execute-api, as for API Gateway; a service's name, of a-z 0-9 -.</value>
    public required string SignatureService { get; init; }

    internal static SignatureOptions Read(SettingReader reader)
    {
        var options = new SignatureOptions
        {
            Signatures = reader.Text("Http:Signatures", "none", text => text is "none" or "required", "none or required") == "required" ? SignatureRule.Required : SignatureRule.None,
            SignatureKeys = reader.Text("Http:SignatureKeys", null, text => text.Length > 0, "a path"),
            SignatureRegion = reader.Text("Http:SignatureRegion", null, IsName, "a region's name, of a-z 0-9 -"),
            SignatureService = reader.Text("Http:SignatureService", "execute-api", IsName, "a service's name, of a-z 0-9 -")!,
        };
        reader.Require(
            options is not { Signatures: SignatureRule.Required, SignatureKeys: null },
            $"{SettingReader.Section}:Http:Signatures is required but {SettingReader.Section}:Http:SignatureKeys is not set: name the file with the access keys.");
        return options;
    }

    private static bool IsName(string text) => text.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character == '-');
}
