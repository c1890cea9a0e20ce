using System.Text.Json;
using Pulumi.Engine;
using Pulumi.Engine.Projects;
using Pulumi.Engine.Recording;

namespace Stacks.Tests;

/// <summary>Stacks run as a process in the offline engine, which checks what the real one would.</summary>
public class PreviewTests
{
    public static TheoryData<string, string> Matrix => StackRun.Matrix;

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task Preview_EveryStack_IsCompleteAndWarnsOfNothingElse(string environment, string backend)
    {
        var result = await RunAsync(environment, backend, RunMode.Preview);

        Assert.True(result.Succeeded, string.Join('\n', [.. result.Errors, .. result.Logs.Select(log => log.Message), result.StandardError]));
        Assert.Equal(
            ["apiId", "batchArn", "clientKeys", "dashboard", "endpoint", "eventLake", "experimentDefinition", "experiments", "imageDigest", "invokePolicy", "network", "pipelineArn", "releaseCommand", "releaseWatch", "repositoryUrl", "robotAccess", "testCommand"],
            result.StackOutputs.Fields.Keys.Order());
        var warnings = result.Logs.Where(log => log.Severity >= LogSeverity.Warning).Select(log => log.Message).Concat(result.Warnings);
        // The agent does not run in a function, nor beside an endpoint's container; docs/decisions say why.
        Assert.Equal(backend is "lambda" or "sagemaker" && environment != "dev" ? 1 : 0, warnings.Count());
    }

    [Fact]
    public async Task Update_Prod_ProtectsAndRetainsWhatHoldsState()
    {
        var result = await RunAsync("prod", "eks", RunMode.Update);

        // And nothing else: what serves has to go when another backend takes over, and what is protected by being a child could not be replaced.
        Assert.Equal(
            ["aws:apigateway/restApi:RestApi", "aws:appconfig/application:Application", "aws:backup/vault:Vault", "aws:kms/key:Key", "aws:rds/cluster:Cluster", "aws:s3/bucket:Bucket"],
            result.Resources.Where(resource => resource.Options.Protect == true).Select(resource => resource.Type).Distinct().Order());
        Assert.All(result.Resources.Where(resource => resource.Type == "aws:cloudwatch/logGroup:LogGroup"), resource => Assert.True(resource.Options.RetainOnDelete, resource.Urn));
        Assert.Equal(
            ["aws:appconfig/hostedConfigurationVersion:HostedConfigurationVersion", "aws:backup/vault:Vault", "aws:backup/vaultLockConfiguration:VaultLockConfiguration", "aws:cloudwatch/logGroup:LogGroup", "aws:kms/key:Key", "aws:s3/bucket:Bucket"],
            result.Resources.Where(resource => resource.Options.RetainOnDelete == true).Select(resource => resource.Type).Distinct().Order());
    }

    [Fact]
    public async Task Update_Dev_ProtectsNothing() =>
        Assert.All((await RunAsync("dev", "lambda", RunMode.Update)).Resources, resource => Assert.NotEqual(true, resource.Options.Protect));

    [Fact]
    public async Task Update_Fargate_LeavesToScalingAndDeploymentsWhatIsTheirs()
    {
        var result = await RunAsync("prod", "fargate", RunMode.Update);

        Assert.Equal(["desiredCount", "loadBalancers"], result.Resource("aws:ecs/service:Service", "service").Options.IgnoreChanges);
        Assert.Equal(["actions"], result.Resource("aws:lb/listenerRule:ListenerRule", "requests").Options.IgnoreChanges);
    }

    [Theory]
    [InlineData(0, 60, 60, 20)]
    [InlineData(10, 10, 15, 45)]
    [InlineData(10, 60, 60, 140)]
    public async Task Update_Fargate_WaitsAsLongAsTheSettingsLetADeploymentTake(int percent, int canary, int bake, int minutes)
    {
        var result = await RunAsync("prod", "fargate", RunMode.Update, ("canaryPercent", $"{percent}"), ("canaryMinutes", $"{canary}"), ("bakeMinutes", $"{bake}"));

        Assert.True(MinutesOf(result.Resource("aws:ecs/service:Service", "service").Options.Timeouts!.Update) >= minutes);
    }

    [Fact]
    public async Task Update_Eks_WaitsForEveryQuarterOfThePods() =>
        Assert.True(MinutesOf((await RunAsync("prod", "eks", RunMode.Update)).Resource("kubernetes:apps/v1:Deployment", "room-type").Options.Timeouts!.Update) >= 18);

    [Fact]
    public async Task Update_EksCanary_ComesBesideWhatRunsAndIsReadyBeforeRequests()
    {
        var result = await RunAsync("prod", "eks", RunMode.Update, ("eksCanaryDigest", StackRun.Digest));
        var canary = result.Resource("kubernetes:apps/v1:Deployment", "room-type-canary");

        Assert.Equal(["spec"], result.Resource("kubernetes:apps/v1:Deployment", "room-type").Options.IgnoreChanges);
        Assert.Empty(canary.Options.IgnoreChanges);
        Assert.Contains(canary.Urn, result.Resource("aws:lb/listenerRule:ListenerRule", "requests").Dependencies);
        // The load balancer's word counts from the first pod on.
        Assert.Contains(result.Resource("kubernetes:eks.amazonaws.com/v1:TargetGroupBinding", "room-type-canary").Urn, canary.Dependencies);
        Assert.Equal("true", result.Resource("kubernetes:core/v1:Service", "room-type-canary").Inputs.Fields["metadata"].StructValue.Fields["annotations"].StructValue.Fields["pulumi.com/skipAwait"].StringValue);
    }

