namespace Pipelines;

/// <summary>Steps from data to a model that answers, as a file says them.</summary>
/// <param name="Name">For example retrain.</param>
/// <param name="Parameters">What differs from place to place.</param>
/// <param name="Steps">In an order in which they can be done: none comes before one that it waits for.</param>
public sealed record Pipeline(string Name, IReadOnlyList<PipelineParameter> Parameters, IReadOnlyList<PipelineStep> Steps)
{
    /// <summary>The value of an input that stands for the service's event store, which has no digest: a step that reads it is done every time.</summary>
    public const string EventStore = "store";

    /// <summary>The step of that name.</summary>
    /// <exception cref="PipelineException">There is none.</exception>
    public PipelineStep Require(string name) => Steps.FirstOrDefault(step => step.Name == name)
        ?? throw new PipelineException($"There is no step '{name}'; allowed are {string.Join(", ", Steps.Select(step => step.Name))}.");

    /// <summary>The step and all that wait for it, however far.</summary>
    public IReadOnlySet<string> From(string name)
    {
        var reached = new HashSet<string> { Require(name).Name };
        foreach (var step in Steps.Where(step => step.Needs.Any(reached.Contains))) reached.Add(step.Name);
        return reached;
    }
}

/// <summary>A value that differs from place to place.</summary>
/// <param name="Name">Written {name} in steps.</param>
/// <param name="Meaning">What it is.</param>
/// <param name="Default">What it is unless it is given; null where it has to be given.</param>
public sealed record PipelineParameter(string Name, string Meaning, string? Default);

/// <summary>A pipeline cannot be read or done; the message says what to change.</summary>
public sealed class PipelineException(string message) : Exception(message);
