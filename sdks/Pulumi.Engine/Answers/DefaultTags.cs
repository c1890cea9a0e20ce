using Google.Protobuf.WellKnownTypes;
using Pulumi.Engine.Values;

namespace Pulumi.Engine.Answers;

/// <summary>The tags that an AWS provider puts on everything: its input <c>defaultTags</c>, sent as JSON text.</summary>
internal static class DefaultTags
{
    public static Struct? Read(Struct providerInputs)
    {
        if (PropertyValue.Text(providerInputs, "defaultTags") is { } json)
            return Tags(Struct.Parser.ParseJson(json));
        return providerInputs.Fields.TryGetValue("defaultTags", out var value) && value.KindCase == Value.KindOneofCase.StructValue
            ? Tags(value.StructValue)
            : null;
    }

    private static Struct? Tags(Struct defaults) =>
        defaults.Fields.TryGetValue("tags", out var tags) && tags.KindCase == Value.KindOneofCase.StructValue ? tags.StructValue : null;
}
