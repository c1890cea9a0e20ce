using Google.Protobuf.WellKnownTypes;
using Policies.Tests.Support;
using Pulumi.Engine.Policies;
using Pulumi.Engine.Recording;

namespace Policies.Tests.Client;

/// <summary>The pack that tells what it was told.</summary>
public sealed class SamplePack : IAsyncLifetime
{
    /// <summary>The least that its configuration needs.</summary>
    public const string LeastConfig = """{ "configured": { "mode": "fast" } }""";

    public PolicyPack Pack { get; private set; } = null!;

    public static PolicyPackOptions Options(string pack, string config = LeastConfig) => new()
    {
        Folder = Repository.TestPack(pack),
        Project = "project",
        Stack = "stack",
        Settings = PolicyConfigFile.Parse(config),
    };

    public static RecordedResource Resource(string name, string inputs, string parent = "", string[]? dependencies = null) => new()
    {
        Urn = UrnOf(name),
        Type = "test:index:Thing",
        Name = name,
        Custom = true,
        Parent = parent,
        Dependencies = dependencies ?? [],
        Inputs = Struct.Parser.ParseJson(inputs),
        Outputs = Struct.Parser.ParseJson(inputs),
    };

    public static string UrnOf(string name) => $"urn:pulumi:stack::project::test:index:Thing::{name}";

    public async Task InitializeAsync() => Pack = await PolicyPack.StartAsync(Options("sample"));

    public async Task DisposeAsync() => await Pack.DisposeAsync();
}
