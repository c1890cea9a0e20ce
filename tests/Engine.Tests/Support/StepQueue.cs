using Pulumi.Engine.Transitions;

namespace Engine.Tests.Support;

/// <summary>Steps that become ready as those that they wait for are done: any order that dependencies allow.</summary>
internal sealed class StepQueue
{
    private readonly Dictionary<Step, int> _waits = new(ReferenceEqualityComparer.Instance as IEqualityComparer<Step>);
    private readonly Dictionary<Step, List<Step>> _waiters = new(ReferenceEqualityComparer.Instance as IEqualityComparer<Step>);
    private readonly List<Step> _ready = [];
    private readonly List<Step> _last;
    private readonly Func<ResourceState, IEnumerable<string>> _needs;
    private int _before;

    /// <param name="steps">All steps.</param>
    /// <param name="needs">The URNs that a resource needs.</param>
    public StepQueue(IReadOnlyList<Step> steps, Func<ResourceState, IEnumerable<string>> needs)
    {
        _needs = needs;
        var made = steps.Where(step => step.New is not null).ToDictionary(step => step.New!.Urn);
        var first = steps.Where(step => step.New is null && step.DeletedFirst).ToList();
        _last = [.. steps.Where(AtTheEnd)];
        _before = made.Count + first.Count;
        foreach (var step in made.Values)
            Wait(step, needs(step.New!).Where(urn => urn != step.Urn).Select(made.GetValueOrDefault).OfType<Step>().Concat(first.Where(other => other.Urn == step.Urn)));
        // What goes first waits for what the new one needs, as the engine plans it when the program registers it; what goes with it, for that alone.
        var users = Users(first);
        var goes = first.Select(step => step.Urn).ToHashSet();
        foreach (var step in first)
        {
            var needed = made.TryGetValue(step.Urn, out var own) ? needs(own.New!).Where(urn => urn != step.Urn).ToList() : [];
            Wait(step, users[step.Urn].Concat(needed.Any(goes.Contains) ? [] : needed.Select(made.GetValueOrDefault).OfType<Step>()));
        }
        users = Users(_last);
        foreach (var step in _last)
            Wait(step, users[step.Urn].Where(other => other != step));
        if (_before == 0)
            StartDeleting();
    }

    /// <summary>One of the steps that are ready; null when all are done.</summary>
    public Step? Next(Random random)
    {
        if (_ready.Count > 0)
            return _ready[random.Next(_ready.Count)];
        Assert.True(_waits.Values.All(waits => waits == 0), "steps wait for each other");
        return null;
    }

    /// <summary>Takes a step out; what waited for it alone is ready now. Deletions at the end wait for everything else.</summary>
    public void Done(Step step)
    {
        _ready.Remove(step);
        foreach (var waiter in _waiters.GetValueOrDefault(step, []))
        {
            if (--_waits[waiter] == 0 && (_before == 0 || !AtTheEnd(waiter)))
                _ready.Add(waiter);
        }
        if (!AtTheEnd(step) && --_before == 0)
            StartDeleting();
    }

    private static bool AtTheEnd(Step step) => step.New is null && !step.DeletedFirst;

    private void StartDeleting() => _ready.AddRange(_last.Where(step => _waits[step] == 0));

    private ILookup<string, Step> Users(IReadOnlyList<Step> deletions) =>
        deletions.SelectMany(step => _needs(step.Old!).Distinct().Select(urn => (urn, step))).ToLookup(pair => pair.urn, pair => pair.step);

    private void Wait(Step step, IEnumerable<Step> others)
    {
        var waits = others.Distinct(ReferenceEqualityComparer.Instance as IEqualityComparer<Step>).ToList();
        _waits[step] = waits.Count;
        foreach (var other in waits)
        {
            if (!_waiters.TryGetValue(other, out var list))
                _waiters[other] = list = [];
            list.Add(step);
        }
        if (waits.Count == 0 && !AtTheEnd(step))
            _ready.Add(step);
    }
}
