using Google.Protobuf.WellKnownTypes;
using Pulumi.Engine.Values;

namespace Pulumi.Engine.Monitor;

/// <summary>Fits the outputs of a resource to what the program said it can take.</summary>
internal static class Wire
{
    public static Struct ToProgram(Struct outputs, bool keepUnknowns, bool keepSecrets, bool keepResources)
    {
        var sent = new Struct();
        foreach (var (name, value) in outputs.Fields.Where(field => keepUnknowns || !PropertyValue.ContainsUnknown(field.Value)))
            sent.Fields[name] = Convert(value, keepSecrets, keepResources);
        return sent;
    }

    private static Value Convert(Value value, bool keepSecrets, bool keepResources)
    {
        switch (PropertyValue.Signature(value))
        {
            // Output values are for inputs only: the engine stores the plain encodings.
            case PropertyValue.OutputSignature:
            case PropertyValue.SecretSignature:
                var inner = Convert(PropertyValue.Unwrap(value), keepSecrets, keepResources);
                return keepSecrets && PropertyValue.IsSecret(value) ? PropertyValue.Secret(inner) : inner;
            case PropertyValue.ResourceSignature when !keepResources:
                var reference = value.StructValue.Fields;
                var id = reference.GetValueOrDefault("id");
                return id is null ? reference["urn"] : id.StringValue.Length == 0 ? Value.ForString(PropertyValue.Unknown) : id;
        }
        return value.KindCase switch
        {
            Value.KindOneofCase.StructValue => Value.ForStruct(new Struct
            {
                Fields = { value.StructValue.Fields.ToDictionary(field => field.Key, field => Convert(field.Value, keepSecrets, keepResources)) },
            }),
            Value.KindOneofCase.ListValue => Value.ForList([.. value.ListValue.Values.Select(item => Convert(item, keepSecrets, keepResources))]),
            _ => value,
        };
    }
}
