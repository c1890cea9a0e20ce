namespace Pipelines;

/// <summary>A command with arguments, or a decision of a person.</summary>
public sealed record PipelineStep
{
    /// <summary>Unique in its pipeline.</summary>
    public required string Name { get; init; }

    /// <summary>What it does.</summary>
    public required string Meaning { get; init; }

    /// <summary>One of <see cref="StepCommands.All"/> and its arguments, which may have {parameters}; empty for a decision.</summary>
    public IReadOnlyList<string> Run { get; init; } = [];

    /// <summary>After how long whoever decides is reminded; null for a command.</summary>
    public TimeSpan? Remind { get; init; }

    /// <summary>Files and folders that it reads, as templates: it is left out where they are what they were. <see cref="Pipeline.EventStore"/> is never known to be.</summary>
    public IReadOnlyList<string> Inputs { get; init; } = [];

    /// <summary>Files and folders that it makes, as templates.</summary>
    public IReadOnlyList<string> Outputs { get; init; } = [];

    /// <summary>The steps that it waits for: those that it names, and those that make what it reads.</summary>
    public required IReadOnlyList<string> Needs { get; init; }

    /// <summary>The parameter that has to have a value for the step to be done; null where it always is.</summary>
    public string? When { get; init; }

    /// <summary>What was there before and is another after it, as templates, such as a registry. It is done every time then.</summary>
    public IReadOnlyList<string> Changes { get; init; } = [];

    /// <summary>How long one try may take.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>How often it is tried again where it fails or takes too long, 0 to 5.</summary>
    public int Retries { get; init; }

    /// <summary>The time between two tries.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>CPU units of its task in AWS, 1024 a vCPU.</summary>
    public int Cpu { get; init; } = 1_024;

    /// <summary>Memory of its task in AWS, in MB.</summary>
    public int Memory { get; init; } = 2_048;

    /// <summary>Whether a person decides.</summary>
    public bool IsApproval => Remind is not null;

    /// <summary>Whether it is done with these values of parameters.</summary>
    public bool IsWanted(IReadOnlyDictionary<string, string> values) => When is null || values[When].Length > 0;
}

/// <summary>The commands that steps may run: those of the image.</summary>
public static class StepCommands
{
    /// <summary>Each.</summary>
    public static IReadOnlyList<string> All { get; } = ["validate", "retrain", "evaluate", "register", "shadow", "promote"];
}
