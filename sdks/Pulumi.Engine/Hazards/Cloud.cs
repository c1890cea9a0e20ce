using Pulumi.Engine.Transitions;

namespace Pulumi.Engine.Hazards;

/// <summary>What is in the cloud between two steps: objects that resources stand for, and those that were kept or are to be deleted.</summary>
internal sealed class Cloud
{
    private readonly Dictionary<string, CloudObject> _current = [];
    private readonly Dictionary<ResourceState, CloudObject> _byState = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<CloudObject> _present = [];
    private readonly HashSet<string> _deleted;

    /// <param name="state">What is there.</param>
    /// <param name="steps">What will be done.</param>
    public Cloud(StackState state, IReadOnlyList<Step> steps)
    {
        _deleted = [.. steps.Where(step => step.Deletes).Select(step => step.Urn)];
        foreach (var resource in state.Resources.Where(resource => resource.Custom && !resource.External && !resource.PendingReplacement))
            _byState[resource] = Add(resource, new CloudObject(resource));
    }

    public IReadOnlyCollection<CloudObject> Present => _present;

    /// <summary>The object of a resource of the state.</summary>
    public CloudObject? Of(ResourceState? old) => old is null ? null : _byState.GetValueOrDefault(old);

    /// <summary>The object that a URN stands for now.</summary>
    public CloudObject? Find(string urn) => _current.GetValueOrDefault(urn);

    /// <summary>Whether an update deletes what a URN stands for.</summary>
    public bool Goes(string urn) => _deleted.Contains(urn);

    /// <summary>Does a step.</summary>
    public void Do(Step step)
    {
        switch (step.Kind)
        {
            case StepKind.Create or StepKind.Import or StepKind.CreateReplacement when step.New!.Custom:
                Add(step.New, new CloudObject(step.New) { IsReplacement = step.Kind == StepKind.CreateReplacement });
                break;
            case StepKind.Update or StepKind.Same when Of(step.Old) is { } stays:
                _current[step.Urn] = stays;
                if (step.Kind == StepKind.Update)
                    stays.Become(step.New!, Find);
                break;
            case StepKind.Delete or StepKind.DeleteReplaced when Of(step.Old) is { } goes:
                _present.Remove(goes);
                break;
            case StepKind.Retain when Of(step.Old) is { } forgotten:
                forgotten.IsForgotten = true;
                break;
        }
    }

    private CloudObject Add(ResourceState resource, CloudObject added)
    {
        added.Become(resource, Find);
        if (!resource.PendingDeletion)
            _current[resource.Urn] = added;
        _present.Add(added);
        return added;
    }
}
