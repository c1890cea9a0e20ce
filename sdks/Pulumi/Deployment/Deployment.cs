using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Pulumi.Rpc;
using Pulumi.Serialization;
using Pulumirpc;

namespace Pulumi;

/// <summary>Runs a Pulumi program. Resources can be created only inside of what a <c>RunAsync</c> runs.</summary>
public sealed partial class Deployment
{
    private static readonly AsyncLocal<DeploymentInstance?> Running = new();

    private readonly ConcurrentDictionary<string, Lazy<Task<bool>>> _features = new();
    private readonly ResourceRegistrar _registrar;
    private Stack? _stack;

    private Deployment(DeploymentSettings settings, IMonitor monitor, IEngine engine)
    {
        Settings = settings;
        Monitor = monitor;
        Config = DeploymentConfig.FromEnvironment();
        Logger = new EngineLogger(engine, task => Runner!.RegisterTask(task));
        Runner = new Runner(Logger);
        Functions = new FunctionInvoker(this);
        Packages = new PackageRegistry(this);
        _registrar = new ResourceRegistrar(this);
    }

    /// <summary>The running deployment.</summary>
    /// <exception cref="InvalidOperationException">None is running here.</exception>
    public static DeploymentInstance Instance => Running.Value
        ?? throw new InvalidOperationException("Trying to acquire Deployment.Instance before 'Run' was called.");

    internal static Deployment Current => Instance.Deployment;

    internal DeploymentSettings Settings { get; }

    internal DeploymentConfig Config { get; }

    internal IMonitor Monitor { get; }

    internal EngineLogger Logger { get; }

    internal Runner Runner { get; }

    internal FunctionInvoker Functions { get; }

    internal PackageRegistry Packages { get; }

    internal Stack Stack
    {
        get => _stack ?? throw new InvalidOperationException("Trying to acquire Deployment.Stack before 'Run' was called.");
        set => _stack = value;
    }

    internal static bool TryGetCurrent([NotNullWhen(true)] out Deployment? deployment)
    {
        deployment = Running.Value?.Deployment;
        return deployment is not null;
    }

    /// <summary>Whether the engine knows <paramref name="feature"/>; it is asked once.</summary>
    internal Task<bool> SupportsAsync(string feature)
    {
        return _features.GetOrAdd(feature, id => new(() => AskAsync(id))).Value;

        async Task<bool> AskAsync(string id)
            => (await Monitor.SupportsFeatureAsync(new SupportsFeatureRequest { Id = id }).ConfigureAwait(false)).HasSupport;
    }

    internal void ReadOrRegisterResource(ResourceRegistration registration, ResourceOutputs outputs)
        => Runner.RegisterTask(_registrar.CompleteAsync(registration, outputs));

    internal void RegisterResourceOutputs(Resource resource, Output<IDictionary<string, object?>> outputs)
        => Runner.RegisterTask(_registrar.RegisterOutputsAsync(resource, outputs));

    // Stays async: the await keeps the running deployment from leaking into the caller's context.
    private static async Task<int> RunAsync(Deployment deployment, Func<Runner, Task<int>> run)
    {
        if (Running.Value is not null)
            throw new InvalidOperationException("Deployment.Instance should only be set once at the beginning of a 'Run' call.");

        Running.Value = new DeploymentInstance(deployment);
        return await run(deployment.Runner).ConfigureAwait(false);
    }

    private static async Task<int> RunAsync(Func<Runner, Task<int>> run)
    {
        var (settings, monitorAddress, engineAddress) = DeploymentSettings.FromEnvironment();
        using var monitorChannel = EngineChannel.Open(monitorAddress);
        using var engineChannel = EngineChannel.Open(engineAddress);
        var deployment = new Deployment(settings, new GrpcMonitor(monitorChannel), new GrpcEngine(engineChannel));
        return await RunAsync(deployment, async runner =>
        {
            var exitCode = await run(runner).ConfigureAwait(false);
            if (exitCode == 0)
                await deployment.Monitor.SignalAndWaitForShutdownAsync().ConfigureAwait(false);
            return exitCode;
        }).ConfigureAwait(false);
    }
}
