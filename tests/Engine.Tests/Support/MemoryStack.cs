using Google.Protobuf.WellKnownTypes;
using Pulumi.Engine.Transitions;

namespace Engine.Tests.Support;

/// <summary>A stack over a cloud in memory: takes the steps of an update one by one, in one of the orders that dependencies allow, and stops at an error.</summary>
internal sealed class MemoryStack(MemoryCloud cloud, Random random)
{
    private readonly List<Entry> _entries = [];
    private readonly List<string> _kept = [];

    // Pending: replaced, and to be deleted. Gone: deleted, and to be made again.
    private sealed record Entry(ResourceState Resource, string Id, bool Pending = false, bool Gone = false);

    /// <summary>The URNs of the objects that the state has and the cloud has not.</summary>
    public IReadOnlyList<string> Missing => [.. _entries.Where(entry => entry.Resource.Custom && !entry.Gone && !cloud.Things.ContainsKey(entry.Id)).Select(entry => entry.Resource.Urn)];

    /// <summary>How many objects the state has.</summary>
    public int Count => _entries.Where(entry => entry.Resource.Custom && !entry.Gone).Select(entry => entry.Id).Distinct().Count();

    /// <summary>Objects that were kept when they left the state.</summary>
    public int Kept => _kept.Count(cloud.Things.ContainsKey);

    /// <summary>The same stack over another cloud.</summary>
    public MemoryStack On(MemoryCloud other, Random order)
    {
        var copy = new MemoryStack(other, order);
        copy._entries.AddRange(_entries);
        copy._kept.AddRange(_kept);
        return copy;
    }

    /// <summary>The steps that an update would take.</summary>
    public IReadOnlyList<Step> Plan(StackState wanted) =>
        StepPlanner.Plan(
            new StackState([.. _entries.Select(entry => entry.Resource with { PendingDeletion = entry.Pending, PendingReplacement = entry.Gone })], []),
            new StackState([.. wanted.Resources.Select(resource => Stamp(resource, urn => Current(urn) is { } there ? there.Id : "none"))], []));

    /// <summary>Takes the steps; returns the URN and the reason of the step that failed, or null.</summary>
    /// <param name="wanted">What the program wants.</param>
    /// <param name="fails">Which step fails, whatever the cloud says.</param>
    /// <param name="unready">Which step ends with an object that does not become ready.</param>
    public (string Urn, string Why)? Up(StackState wanted, Func<Step, bool>? fails = null, Func<Step, bool>? unready = null)
    {
        var originals = wanted.Resources.ToDictionary(resource => resource.Urn);
        var queue = new StepQueue(Plan(wanted), Needs);
        while (queue.Next(random) is { } step)
        {
            try
            {
                if (fails?.Invoke(step) == true)
                    throw new RefusedException("as injected");
                Take(step, step.New is null ? null : originals[step.Urn]);
                if (unready?.Invoke(step) == true)
                    return Unready(step);
            }
            catch (RefusedException e)
            {
                return (step.Urn, e.Message);
            }
            queue.Done(step);
        }
        // What was to be replaced and is no longer wanted has nothing left to delete.
        _entries.RemoveAll(entry => entry.Gone && !originals.ContainsKey(entry.Resource.Urn));
        return null;
    }

    // The provider made or changed the object and gave up waiting for it.
    private (string Urn, string Why) Unready(Step step)
    {
        var entry = Current(step.Urn)!;
        _entries[_entries.IndexOf(entry)] = entry with { Resource = entry.Resource with { HasInitErrors = true } };
        return (step.Urn, "not ready");
    }

    private static IEnumerable<string> Needs(ResourceState resource) =>
        resource.Dependencies.Concat(resource.PropertyDependencies.Values.SelectMany(urns => urns)).Append(resource.Parent).Append(ProviderOf(resource));

    private void Take(Step step, ResourceState? wanted)
    {
        // What goes at the end under a URN is first what was replaced, beside its successor.
        var waits = step.New is null && !step.DeletedFirst;
        var old = step.Old is null ? null : _entries.Where(entry => entry.Resource.Urn == step.Old.Urn).OrderByDescending(entry => entry.Pending == waits).FirstOrDefault();
        switch (step.Kind)
        {
            case StepKind.Create or StepKind.CreateReplacement:
                var id = wanted!.Custom ? cloud.Create(wanted, Uses(wanted)) : "";
                if (old is { Gone: true })
                    _entries.Remove(old);
                else if (old is { Pending: false })
                    _entries[_entries.IndexOf(old)] = old with { Pending = true };
                _entries.Add(new Entry(Stamp(wanted, IdOf), id));
                break;
            case StepKind.Update:
                cloud.Update(old!.Id, wanted!, Uses(wanted!));
                Put(old, wanted!);
                break;
            case StepKind.Same:
                Put(old!, wanted!);
                break;
            case StepKind.Delete or StepKind.DeleteReplaced:
                if (old!.Resource.Protect && step.Kind == StepKind.Delete)
                    throw new RefusedException("protected");
                if (old.Resource.Custom)
                    cloud.Delete(old.Id);
                if (step.DeletedFirst)
                    _entries[_entries.IndexOf(old)] = old with { Gone = true };
                else
                    _entries.Remove(old);
                break;
            case StepKind.Retain:
                _entries.Remove(old!);
                _kept.Add(old!.Id);
                break;
        }
    }

    // The state keeps the order in which things were made.
    private void Put(Entry old, ResourceState wanted)
    {
        _entries.Remove(old);
        _entries.Add(old with { Resource = Stamp(wanted, IdOf) });
    }

    private Entry? Current(string urn) => _entries.LastOrDefault(entry => entry.Resource.Urn == urn && entry is { Pending: false, Gone: false });

    private string IdOf(string urn) => Current(urn)?.Id ?? "none";

    private Dictionary<string, IReadOnlyList<string>> Uses(ResourceState resource) =>
        resource.PropertyDependencies.Append(new(MemoryCloud.Provider, [ProviderOf(resource)]))
            .ToDictionary(property => property.Key, property => (IReadOnlyList<string>)[.. property.Value.Select(Current).Where(entry => entry?.Resource.Custom == true).Select(entry => entry!.Id)]);

    private static string ProviderOf(ResourceState resource) => resource.Provider.LastIndexOf("::", StringComparison.Ordinal) is > 0 and var end ? resource.Provider[..end] : "";

    /// <summary>Inputs with the ids of what they are made of, as real values have them.</summary>
    private static ResourceState Stamp(ResourceState resource, Func<string, string> id)
    {
        var inputs = resource.Inputs.Clone();
        foreach (var (name, urns) in resource.PropertyDependencies.Where(property => property.Value.Count > 0 && inputs.Fields.ContainsKey(property.Key)))
        {
            var value = inputs.Fields[name].StructValue ?? new Struct { Fields = { ["value"] = inputs.Fields[name] } };
            value.Fields["of"] = Value.ForString(string.Join(',', urns.Order(StringComparer.Ordinal).Select(id)));
            inputs.Fields[name] = Value.ForStruct(value);
        }
        return resource with { Inputs = inputs };
    }
}
