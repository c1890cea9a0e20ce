using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Pulumi.Engine.Recording;
using Pulumi.Engine.Values;

namespace Pulumi.Engine.Monitor;

/// <summary>
/// The resources of a run in the order of registration, under the rules of the real engine: a URN is registered once,
/// a parent before its children, an explicit provider before its users. The first fault shuts the monitor down.
/// </summary>
internal sealed class Ledger(string stack, string project)
{
    private readonly List<RecordedResource> _resources = [];
    private readonly Dictionary<string, int> _indexes = [];
    private readonly HashSet<string> _completed = [];
    private readonly List<string> _errors = [];

    public IReadOnlyList<RecordedResource> Resources => _resources;

    /// <summary>What the engine found wrong.</summary>
    public IReadOnlyList<string> Errors => _errors;

    /// <summary>Whether the root stack has registered its outputs, which the SDK does once the whole program is done.</summary>
    public bool StackCompleted => _completed.Any(urn => Urn.QualifiedType(urn) == Urn.RootStackType);

    public RecordedResource? Find(string urn) => _indexes.TryGetValue(urn, out var index) ? _resources[index] : null;

    /// <summary>Assigns the URN of a new resource.</summary>
    public string Claim(string parent, string type, string name)
    {
        if (_errors.Count > 0)
            throw new RpcException(new Status(StatusCode.Unavailable, "resource monitor shut down while sending resource registration"));
        if (parent.Length > 0 && !_indexes.ContainsKey(parent))
            throw ShutDown($"could not find parent resource {parent}");
        var urn = Urn.Create(stack, project, parent, type, name);
        return _indexes.ContainsKey(urn)
            ? throw ShutDown($"Duplicate resource URN '{urn}'; try giving it a unique name")
            : urn;
    }

    public void CheckProvider(string reference, string urn)
    {
        if (reference.Length == 0)
            return;
        var split = reference.LastIndexOf("::", StringComparison.Ordinal);
        var provider = split < 0 ? "" : reference[..split];
        if (!Urn.IsValid(provider) || !Urn.Type(provider).StartsWith("pulumi:providers:", StringComparison.Ordinal))
            throw ShutDown($"bad provider reference '{reference}' for resource '{urn}': expected the URN of a provider, '::' and its id");
        if (!_indexes.ContainsKey(provider))
            throw ShutDown($"unknown provider '{reference}' for resource '{urn}'");
    }

    public void Add(RecordedResource resource)
    {
        _indexes.Add(resource.Urn, _resources.Count);
        _resources.Add(resource);
    }

    public void Complete(string urn, Struct outputs)
    {
        if (!_indexes.TryGetValue(urn, out var index) || !_completed.Add(urn))
            throw ShutDown($"cannot complete a resource '{urn}' whose registration isn't pending");
        _resources[index] = _resources[index] with { Outputs = outputs };
    }

    private RpcException ShutDown(string error)
    {
        _errors.Add(error);
        return new RpcException(new Status(StatusCode.Unavailable, "resource monitor shut down while waiting on step's done channel"));
    }
}
