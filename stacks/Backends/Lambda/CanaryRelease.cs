using System.Text.Json;
using Pulumi;
using Pulumi.Aws.CloudWatch;
using Pulumi.Aws.CodeDeploy;
using Pulumi.Aws.CodeDeploy.Inputs;
using Pulumi.Aws.Lambda;
using Stacks.Configuration;
using Stacks.Conventions;
using Stacks.Iam;

namespace Stacks.Backends.Lambda;

/// <summary>Moves the alias to a new version: a share of the requests first, then all, back on an alarm.</summary>
internal static class CanaryRelease
{
    // For a shell to read, not for a page.
    private static readonly JsonSerializerOptions Json = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Provisions the way; returns the command that takes it, as no resource is a deployment.</summary>
    public static Output<string> Create(Function function, ReleaseSettings release, IEnumerable<MetricAlarm> alarms, Resource parent)
    {
        var child = new CustomResourceOptions { Parent = parent };
        var application = new Application("release", new ApplicationArgs { Name = StackName.Full, ComputePlatform = "Lambda" }, child);
        var config = new DeploymentConfig(
            "release",
            new DeploymentConfigArgs
            {
                // Nothing of one can change, and it goes only after the group has left it: other values are another one.
                DeploymentConfigName = $"{StackName.Full}-canary-{release.CanaryPercent}-percent-{release.CanaryMinutes}-minutes",
                ComputePlatform = "Lambda",
                TrafficRoutingConfig = new DeploymentConfigTrafficRoutingConfigArgs
                {
                    Type = "TimeBasedCanary",
                    TimeBasedCanary = new DeploymentConfigTrafficRoutingConfigTimeBasedCanaryArgs { Percentage = release.CanaryPercent, Interval = release.CanaryMinutes },
                },
            },
            child);
        var role = new ServiceRole("release", "codedeploy.amazonaws.com", parent, [], "service-role/AWSCodeDeployRoleForLambdaLimited");
        var group = new DeploymentGroup(
            "release",
            new DeploymentGroupArgs
            {
                AppName = application.Name,
                DeploymentGroupName = LambdaBackend.LiveAlias,
                DeploymentConfigName = config.DeploymentConfigName,
                ServiceRoleArn = role.Arn,
                DeploymentStyle = new DeploymentGroupDeploymentStyleArgs { DeploymentOption = "WITH_TRAFFIC_CONTROL", DeploymentType = "BLUE_GREEN" },
                AutoRollbackConfiguration = new DeploymentGroupAutoRollbackConfigurationArgs { Enabled = true, Events = { "DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM" } },
                AlarmConfiguration = new DeploymentGroupAlarmConfigurationArgs { Enabled = true, Alarms = [.. alarms.Select(alarm => alarm.Name)] },
            },
            new CustomResourceOptions { Parent = parent, DependsOn = { role } });
        return Output.Tuple(application.Name, group.DeploymentGroupName, function.Name, function.Version)
            .Apply(names => Command(names.Item1, names.Item2, names.Item3, names.Item4));
    }

    // The version that the alias is at is read when the command runs: the stack does not know it.
    private static string Command(string application, string group, string function, string version)
    {
        const string Current = "CURRENT";
        var content = JsonSerializer.Serialize(new Dictionary<string, object>
        {
            // A string: CodeDeploy refuses the number.
            ["version"] = "0.0",
            ["Resources"] = new[]
            {
                new Dictionary<string, object>
                {
                    ["function"] = new
                    {
                        Type = "AWS::Lambda::Function",
                        Properties = new { Name = function, Alias = LambdaBackend.LiveAlias, CurrentVersion = Current, TargetVersion = version },
                    },
                },
            },
        });
        var revision = JsonSerializer.Serialize(new { revisionType = "AppSpecContent", appSpecContent = new { content } }, Json);
        return $"aws deploy create-deployment --application-name {application} --deployment-group-name {group} --revision "
            + $"\"$(printf '%s' '{revision}' | sed \"s/{Current}/$(aws lambda get-alias --function-name {function} --name {LambdaBackend.LiveAlias} --query FunctionVersion --output text)/\")\"";
    }
}
