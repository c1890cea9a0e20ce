using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Pulumi.Engine.Values;

namespace Pulumi.Engine.Answers;

/// <summary>Reads the outputs of other stacks from those that the caller gave.</summary>
internal static class StackReferences
{
    public const string Type = "pulumi:pulumi:StackReference";

    public static Struct Read(IReadOnlyDictionary<string, Struct> stacks, Struct inputs)
    {
        var name = PropertyValue.Text(inputs, "name") ?? "";
        if (!stacks.TryGetValue(name, out var outputs))
        {
            throw new RpcException(new Status(StatusCode.Unknown,
                $"unknown stack \"{name}\": the offline engine knows the outputs of {(stacks.Count == 0 ? "no other stack" : string.Join(", ", stacks.Keys))}; give them in EngineOptions.StackOutputs."));
        }
        var secrets = outputs.Fields.Where(field => PropertyValue.ContainsSecret(field.Value)).Select(field => field.Key).Order(StringComparer.Ordinal);
        return new Struct
        {
            Fields =
            {
                ["name"] = Value.ForString(name),
                ["outputs"] = Value.ForStruct(outputs),
                ["secretOutputNames"] = Value.ForList([.. secrets.Select(Value.ForString)]),
            },
        };
    }
}