    [Fact]
    public async Task Update_EksWithoutCanary_LeavesNothingAsItIs()
    {
        var result = await RunAsync("prod", "eks", RunMode.Update);

        Assert.Empty(result.Resource("kubernetes:apps/v1:Deployment", "room-type").Options.IgnoreChanges);
        Assert.Empty(result.Resource("aws:lb/listenerRule:ListenerRule", "requests").Options.IgnoreChanges);
    }

    [Fact]
    public async Task Outputs_ReleaseWatch_HasWhatTheNewVersionAloneFails()
    {
        var watch = (await RunAsync("prod", "eks", RunMode.Update)).StackOutputs.Fields["releaseWatch"].StringValue.Split(' ');

        Assert.Equal(["10", "15"], watch[..2]);
        Assert.Equal(
            [
                "room-type-prod-api-errors", "room-type-prod-api-latency", "room-type-prod-eks-alternate-errors", "room-type-prod-eks-alternate-latency", "room-type-prod-eks-canary-restarts",
                "room-type-prod-eks-target-errors", "room-type-prod-eks-target-latency", "room-type-prod-eks-targets-errors", "room-type-prod-eks-targets-latency",
            ],
            watch[2..].Order());
    }

    [Fact]
    public async Task Update_Eks_LeavesTheVersionToAwsUnlessOneIsAskedFor()
    {
        Assert.Equal(["version"], (await RunAsync("prod", "eks", RunMode.Update)).Resource("aws:eks/cluster:Cluster", "service").Options.IgnoreChanges);
        Assert.Empty((await RunAsync("prod", "eks", RunMode.Update, ("eksVersion", "1.36"))).Resource("aws:eks/cluster:Cluster", "service").Options.IgnoreChanges);
    }

    [Fact]
    public async Task Update_AppConfig_KeepsTheVersionsThatServed() =>
        Assert.True((await RunAsync("prod", "fargate", RunMode.Update)).Resource("aws:appconfig/hostedConfigurationVersion:HostedConfigurationVersion", "experiments").Options.RetainOnDelete);

    [Fact]
    public async Task Preview_Eks_KnowsThatTheClustersSecurityGroupIsNotKnown()
    {
        var planned = await RunAsync("prod", "eks", RunMode.Preview);
        var made = await RunAsync("prod", "eks", RunMode.Update);

        Assert.Equal("04da6b54-80e4-46f7-96ec-b56ff0331ba9", Selected(planned));
        Assert.Matches("^sg-[0-9a-f]{17}$", Selected(made));

        static string Selected(RunResult result) => result.Resource("kubernetes:eks.amazonaws.com/v1:NodeClass", "node-class").Inputs
            .Fields["spec"].StructValue.Fields["securityGroupSelectorTerms"] is { KindCase: Google.Protobuf.WellKnownTypes.Value.KindOneofCase.ListValue } terms
                ? terms.ListValue.Values[0].StructValue.Fields["id"].StringValue
                : result.Resource("kubernetes:eks.amazonaws.com/v1:NodeClass", "node-class").Inputs.Fields["spec"].StructValue.Fields["securityGroupSelectorTerms"].StringValue;
    }

    // A Go duration in nanoseconds.
    private static double MinutesOf(string duration) => double.Parse(duration[..^2], System.Globalization.CultureInfo.InvariantCulture) / 60e9;

    [Fact]
    public async Task Update_Lambda_LeavesToScalingAndReleasesWhatIsTheirs()
    {
        var result = await RunAsync("prod", "lambda", RunMode.Update);

        Assert.Equal(["provisionedConcurrentExecutions"], result.Resource("aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig", "warm").Options.IgnoreChanges);
        Assert.Equal(["functionVersion", "routingConfig"], result.Resource("aws:lambda/alias:Alias", "live").Options.IgnoreChanges);
    }

    [Fact]
    public async Task Outputs_ReleaseCommand_AsksCodeDeployForADeploymentAsItsAppSpecSays()
    {
        var command = (await RunAsync("prod", "lambda", RunMode.Update)).StackOutputs.Fields["releaseCommand"].StringValue;
        using var shell = new Commands.Shell().With("aws", "case $2 in get-alias) echo 3 ;; *) printf '%s\\n' \"$@\" >>$LOG ;; esac");

        var (exitCode, output) = await shell.RunAsync(command);

        Assert.True(exitCode == 0, output);
        var arguments = shell.Log.Split('\n');
        Assert.Equal(["deploy", "create-deployment", "--application-name", "room-type-prod", "--deployment-group-name", "live", "--revision"], arguments[..7]);
        using var revision = JsonDocument.Parse(arguments[7]);
        using var content = JsonDocument.Parse(revision.RootElement.GetProperty("appSpecContent").GetProperty("content").GetString()!);
        // https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-example.html
        Assert.Equal((JsonValueKind.String, "\"0.0\""), (content.RootElement.GetProperty("version").ValueKind, content.RootElement.GetProperty("version").GetRawText()));
        var function = content.RootElement.GetProperty("Resources")[0].GetProperty("function").GetProperty("Properties");
        Assert.Equal(("live", "3", "1"), (function.GetProperty("Alias").GetString(), function.GetProperty("CurrentVersion").GetString(), function.GetProperty("TargetVersion").GetString()));
    }

