using Google.Protobuf.WellKnownTypes;
using Pulumi.Engine.Values;

namespace Pulumi.Engine.Answers;

/// <summary>Makes up Kubernetes objects: a name and a namespace where none is given, a UID, and a load balancer's address.</summary>
internal static class KubernetesAnswers
{
    private static readonly HashSet<string> ClusterScoped =
        ["Namespace", "ClusterRole", "ClusterRoleBinding", "IngressClass", "PriorityClass", "StorageClass", "PersistentVolume", "CustomResourceDefinition"];

    public static ResourceAnswer Create(ResourceQuestion question, Seed seed, bool planned)
    {
        var kind = question.Type[(question.Type.LastIndexOf(':') + 1)..];
        var outputs = question.Inputs.Clone();
        var metadata = outputs.Fields.TryGetValue("metadata", out var given) && PropertyValue.Unwrap(given) is { KindCase: Value.KindOneofCase.StructValue } known
            ? known.StructValue
            : new Struct();
        outputs.Fields["metadata"] = Value.ForStruct(metadata);
        // Names are the object's name with eight characters more, as the provider makes them.
        metadata.Fields.TryAdd("name", Value.ForString(question.ExistingId.Length > 0 ? question.ExistingId.Split('/')[^1] : $"{question.Name}-{seed.Hex(8)}"));
        if (!ClusterScoped.Contains(kind))
            metadata.Fields.TryAdd("namespace", Value.ForString("default"));
        if (planned)
        {
            outputs.Fields["status"] = Value.ForString(PropertyValue.Unknown);
            return new ResourceAnswer("", outputs);
        }

        metadata.Fields["uid"] = Value.ForString(seed.Uuid());
        metadata.Fields["resourceVersion"] = Value.ForString("1");
        outputs.Fields["status"] = Value.ForStruct(Status(kind, seed));
        var id = question.ExistingId.Length > 0 ? question.ExistingId
            : string.Join('/', new[] { PropertyValue.Text(metadata, "namespace"), PropertyValue.Text(metadata, "name") }.OfType<string>());
        return new ResourceAnswer(id, outputs);
    }

    private static Struct Status(string kind, Seed seed)
    {
        if (kind is not ("Service" or "Ingress"))
            return new Struct();
        var address = new Struct { Fields = { ["hostname"] = Value.ForString($"k8s-{seed.Hex(8)}.elb.amazonaws.com") } };
        var balancer = new Struct { Fields = { ["ingress"] = Value.ForList(Value.ForStruct(address)) } };
        return new Struct { Fields = { ["loadBalancer"] = Value.ForStruct(balancer) } };
    }
}
