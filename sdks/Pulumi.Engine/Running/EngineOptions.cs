using Google.Protobuf.WellKnownTypes;
using Pulumi.Engine.Transitions;

namespace Pulumi.Engine;

/// <summary>What the engine pretends to do.</summary>
public enum RunMode
{
    /// <summary>Nothing exists yet: ids and computed outputs are unknown, as in <c>pulumi preview</c> of a new stack.</summary>
    Preview,

    /// <summary>Everything is created at once: ids and computed outputs are made up, the same ones for the same URN.</summary>
    Update,
}

/// <summary>A program to run and the stack to run it for.</summary>
public sealed record EngineOptions
{
    /// <summary>The project's name.</summary>
    public required string Project { get; init; }

    /// <summary>The stack's name.</summary>
    public required string Stack { get; init; }

    /// <summary>The command that starts the program: a file and its arguments.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>Preview or update.</summary>
    public RunMode Mode { get; init; } = RunMode.Preview;

    /// <summary>The organization's name; without a backend the CLI uses <c>organization</c>.</summary>
    public string Organization { get; init; } = "organization";

    /// <summary>The folder of Pulumi.yaml.</summary>
    public string RootDirectory { get; init; } = Environment.CurrentDirectory;

    /// <summary>The folder of the program, in which it runs.</summary>
    public string WorkingDirectory { get; init; } = Environment.CurrentDirectory;

    /// <summary>Configuration by qualified key, <c>namespace:name</c>.</summary>
    public IReadOnlyDictionary<string, string> Config { get; init; } = new Dictionary<string, string>();

    /// <summary>Those keys of <see cref="Config"/> whose values are secret; they are kept out of messages and output.</summary>
    public IReadOnlyCollection<string> SecretConfigKeys { get; init; } = [];

    /// <summary>Outputs of other stacks, by their full name <c>organization/project/stack</c>, for stack references.</summary>
    public IReadOnlyDictionary<string, Struct> StackOutputs { get; init; } = new Dictionary<string, Struct>();

    /// <summary>Answers to functions, by token, used before the built-in ones.</summary>
    public IReadOnlyDictionary<string, Func<Struct, Struct>> Functions { get; init; } =
        new Dictionary<string, Func<Struct, Struct>>();

    /// <summary>A program of this process, run in place of <see cref="Command"/> with the variables of its environment: many runs start no process each.</summary>
    public Func<IReadOnlyDictionary<string, string>, Task<int>>? Program { get; init; }

    /// <summary>What is deployed: a preview then answers with its ids and outputs. Null for nothing.</summary>
    public StackState? State { get; init; }

    /// <summary>Number of resource operations that the program may have under way; the CLI's default is 16.</summary>
    public int Parallel { get; init; } = 16;

    /// <summary>The time after which the program is stopped. Default: one minute.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(1);
}
