using System.Collections.Immutable;
using System.Text.Json;
using Pulumi;
using Pulumi.Aws.AutoScaling.Inputs;
using Pulumi.Aws.Ec2;
using Stacks.Configuration;

namespace Stacks.Backends.Ec2;

/// <summary>
/// How instances of a new version take over: a share of them first, then all, back on an alarm. The provider changes the group before it
/// starts a refresh, which then goes back to what it came from; so a command starts it, as on Lambda (docs/decisions/0093).
/// </summary>
/// <remarks>https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_StartInstanceRefresh.html, https://github.com/hashicorp/terraform-provider-aws/issues/34189</remarks>
internal static class InstanceRefresh
{
    private const int MostHealthyPercent = 100 + Ec2Settings.SurgePercent;

    // For a shell to read, not for a page.
    private static readonly JsonSerializerOptions Json = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A refresh by the update itself, which an alarm stops.</summary>
    /// <param name="alarms">Names of alarms.</param>
    public static GroupInstanceRefreshArgs AtOnce(Output<ImmutableArray<string>> alarms) => new()
    {
        Strategy = "Rolling",
        Preferences = new GroupInstanceRefreshPreferencesArgs
        {
            MinHealthyPercentage = 100,
            MaxHealthyPercentage = MostHealthyPercent,
            InstanceWarmup = $"{InstanceGroup.WarmupSeconds}",
            AlarmSpecification = new GroupInstanceRefreshPreferencesAlarmSpecificationArgs { Alarms = alarms },
        },
    };

    /// <summary>The command that starts one; it does nothing to instances that are of the version already.</summary>
    /// <param name="settings">The stack's configuration.</param>
    /// <param name="template">What instances are made of.</param>
    /// <param name="alarms">Names of alarms on which it goes back.</param>
    public static Output<string> Command(Settings settings, LaunchTemplate template, Output<ImmutableArray<string>> alarms) =>
        Output.Tuple(template.Id, template.LatestVersion, alarms).Apply(known => $"aws autoscaling start-instance-refresh --cli-input-json '{Request(settings, known.Item1, known.Item2, known.Item3)}'");

    private static string Request(Settings settings, string template, int version, IReadOnlyList<string> alarms) => JsonSerializer.Serialize(
        new
        {
            AutoScalingGroupName = InstanceGroup.NameOf(settings.Ec2),
            Strategy = "Rolling",
            DesiredConfiguration = Desired(settings, template, version),
            Preferences = new
            {
                MinHealthyPercentage = 100,
                MaxHealthyPercentage = MostHealthyPercent,
                InstanceWarmup = InstanceGroup.WarmupSeconds,
                // At least one instance is replaced before each.
                CheckpointPercentages = new[] { settings.Release.CanaryPercent, 100 },
                CheckpointDelay = settings.Release.CanaryMinutes * 60,
                BakeTime = settings.Release.BakeMinutes * 60,
                SkipMatching = true,
                AutoRollback = true,
                AlarmSpecification = new { Alarms = alarms },
            },
        },
        Json);

    private static object Desired(Settings settings, string template, int version)
    {
        var specification = new { LaunchTemplateId = template, Version = $"{version}" };
        if (settings.Ec2.WarmPool > 0)
            return new { LaunchTemplate = specification };
        return new
        {
            MixedInstancesPolicy = new
            {
                LaunchTemplate = new { LaunchTemplateSpecification = specification, Overrides = settings.Ec2.TypesFor(settings.Service.Architecture).Select(type => new { InstanceType = type }) },
                InstancesDistribution = new
                {
                    OnDemandAllocationStrategy = InstanceGroup.OnDemandStrategy,
                    OnDemandBaseCapacity = settings.Ec2.OnDemandBase,
                    OnDemandPercentageAboveBaseCapacity = 100 - settings.Ec2.SpotPercent,
                    SpotAllocationStrategy = InstanceGroup.SpotStrategy,
                },
            },
        };
    }
}
