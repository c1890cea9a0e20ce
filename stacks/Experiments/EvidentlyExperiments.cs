using Pulumi;
using Pulumi.Aws.Evidently;
using Pulumi.Aws.Evidently.Inputs;
using Stacks.Configuration;
using Stacks.Conventions;

namespace Stacks.Experiments;

/// <summary>
/// Experiments in CloudWatch Evidently, which AWS ended on 2025-10-16: the resources preview, and can be created only where something
/// speaks its API. The service itself does, and <c>appconfig</c> is the way that AWS offers instead.
/// </summary>
public sealed class EvidentlyExperiments : ComponentResource
{
    private const int ThousandthsOfAPercent = 1_000;

    /// <summary>Provisions project, feature and launch.</summary>
    public EvidentlyExperiments(string name, ExperimentSettings experiments, ComponentResourceOptions? options = null)
        : base("room-type:experiments:EvidentlyExperiments", name, options)
    {
        ArgumentNullException.ThrowIfNull(experiments);
        Log.Warn("room-type:experiments is evidently, but AWS ended CloudWatch Evidently on 2025-10-16: these resources can no longer be created. Use appconfig or local.", this);
        var project = new Project("experiments", new ProjectArgs { Name = StackName.Full }, new CustomResourceOptions { Parent = this });
        var feature = new Feature(
            "experiments",
            new FeatureArgs
            {
                Project = project.Name,
                Name = experiments.Feature,
                DefaultVariation = experiments.Variations[0].Name,
                Variations = [.. experiments.Variations.Select(variation => new FeatureVariationArgs { Name = variation.Name, Value = new FeatureVariationValueArgs { StringValue = variation.Model } })],
            },
            new CustomResourceOptions { Parent = project });
        CreateLaunch(project, feature, experiments.Variations);
        RegisterOutputs(new Dictionary<string, object?> { ["project"] = project.Name });
    }

    private static void CreateLaunch(Project project, Feature feature, IReadOnlyList<Variation> variations)
    {
        var weights = new InputMap<int>();
        foreach (var variation in variations)
            weights.Add(variation.Name, variation.Percent * ThousandthsOfAPercent);
        _ = new Launch(
            "experiments",
            new LaunchArgs
            {
                Project = project.Name,
                Name = feature.Name,
                Groups = [.. variations.Select(variation => new LaunchGroupArgs { Name = variation.Name, Feature = feature.Name, Variation = variation.Name })],
                ScheduledSplitsConfig = new LaunchScheduledSplitsConfigArgs
                {
                    Steps = { new LaunchScheduledSplitsConfigStepArgs { StartTime = "2025-01-01T00:00:00Z", GroupWeights = weights } },
                },
            },
            new CustomResourceOptions { Parent = feature });
    }
}
