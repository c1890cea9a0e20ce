using Google.Protobuf.WellKnownTypes;

namespace Pulumi.Policy;

/// <summary>How values that plain data cannot say are written on the wire: structures with a signature, and texts that stand for unknown values.</summary>
internal static class PropertyEncoding
{
    public const string SignatureKey = "4dabf18193072939515e22adb298388d";
    public const string ValueKey = "value";
    public const string Secret = "1b47061264138c4ac30d75fd1eb44270";
    public const string Asset = "c44067f5952c0a294b673a41bacd8c17";
    public const string Archive = "0def7320c3a5731c473e5ecbe6d01bc7";
    public const string Resource = "5cf8f73096256a8f31e491e813e4eb8e";
    public const string Output = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
    public const string Unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

    // The engine sends the one for strings for values of any type; the others are of older providers.
    private static readonly Dictionary<string, string> UnknownKinds = new()
    {
        [Unknown] = "string",
        ["1c4a061d-8072-4f0a-a4cb-0ff528b18fe7"] = "boolean",
        ["3eeb2bf0-c639-47a8-9e75-3b44932eb421"] = "number",
        ["6a19a0b0-7e62-4c92-b797-7f8e31da9cc2"] = "Array",
        ["030794c1-ac77-496b-92df-f27374a8bd58"] = "asset",
        ["e48ece36-62e2-4504-bad9-02848725956a"] = "archive",
        ["dd056dcd-154b-4c76-9bd3-c8f88648b5ff"] = "Object",
    };

    /// <summary>The structure's signature, or null for plain data.</summary>
    public static string? SignatureOf(Value value) =>
        value.KindCase == Value.KindOneofCase.StructValue && value.StructValue.Fields.TryGetValue(SignatureKey, out var signature) ? signature.StringValue : null;

    /// <summary>The value within secrets and outputs, which is the wire's own: what changes it changes the message.</summary>
    public static Value Unwrap(Value value)
    {
        while (SignatureOf(value) is Secret or Output)
            value = value.StructValue.Fields.TryGetValue(ValueKey, out var inner) ? inner : Value.ForString(Unknown);
        return value;
    }

    /// <summary>What kind of value an unknown one stands for; null where the value is known.</summary>
    public static string? UnknownKind(Value unwrapped)
    {
        if (unwrapped.KindCase == Value.KindOneofCase.StringValue)
            return UnknownKinds.GetValueOrDefault(unwrapped.StringValue);
        // A reference to a resource that does not exist yet has no id.
        return SignatureOf(unwrapped) == Resource && unwrapped.StructValue.Fields.TryGetValue("id", out var id) && id.StringValue is "" or Unknown ? "string" : null;
    }

    public static Value Signed(string signature, string key, Value value) => Value.ForStruct(new Struct
    {
        Fields = { [SignatureKey] = Value.ForString(signature), [key] = value },
    });
}
