using System.Collections.Immutable;
using Pulumi;
using Stacks.Configuration;

namespace Stacks.Network;

/// <summary>
/// The network that a stack runs in. An update tells it in an output, and the next one reads that before it registers anything: what
/// stays where it is cannot follow to another network, and an update that tried would end half way.
/// </summary>
internal static class DeployedNetwork
{
    /// <summary>The stack's output.</summary>
    public const string OutputName = "network";

    private const string Switch = "What runs in a network stays there. Set it back; or change the backend in the same update, so that all comes up in the new network beside the old one, and switch back by another update.";
    private const string Database = "The event database stays in its network. Set it back; or bring up another stack in the new network, restore a snapshot of the database there, and name it in eventsDatabase.";
    private const string Beside = "Callers of a private API come through its network. Set it back; or bring up another stack in the new network, let callers move, and destroy this one.";

    /// <summary>What the output says: nothing where nothing runs in a network.</summary>
    public static ImmutableDictionary<string, string> Of(Settings settings)
    {
        if (EndpointServices.For(settings) is null)
            return ImmutableDictionary<string, string>.Empty;
        var network = settings.Network;
        var own = network.ExistingVpc is null;
        return ImmutableDictionary<string, string>.Empty
            .Add("backend", $"{settings.Backend}")
            .Add("events", settings.Events.HasOwnDatabase ? "database" : "")
            .Add("exposure", settings.Gateway.Private ? "private" : "regional")
            .Add("vpcCidr", own ? network.Cidr : "")
            .Add("vpcId", network.ExistingVpc ?? "")
            .Add("subnetIds", string.Join(", ", network.ExistingSubnets.Order(StringComparer.Ordinal)))
            .Add("zones", own ? $"{network.Zones}" : "");
    }

    /// <summary>The settings, which ask for the network that is deployed wherever something stays in it.</summary>
    /// <exception cref="RunException">They ask for another one; the message says what to do.</exception>
    public static Settings Checked(Settings settings)
    {
        var (deployed, wanted) = (Read(), Of(settings));
        if (deployed.IsEmpty || wanted.IsEmpty)
            return settings;
        var isPrivate = deployed["exposure"] == "private" && wanted["exposure"] == "private";
        var hasDatabase = deployed.GetValueOrDefault("events") == "database" && settings.Events.HasOwnDatabase;
        if (!isPrivate && !hasDatabase && deployed["backend"] != wanted["backend"])
            return settings;
        var faults = Fixed(settings, hasDatabase).Where(key => deployed[key] != wanted[key]).Select(key => $"{Environment.NewLine}  {key} is '{wanted[key]}' but the stack is deployed with '{deployed[key]}'.").ToList();
        return faults.Count == 0
            ? settings
            : throw new RunException($"The stack's network cannot be changed:{string.Concat(faults)}{Environment.NewLine}{(hasDatabase ? Database : isPrivate ? Beside : Switch)}");
    }

    // A load balancer and tasks go to other subnets of their network; a cluster and a capacity provider keep theirs, a database those that its instances are in, and an
    // endpoint those that it has until a release has moved it:
    // https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html, https://docs.aws.amazon.com/lambda/latest/api/API_UpdateCapacityProvider.html
    private static string[] Fixed(Settings settings, bool hasDatabase) =>
        hasDatabase || settings.Backend is BackendKind.Eks or BackendKind.SageMaker || (settings.Backend == BackendKind.Lambda && settings.Lambda.Managed) ? ["vpcCidr", "vpcId", "subnetIds", "zones"] : ["vpcCidr", "vpcId"];

    // Not a stack reference, which would be a resource of the stack. Before the first update there are no outputs, and after one that failed those before it.
    private static ImmutableDictionary<string, string> Read()
    {
        var name = $"{Deployment.Instance.OrganizationName}/{Deployment.Instance.ProjectName}/{Deployment.Instance.StackName}";
        var stack = Task.Run(() => Deployment.Instance.InvokeAsync<StackOutputs>("pulumi:pulumi:readStackOutputs", new StackOutputsArgs { Name = name })).GetAwaiter().GetResult();
        return stack.Outputs.GetValueOrDefault(OutputName) is ImmutableDictionary<string, object> network
            ? network.ToImmutableDictionary(entry => entry.Key, entry => (string)entry.Value)
            : ImmutableDictionary<string, string>.Empty;
    }

    private sealed class StackOutputsArgs : InvokeArgs
    {
        [Input("name", required: true)]
        public required string Name { get; init; }
    }

    [OutputType]
    [method: OutputConstructor]
    private sealed class StackOutputs(ImmutableDictionary<string, object> outputs)
    {
        public ImmutableDictionary<string, object> Outputs { get; } = outputs;
    }
}
