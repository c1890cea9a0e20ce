using Google.Protobuf.WellKnownTypes;

namespace Pulumi.Engine.Values;

/// <summary>The special values that property bags carry on the wire, told apart by a signature (Pulumi's property encoding).</summary>
public static class PropertyValue
{
    /// <summary>The text that stands for a value not known before the update.</summary>
    public const string Unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

    /// <summary>The key whose value tells what kind of special value a structure is.</summary>
    public const string SignatureKey = "4dabf18193072939515e22adb298388d";

    /// <summary>Signature of a secret: <c>value</c> holds the plaintext.</summary>
    public const string SecretSignature = "1b47061264138c4ac30d75fd1eb44270";

    /// <summary>Signature of an asset: <c>text</c>, <c>path</c> or <c>uri</c>.</summary>
    public const string AssetSignature = "c44067f5952c0a294b673a41bacd8c17";

    /// <summary>Signature of an archive: <c>assets</c>, <c>path</c> or <c>uri</c>.</summary>
    public const string ArchiveSignature = "0def7320c3a5731c473e5ecbe6d01bc7";

    /// <summary>Signature of a resource reference: <c>urn</c>, <c>id</c>, <c>packageVersion</c>.</summary>
    public const string ResourceSignature = "5cf8f73096256a8f31e491e813e4eb8e";

    /// <summary>Signature of an output: <c>value</c> (absent when unknown), <c>secret</c>, <c>dependencies</c>.</summary>
    public const string OutputSignature = "d0e6a833031e9bbcd3f4e8bde6ca49a4";

    /// <summary>The structure's signature, or null for plain data.</summary>
    public static string? Signature(Value value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.KindCase == Value.KindOneofCase.StructValue
            && value.StructValue.Fields.TryGetValue(SignatureKey, out var signature)
            && signature.KindCase == Value.KindOneofCase.StringValue
                ? signature.StringValue
                : null;
    }

    /// <summary>Whether the value itself is not known yet.</summary>
    public static bool IsUnknown(Value value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return (value.KindCase == Value.KindOneofCase.StringValue && value.StringValue == Unknown)
            || (Signature(value) == OutputSignature && !value.StructValue.Fields.ContainsKey("value"));
    }

    /// <summary>Whether the value itself is secret.</summary>
    public static bool IsSecret(Value value) => Signature(value) switch
    {
        SecretSignature => true,
        OutputSignature => value.StructValue.Fields.TryGetValue("secret", out var secret) && secret.BoolValue,
        _ => false,
    };

    /// <summary>The value without its secret and output wrappers.</summary>
    public static Value Unwrap(Value value)
    {
        var current = value;
        while (Signature(current) is SecretSignature or OutputSignature)
            current = current.StructValue.Fields.TryGetValue("value", out var inner) ? inner : Value.ForString(Unknown);
        return current;
    }

    /// <summary>Whether anything within is unknown.</summary>
    public static bool ContainsUnknown(Value value) => Any(value, IsUnknown);

    /// <summary>Whether anything within is secret.</summary>
    public static bool ContainsSecret(Value value) => Any(value, IsSecret);

    /// <summary>Makes a value secret; one that is stays as it is.</summary>
    public static Value Secret(Value value) => IsSecret(value)
        ? value
        : Value.ForStruct(new Struct
        {
            Fields = { [SignatureKey] = Value.ForString(SecretSignature), ["value"] = value },
        });

    /// <summary>The known text of a property, or null when it is absent, unknown or no text.</summary>
    public static string? Text(Struct properties, string name)
    {
        ArgumentNullException.ThrowIfNull(properties);
        return properties.Fields.TryGetValue(name, out var value)
            && Unwrap(value) is { KindCase: Value.KindOneofCase.StringValue } text
            && !IsUnknown(text)
                ? text.StringValue
                : null;
    }

    private static bool Any(Value value, Func<Value, bool> holds) => holds(value) || value.KindCase switch
    {
        Value.KindOneofCase.StructValue => value.StructValue.Fields.Values.Any(child => Any(child, holds)),
        Value.KindOneofCase.ListValue => value.ListValue.Values.Any(child => Any(child, holds)),
        _ => false,
    };
}
