using Google.Protobuf.WellKnownTypes;

namespace Pulumi.Engine.Recording;

/// <summary>How a program's run ended.</summary>
public enum RunOutcome
{
    /// <summary>Exit code 0, the stack's outputs registered, and no error found by the engine.</summary>
    Succeeded,

    /// <summary>The program failed, or the engine found an error in what it registered.</summary>
    Failed,

    /// <summary>The program had to be stopped at the time limit.</summary>
    TimedOut,

    /// <summary>The program ended with exit code 0 before it had registered its stack's outputs.</summary>
    ExitedEarly,
}

/// <summary>How serious a message of the program is; the numbers are the protocol's.</summary>
public enum LogSeverity
{
    /// <summary>For those who look into the program.</summary>
    Debug = 0,

    /// <summary>For everyone.</summary>
    Info = 1,

    /// <summary>Something is doubtful.</summary>
    Warning = 2,

    /// <summary>Something is wrong; the run fails.</summary>
    Error = 3,
}

/// <summary>A message that the program sent to the engine's log; <paramref name="Urn"/> is empty when it is about no resource.</summary>
public sealed record RecordedLog(LogSeverity Severity, string Message, string Urn, bool Ephemeral);

/// <summary>A function call and its answer.</summary>
/// <param name="Token">The function, such as <c>aws:index/getRegion:getRegion</c>.</param>
/// <param name="Arguments">The arguments as sent.</param>
/// <param name="Result">The answer; null when the call failed.</param>
/// <param name="Provider">The provider reference as sent; empty for the default one.</param>
/// <param name="Version">The provider's version as sent.</param>
public sealed record RecordedInvoke(string Token, Struct Arguments, Struct? Result, string Provider, string Version);

/// <summary>One request as it came over the wire: secrets are in it as plaintext, so it is not for showing.</summary>
/// <param name="Method">The service and method, such as <c>pulumirpc.ResourceMonitor/RegisterResource</c>.</param>
/// <param name="Json">The whole message in the protobuf JSON mapping.</param>
public sealed record WireRequest(string Method, string Json);

/// <summary>Everything that a run of a program told the engine.</summary>
public sealed record RunResult
{
    /// <summary>The project that ran.</summary>
    public required string Project { get; init; }

    /// <summary>The stack that ran.</summary>
    public required string Stack { get; init; }

    /// <summary>Preview or update.</summary>
    public required RunMode Mode { get; init; }

    /// <summary>How it ended.</summary>
    public required RunOutcome Outcome { get; init; }

    /// <summary>The program's exit code; null when it was stopped or never started.</summary>
    public int? ExitCode { get; init; }

    /// <summary>All resources, in the order of registration.</summary>
    public IReadOnlyList<RecordedResource> Resources { get; init; } = [];

    /// <summary>All function calls, in order.</summary>
    public IReadOnlyList<RecordedInvoke> Invokes { get; init; } = [];

    /// <summary>All log messages, in order.</summary>
    public IReadOnlyList<RecordedLog> Logs { get; init; } = [];

    /// <summary>All requests, in order.</summary>
    public IReadOnlyList<WireRequest> Requests { get; init; } = [];

    /// <summary>What the engine itself found doubtful.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>What the engine itself found wrong, and how the program ended when that was badly.</summary>
    public IReadOnlyList<string> Errors { get; init; } = [];

    /// <summary>The stack's outputs; empty when the program did not get to register them.</summary>
    public Struct StackOutputs { get; init; } = new();

    /// <summary>What the program wrote to standard output.</summary>
    public string StandardOutput { get; init; } = "";

    /// <summary>What the program wrote to standard error.</summary>
    public string StandardError { get; init; } = "";

    /// <summary>From the start of the program's process to its end.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>Whether the run ended well.</summary>
    public bool Succeeded => Outcome == RunOutcome.Succeeded;

    /// <summary>The resource of a name and a type.</summary>
    /// <exception cref="InvalidOperationException">There is none, or several.</exception>
    public RecordedResource Resource(string type, string name)
    {
        var found = Resources.Where(resource => resource.Type == type && resource.Name == name).ToList();
        return found.Count == 1
            ? found[0]
            : throw new InvalidOperationException($"{found.Count} resources of type '{type}' are named '{name}'; registered are: {string.Join(", ", Resources.Select(r => r.Urn))}.");
    }
}
