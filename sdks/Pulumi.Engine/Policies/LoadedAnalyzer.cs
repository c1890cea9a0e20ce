using System.Collections.Concurrent;
using System.Reflection;
using Pulumi.Policy.Analysis;
using Pulumi.Policy.Serving;
using Pulumirpc;

namespace Pulumi.Engine.Policies;

/// <summary>A pack of a program that is loaded into this process.</summary>
internal sealed class LoadedAnalyzer(PackAnalyzer pack) : IAnalyzer
{
    private static readonly ConcurrentDictionary<string, Lazy<IReadOnlyList<Policy.PolicyPack>>> Programs = new();

    public string Error => "";

    /// <summary>The pack that has the name of a folder.</summary>
    /// <exception cref="PolicyPackException">The program cannot be loaded, or has no such pack.</exception>
    public static LoadedAnalyzer Load(string program, string folder)
    {
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(folder));
        try
        {
            var packs = Programs.GetOrAdd(Path.GetFullPath(program), path => new(() => PacksOf(path))).Value;
            return packs.FirstOrDefault(pack => pack.Name == name) is { } found
                ? new LoadedAnalyzer(new PackAnalyzer(found))
                : throw new PolicyPackException($"the program {program} has no policy pack '{name}'; it has {string.Join(", ", packs.Select(pack => pack.Name))}");
        }
        catch (Exception e) when (e is IOException or BadImageFormatException or InvalidOperationException or ArgumentException)
        {
            throw new PolicyPackException($"the policy packs of {program} cannot be loaded: {e.Message}", e);
        }
    }

    public Task ConfigureStackAsync(AnalyzerStackConfigureRequest request, CancellationToken cancellation)
    {
        pack.ConfigureStack(request);
        return Task.CompletedTask;
    }

    public Task<AnalyzerInfo> GetInfoAsync(CancellationToken cancellation) => Task.FromResult(pack.GetInfo());

    public Task ConfigureAsync(ConfigureAnalyzerRequest request, CancellationToken cancellation)
    {
        pack.Configure(request);
        return Task.CompletedTask;
    }

    public Task<RemediateResponse> RemediateAsync(AnalyzeRequest request, CancellationToken cancellation) => pack.RemediateAsync(request, cancellation);

    public Task<AnalyzeResponse> AnalyzeAsync(AnalyzeRequest request, CancellationToken cancellation) => pack.AnalyzeAsync(request, cancellation);

    public Task<AnalyzeResponse> AnalyzeStackAsync(AnalyzeStackRequest request, CancellationToken cancellation) => pack.AnalyzeStackAsync(request, cancellation);

    public ValueTask DisposeAsync() => default;

    private static IReadOnlyList<Policy.PolicyPack> PacksOf(string program)
    {
        var entry = Assembly.LoadFrom(program).EntryPoint ?? throw new InvalidOperationException("it is no program.");
        object?[] arguments = entry.GetParameters().Length == 0 ? [] : [Array.Empty<string>()];
        return PolicyProgram.PacksOf(() => entry.Invoke(null, BindingFlags.DoNotWrapExceptions, null, arguments, null));
    }
}
