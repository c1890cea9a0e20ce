using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Pulumi.Engine.Values;

namespace Pulumi.Engine.Answers;

/// <summary>Reads the outputs of stacks: of others those that the caller gave, of the one that runs those that its state has.</summary>
internal static class StackReferences
{
    public const string Type = "pulumi:pulumi:StackReference";

    /// <summary>The function that reads them without a resource.</summary>
    public const string Function = "pulumi:pulumi:readStackOutputs";

    public static Struct Read(EngineOptions options, Struct inputs)
    {
        var name = PropertyValue.Text(inputs, "name") ?? "";
        var stacks = options.StackOutputs;
        if (!stacks.TryGetValue(name, out var outputs) && name == $"{options.Organization}/{options.Project}/{options.Stack}")
            outputs = options.State?.Outputs ?? new Struct();
        if (outputs is null)
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
