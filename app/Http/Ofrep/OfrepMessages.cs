using System.Text.Json;
using System.Text.Json.Serialization;

namespace RoomTypes.Http.Ofrep;

/// <summary>The error codes of OpenFeature that this service answers with.</summary>
internal static class OfrepCodes
{
    public const string FlagNotFound = "FLAG_NOT_FOUND";
    public const string ParseError = "PARSE_ERROR";
    public const string TargetingKeyMissing = "TARGETING_KEY_MISSING";
    public const string InvalidContext = "INVALID_CONTEXT";
    public const string General = "GENERAL";
}

/// <summary>A request of OFREP that cannot be answered: 400.</summary>
internal sealed class OfrepException(string code, string message) : Exception(message)
{
    /// <summary>One of <see cref="OfrepCodes"/>.</summary>
    public string Code => code;

    public static OfrepException Unreadable(string message) => new(OfrepCodes.ParseError, message);

    public static OfrepException Context(string message) => new(OfrepCodes.InvalidContext, message);
}

/// <summary>Who asks for flags.</summary>
/// <param name="Context">`targetingKey` is the entity; everything else is a fact for segments: texts, numbers, true, false and objects of those.</param>
public sealed record OfrepRequest(IReadOnlyDictionary<string, JsonElement> Context);

/// <summary>A flag's value, or why there is none.</summary>
public sealed record OfrepFlag
{
    /// <summary>The flag: a feature of the experiments file.</summary>
    public required string Key { get; init; }

    /// <summary>The variation's value: a text, a number, true or false.</summary>
    public JsonElement? Value { get; init; }

    /// <summary>STATIC, DEFAULT, TARGETING_MATCH (an override of this entity) or SPLIT (a launch or an experiment).</summary>
    public string? Reason { get; init; }

    /// <summary>The variation.</summary>
    public string? Variant { get; init; }

    /// <summary>The variation's attributes, and experiment and treatment, or launch and group, where one of them had a say.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>TARGETING_KEY_MISSING or GENERAL, if there is no value.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>What is wrong, for people.</summary>
    public string? ErrorDetails { get; init; }
}

/// <summary>Every flag for one context.</summary>
/// <param name="Flags">In the order of the experiments file.</param>
public sealed record OfrepFlags(IReadOnlyList<OfrepFlag> Flags);

/// <summary>Why there is no answer.</summary>
/// <param name="Key">The flag that was asked for; absent if all were.</param>
/// <param name="ErrorCode">FLAG_NOT_FOUND, PARSE_ERROR, TARGETING_KEY_MISSING, INVALID_CONTEXT or GENERAL.</param>
/// <param name="ErrorDetails">For people.</param>
public sealed record OfrepFailure(string? Key, string ErrorCode, string ErrorDetails);

/// <summary>Writes and reads them without reflection.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(OfrepRequest))]
[JsonSerializable(typeof(OfrepFlag))]
[JsonSerializable(typeof(OfrepFlags))]
[JsonSerializable(typeof(OfrepFailure))]
[JsonSerializable(typeof(bool))]
[JsonSerializable(typeof(long))]
[JsonSerializable(typeof(double))]
[JsonSerializable(typeof(string))]
internal sealed partial class OfrepJson : JsonSerializerContext;
