using System.Globalization;
using Stacks.Configuration;
using Stacks.Conventions;
using Stacks.Experiments;
using Stacks.Gateway;
using Stacks.Tracing;

namespace Stacks.Service;

/// <summary>The environment variables of the service: the same on every backend, but for how many workers fit.</summary>
internal static class ServiceEnvironment
{
    /// <param name="settings">The stack's configuration.</param>
    /// <param name="workers">Pictures worked on at once; null where the container sees its own CPU limit.</param>
    /// <param name="source">Where variations come from on this backend.</param>
    public static IReadOnlyDictionary<string, string> Of(Settings settings, int? workers, ExperimentSource source)
    {
        var service = settings.Service;
        var variables = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["Logging__Console__FormatterName"] = "json",
            ["Logging__LogLevel__Default"] = service.LogLevel,
            ["RoomType__Http__MaxRequestBytes"] = Text(service.MaxRequestBytes),
            ["RoomType__Http__MaxImages"] = Text(service.MaxImages),
            ["RoomType__Http__TimeoutSeconds"] = Text(service.TimeoutSeconds),
            ["RoomType__Inference__QueueCapacity"] = Text(service.QueueCapacity),
            // The gateway passes none of its routes on.
            ["RoomType__Evidently__Serve"] = "false",
        };
        // A function is called with one request at a time, and with what its caller wrote.
        if (settings.Backend != BackendKind.Lambda)
            variables["RoomType__Http__CallerHeader"] = GatewayIntegration.CallerHeader;
        if (service.EntityFromCaller)
            variables["RoomType__Http__EntityFromCaller"] = "true";
        if (workers is { } count)
            variables["RoomType__Inference__Workers"] = Text(count);
        if (service.ModelSource is { } models)
            variables["RoomType__Models__Source"] = models;
        if (service.Models.Count > 0)
            variables["RoomType__Models__Serve"] = string.Join(',', service.Models);
        if (service.PictureBuckets.Count > 0)
            variables["RoomType__Storage__PictureBuckets"] = string.Join(',', service.PictureBuckets);
        if (settings.Events.Kept)
            variables["RoomType__Events__Store"] = settings.Events.Store;
        if (settings.Events.Embeddings || settings.Pipeline.Enabled)
            variables["RoomType__Events__Embeddings"] = "true";
        if (settings.Backend != BackendKind.Lambda)
            variables["RoomType__Cache__Level"] = settings.Cache.Kind;
        foreach (var (key, value) in Experiments(settings, source))
            variables[$"RoomType__Experiments__{key}"] = value;
        if (settings.HasCollector)
        {
            foreach (var (name, value) in TraceCollector.ServiceVariables(settings, settings.Backend switch { BackendKind.Eks => "aws_eks", BackendKind.Ec2 => "aws_ec2", _ => "aws_ecs" }))
                variables[name] = value;
        }

        return variables;
    }

    // The image's own file names its feature itself.
    private static IEnumerable<(string Key, string Value)> Experiments(Settings settings, ExperimentSource source)
    {
        yield return ("Source", source.ToString().ToLowerInvariant());
        if (source is ExperimentSource.None or ExperimentSource.Local)
            yield break;
        yield return ("Feature", settings.Experiments.Feature);
        if (source == ExperimentSource.AppConfig)
        {
            yield return ("AppConfig__Endpoint", $"http://localhost:{AppConfigAgent.Port}");
            yield return ("AppConfig__Application", StackName.Full);
            yield return ("AppConfig__Environment", AppConfigExperiments.EnvironmentName);
            yield return ("AppConfig__Profile", AppConfigExperiments.ProfileName);
            if (!settings.Experiments.UsesRuns)
                yield break;
            yield return ("AppConfig__ExperimentDefinition", settings.Experiments.Feature);
            yield return ("AppConfig__Region", settings.Region);
            yield break;
        }

        yield return ("Evidently__Endpoint", settings.Experiments.EvidentlyEndpoint!);
        yield return ("Evidently__Project", StackName.Full);
        yield return ("Evidently__Region", settings.Region);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
