using Pulumi.Engine.Answers;
using Pulumi.Engine.Providers;
using Pulumi.Engine.Values;

namespace Pulumi.Engine.Transitions;

/// <summary>
/// Computes what the engine would do between a state and a program, in an order that it could take: creations and changes as the
/// program declares them, each after what it depends on; deletions at the end, each before what it depends on.
/// </summary>
/// <remarks>https://www.pulumi.com/docs/iac/concepts/how-pulumi-works/, and pkg/resource/deploy/step_generator.go of the engine.</remarks>
public sealed class StepPlanner
{
    private readonly StackState _state;
    private readonly Dictionary<string, ResourceState> _old;
    private readonly List<Step> _steps = [];
    private readonly Dictionary<string, Step> _taken = [];
    private readonly Dictionary<string, string> _formerly = [];
    private readonly HashSet<string> _gone = [];
    private readonly HashSet<string> _replaced = [];
    private readonly FormerUrns _formerUrns;
    private readonly InputComparison _comparison;

    private StepPlanner(StackState state)
    {
        _state = state;
        _old = state.Current.ToDictionary(resource => resource.Urn);
        _formerUrns = new FormerUrns(urn => _old.ContainsKey(urn) && !_formerly.ContainsKey(urn));
        _comparison = new InputComparison(_taken, _formerly);
    }

    /// <summary>The steps from a state to what a program wants.</summary>
    public static IReadOnlyList<Step> Plan(StackState state, StackState wanted)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(wanted);
        var planner = new StepPlanner(state);
        foreach (var resource in wanted.Resources)
            planner.Register(resource);
        planner.DeleteTheRest();
        return planner._steps;
    }

    private void Register(ResourceState wanted)
    {
        var old = Find(wanted);
        if (wanted.External)
            Take(StepKind.Read, old, wanted, [], []);
        else if (old is null || old.External)
            Take(wanted.Options.ImportId.Length > 0 ? StepKind.Import : StepKind.Create, null, wanted, [], []);
        else if (!wanted.Custom)
            Take(StepKind.Same, old, wanted, [], []);
        else
            Change(old, wanted);
    }

    private ResourceState? Find(ResourceState wanted)
    {
        if (_formerUrns.Find(wanted.Urn, wanted.Parent, wanted.Options.Aliases) is not { } urn)
            return null;
        _formerly[urn] = wanted.Urn;
        return _old[urn];
    }

    private void Change(ResourceState old, ResourceState wanted)
    {
        var changed = _comparison.Changes(old, wanted);
        var forced = changed.Where(path => Forces(wanted, path)).ToList();
        if (_gone.Contains(old.Urn) || old.PendingReplacement)
            Take(StepKind.CreateReplacement, old, wanted, changed, forced, deletedFirst: true);
        else if (forced.Count > 0 || old.Tainted || ProviderIsNew(wanted))
            Replace(old, wanted, changed, forced);
        else
            Take(changed.Count > 0 || old.HasInitErrors ? StepKind.Update : StepKind.Same, old, wanted, changed, []);
    }

    private static bool Forces(ResourceState wanted, string path) =>
        PropertyPath.IsUnder(path, ProviderTable.Find(wanted.Type).ForceNew) || PropertyPath.IsUnder(path, wanted.Options.ReplaceOnChanges);

    private bool ProviderIsNew(ResourceState wanted) => _taken.GetValueOrDefault(wanted.ProviderUrn)?.Kind is StepKind.Create or StepKind.CreateReplacement;

    private void Replace(ResourceState old, ResourceState wanted, IReadOnlyList<string> changed, List<string> forced)
    {
        // Another provider manages other objects: what providers say of one of theirs is not asked then.
        var first = wanted.Options.DeleteBeforeReplace ?? (!ProviderIsNew(wanted) && (ProviderTable.Find(wanted.Type).DeletedFirst || KeepsItsGivenName(old, wanted)));
        if (first)
        {
            foreach (var dependent in Enumerable.Reverse(Dependents(old)).Append(old))
            {
                _gone.Add(dependent.Urn);
                _steps.Add(new Step(StepKind.DeleteReplaced, dependent, null, [], []) { DeletedFirst = true, Protected = dependent.Protect && (dependent != old || wanted.Protect) });
            }
        }
        else
        {
            _replaced.Add(old.Urn);
        }
        Take(StepKind.CreateReplacement, old, wanted, changed, forced, first);
    }

    /// <summary>What cannot stay when an object goes first: what would be replaced if it were to change what it takes from the object.</summary>
    private List<ResourceState> Dependents(ResourceState root)
    {
        var goes = new HashSet<string> { root.Urn };
        var found = new List<ResourceState>();
        foreach (var resource in _old.Values.Where(resource => resource.Custom && !resource.PendingReplacement && !_gone.Contains(resource.Urn) && resource.Urn != root.Urn))
        {
            var forced = resource.PropertyDependencies.Any(property => property.Value.Any(goes.Contains) && PropertyPath.IsUnder(property.Key, ProviderTable.Find(resource.Type).ForceNew));
            if (!forced && !goes.Contains(resource.ProviderUrn))
                continue;
            goes.Add(resource.Urn);
            found.Add(resource);
        }
        return found;
    }

    /// <summary>Whether a provider that makes up names sees one that is given and stays: the new object could not have it beside the old one.</summary>
    private static bool KeepsItsGivenName(ResourceState old, ResourceState wanted)
    {
        if (wanted.Type.StartsWith("kubernetes:", StringComparison.Ordinal))
            return NameAndNamespace(wanted) is { } name && name == NameAndNamespace(old);
        var input = ResourceAnswers.NamedBy(wanted.Type);
        return input.Length > 0 && wanted.Text(input) is { } given && given == old.Text(input);
    }

    private static string? NameAndNamespace(ResourceState resource) =>
        resource.Inputs.Fields.TryGetValue("metadata", out var metadata) && PropertyValue.Unwrap(metadata) is { StructValue: { } fields } && PropertyValue.Text(fields, "name") is { } name
            ? $"{PropertyValue.Text(fields, "namespace")}/{name}"
            : null;

    private void Take(StepKind kind, ResourceState? old, ResourceState wanted, IReadOnlyList<string> changed, IReadOnlyList<string> forced, bool deletedFirst = false)
    {
        // Taking protection off and replacing go together in one update.
        var step = new Step(kind, old, wanted, changed, forced) { DeletedFirst = deletedFirst, Protected = kind == StepKind.CreateReplacement && !deletedFirst && old!.Protect && wanted.Protect };
        _steps.Add(step);
        _taken[wanted.Urn] = step;
    }

    private void DeleteTheRest()
    {
        foreach (var resource in _state.Resources.Reverse())
        {
            if (resource.PendingDeletion || _replaced.Contains(resource.Urn))
                Drop(StepKind.DeleteReplaced, resource);
            else if (!_formerly.ContainsKey(resource.Urn) && !_gone.Contains(resource.Urn) && !resource.PendingReplacement)
                Drop(StepKind.Delete, resource);
        }
    }

    private void Drop(StepKind kind, ResourceState resource)
    {
        var stays = resource.RetainOnDelete || resource.External;
        _steps.Add(new Step(stays && resource.Custom ? StepKind.Retain : kind, resource, null, [], []) { Protected = kind == StepKind.Delete && resource.Protect });
    }
}
