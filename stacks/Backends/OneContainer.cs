using Pulumi;
using Stacks.Configuration;

namespace Stacks.Backends;

/// <summary>What a backend does without that runs one container and nothing beside it.</summary>
internal static class OneContainer
{
    /// <summary>Where variations come from: the AppConfig agent would run beside the service.</summary>
    public static ExperimentSource Source(Settings settings) =>
        settings.Experiments.Source == ExperimentSource.AppConfig ? ExperimentSource.Local : settings.Experiments.Source;

    /// <summary>Tells whoever deploys that experiments are the image's own, where others were asked for.</summary>
    /// <param name="settings">The stack's configuration.</param>
    /// <param name="host">What the container is, for a person.</param>
    /// <param name="resource">Whose warning it is.</param>
    public static void WarnOfLocalExperiments(Settings settings, string host, Resource resource)
    {
        if (settings.Experiments.Source == ExperimentSource.AppConfig)
            Log.Warn($"room-type:experiments is appconfig, but the AppConfig agent does not run in {host}, which uses the experiments in its image (docs/decisions/0032).", resource);
    }
}