    [Fact]
    public async Task Outputs_ReleaseCommandOfAnEndpoint_MovesAShareThenAllAndGoesBackOnAlarms()
    {
        var result = await RunAsync("prod", "sagemaker", RunMode.Update);
        var config = result.Resource("aws:sagemaker/endpointConfiguration:EndpointConfiguration", "room-type").Outputs.Fields["name"].StringValue;
        using var shell = new Commands.Shell().With("aws", "case $2 in describe-endpoint) echo before ;; *) printf '%s\\n' \"$@\" >>$LOG ;; esac");

        var (exitCode, output) = await shell.RunAsync(result.StackOutputs.Fields["releaseCommand"].StringValue);

        Assert.True(exitCode == 0, output);
        var arguments = shell.Log.Split('\n');
        Assert.Equal(["sagemaker", "update-endpoint", "--cli-input-json"], arguments[..3]);
        using var request = JsonDocument.Parse(arguments[3]);
        Assert.Equal(("room-type-prod-c7g-large", config, true), (request.RootElement.GetProperty("EndpointName").GetString(), request.RootElement.GetProperty("EndpointConfigName").GetString(), request.RootElement.GetProperty("RetainAllVariantProperties").GetBoolean()));
        var shifting = request.RootElement.GetProperty("DeploymentConfig").GetProperty("BlueGreenUpdatePolicy");
        var routing = shifting.GetProperty("TrafficRoutingConfiguration");
        Assert.Equal(("CANARY", 600, 10, 900), (routing.GetProperty("Type").GetString(), routing.GetProperty("WaitIntervalInSeconds").GetInt32(), routing.GetProperty("CanarySize").GetProperty("Value").GetInt32(), shifting.GetProperty("TerminationWaitInSeconds").GetInt32()));
        var alarms = request.RootElement.GetProperty("DeploymentConfig").GetProperty("AutoRollbackConfiguration").GetProperty("Alarms").EnumerateArray().Select(alarm => alarm.GetProperty("AlarmName").GetString()).ToList();
        // https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_AutoRollbackConfig.html: ten at the most.
        Assert.Equal(["room-type-prod-api-errors", "room-type-prod-api-latency", "room-type-prod-sagemaker-endpoint-errors", "room-type-prod-sagemaker-endpoint-latency"], alarms.Order());
        Assert.Equal(["endpointConfigName"], result.Resource("aws:sagemaker/endpoint:Endpoint", "room-type").Options.IgnoreChanges);
        Assert.All(result.Resources.Where(resource => resource.Type is "aws:sagemaker/endpointConfiguration:EndpointConfiguration" or "aws:sagemaker/model:Model"), resource => Assert.True(resource.Options.RetainOnDelete));
    }

    [Fact]
    public async Task Outputs_EndpointWithoutACanary_IsMovedByTheUpdate()
    {
        var result = await RunAsync("dev", "sagemaker", RunMode.Update);

        Assert.Equal("", result.StackOutputs.Fields["releaseCommand"].StringValue);
        Assert.Empty(result.Resource("aws:sagemaker/endpoint:Endpoint", "room-type").Options.IgnoreChanges);
        Assert.All(result.Resources.Where(resource => resource.Type is "aws:sagemaker/endpointConfiguration:EndpointConfiguration" or "aws:sagemaker/model:Model"), resource => Assert.NotEqual(true, resource.Options.RetainOnDelete));
    }

    [Fact]
    public async Task Outputs_KeysOfClients_AreSecret()
    {
        var result = await RunAsync("dev", "lambda", RunMode.Update, ("clients", """["robots"]"""));

        Assert.Equal("1b47061264138c4ac30d75fd1eb44270", result.StackOutputs.Fields["clientKeys"].StructValue.Fields["4dabf18193072939515e22adb298388d"].StringValue);
    }

    private static Task<RunResult> RunAsync(string environment, string backend, RunMode mode, params (string Key, string Value)[] changes)
    {
        var project = Repository.Project();
        return OfflineEngine.RunAsync(new EngineOptions
        {
            Project = project.Name,
            Stack = environment,
            Mode = mode,
            Command = ["dotnet", Repository.Program],
            Config = StackConfig.Load(project, environment, changes.Append(("backend", backend)).ToDictionary(change => change.Item1, change => change.Item2)),
            RootDirectory = project.Directory,
            WorkingDirectory = project.MainDirectory,
        });
    }
}
