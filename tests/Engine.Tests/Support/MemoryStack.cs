using Google.Protobuf.WellKnownTypes;
using Pulumi.Engine.Transitions;

namespace Engine.Tests.Support;

/// <summary>A stack over a cloud in memory: takes the steps of an update one by one, in one of the orders that dependencies allow, and stops at an error.</summary>
internal sealed class MemoryStack(MemoryCloud cloud, Random random)
{
    private readonly List<Entry> _entries = [];

    private sealed record Entry(ResourceState Resource, string Id, bool Pending = false);

    /// <summary>The URNs of the objects that the state has and the cloud has not.</summary>
    public IReadOnlyList<string> Missing => [.. _entries.Where(entry => entry.Resource.Custom && !cloud.Things.ContainsKey(entry.Id)).Select(entry => entry.Resource.Urn)];

    /// <summary>How many objects the state has.</summary>
    public int Count => _entries.Where(entry => entry.Resource.Custom).Select(entry => entry.Id).Distinct().Count();

    /// <summary>Objects that were kept when they left the state.</summary>
    public int Kept { get; private set; }

    /// <summary>The same stack over another cloud.</summary>
    public MemoryStack On(MemoryCloud other, Random order)
    {
        var copy = new MemoryStack(other, order) { Kept = Kept };
        copy._entries.AddRange(_entries);
        return copy;
    }

    /// <summary>The steps that an update would take.</summary>
    public IReadOnlyList<Step> Plan(StackState wanted) =>
        StepPlanner.Plan(
            new StackState([.. _entries.Select(entry => entry.Resource with { PendingDeletion = entry.Pending })], []),
            new StackState([.. wanted.Resources.Select(resource => Stamp(resource, urn => Current(urn) is { } there ? there.Id : "none"))], []));

    /// <summary>Takes the steps; returns the URN and the reason of the step that failed, or null.</summary>
    /// <param name="wanted">What the program wants.</param>
    /// <param name="fails">Which step fails, whatever the cloud says.</param>
    public (string Urn, string Why)? Up(StackState wanted, Func<Step, bool>? fails = null)
    {
        var steps = Plan(wanted);
        var originals = wanted.Resources.ToDictionary(resource => resource.Urn);
        var left = steps.ToList();
        var waits = steps.ToDictionary(step => step, step => Waits(step, steps), ReferenceEqualityComparer.Instance as IEqualityComparer<Step>);
        var done = new HashSet<Step>(ReferenceEqualityComparer.Instance as IEqualityComparer<Step>);
        while (left.Count > 0)
        {
            var ready = left.Where(step => waits[step].All(done.Contains)).ToList();
            var step = ready[random.Next(ready.Count)];
            try
            {
                if (fails?.Invoke(step) == true)
                    throw new RefusedException("as injected");
                Take(step, step.New is null ? null : originals[step.Urn]);
            }
            catch (RefusedException e)
            {
                return (step.Urn, e.Message);
            }
            left.Remove(step);
            done.Add(step);
        }
        return null;
    }

    private static List<Step> Waits(Step step, IReadOnlyList<Step> steps)
    {
        bool AtTheEnd(Step other) => other.New is null && !other.DeletedFirst;
        if (step.New is not null)
        {
            var needs = Needs(step.New).ToHashSet();
            return [.. steps.Where(other => !AtTheEnd(other) && other != step && (other.New is null ? other.Urn == step.Urn : needs.Contains(other.Urn)))];
        }
        // What goes waits for those that need it and go, too; at the end, for everything else besides.
        var users = steps.Where(other => other.New is null && other != step && other.DeletedFirst == step.DeletedFirst && Needs(other.Old!).Contains(step.Urn));
        if (AtTheEnd(step))
            return [.. users.Concat(steps.Where(other => !AtTheEnd(other)))];
        var own = steps.FirstOrDefault(other => other.New?.Urn == step.Urn)?.New;
        return [.. users.Concat(own is null ? [] : steps.Where(other => other.New is not null && other.New != own && Needs(own).Contains(other.Urn)))];
    }

    private static IEnumerable<string> Needs(ResourceState resource) =>
        resource.Dependencies.Concat(resource.PropertyDependencies.Values.SelectMany(urns => urns)).Append(resource.Parent).Append(resource.Provider.LastIndexOf("::", StringComparison.Ordinal) is > 0 and var end ? resource.Provider[..end] : "");

    private void Take(Step step, ResourceState? wanted)
    {
        // A replaced object waits for its deletion under the URN of its successor.
        var waits = step.Kind == StepKind.DeleteReplaced && !step.DeletedFirst;
        var old = step.Old is null ? null : _entries.Where(entry => entry.Resource.Urn == step.Old.Urn).OrderByDescending(entry => entry.Pending == waits).FirstOrDefault();
        switch (step.Kind)
        {
            case StepKind.Create or StepKind.CreateReplacement:
                var id = wanted!.Custom ? cloud.Create(wanted, Uses(wanted)) : "";
                if (old is { Pending: false })
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
                if (old!.Resource.Protect)
                    throw new RefusedException("protected");
                if (old.Resource.Custom)
                    cloud.Delete(old.Id);
                _entries.Remove(old);
                break;
            case StepKind.Retain:
                _entries.Remove(old!);
                Kept++;
                break;
        }
    }

    // The state keeps the order in which things were made.
    private void Put(Entry old, ResourceState wanted)
    {
        _entries.Remove(old);
        _entries.Add(old with { Resource = Stamp(wanted, IdOf) });
    }

    private Entry? Current(string urn) => _entries.LastOrDefault(entry => entry.Resource.Urn == urn && !entry.Pending);

    private string IdOf(string urn) => Current(urn)?.Id ?? "none";

    private Dictionary<string, IReadOnlyList<string>> Uses(ResourceState resource) =>
        resource.PropertyDependencies.ToDictionary(property => property.Key, property => (IReadOnlyList<string>)[.. property.Value.Select(Current).Where(entry => entry?.Resource.Custom == true).Select(entry => entry!.Id)]);

    /// <summary>Inputs with the ids of what they are made of, as real values have them.</summary>
    private static ResourceState Stamp(ResourceState resource, Func<string, string> id)
    {
        var inputs = resource.Inputs.Clone();
        foreach (var (name, urns) in resource.PropertyDependencies.Where(property => property.Value.Count > 0 && inputs.Fields.ContainsKey(property.Key)))
            inputs.Fields[name] = Value.ForStruct(new Struct { Fields = { ["value"] = inputs.Fields[name], ["of"] = Value.ForString(string.Join(',', urns.Order(StringComparer.Ordinal).Select(id))) } });
        return resource with { Inputs = inputs };
    }
}
