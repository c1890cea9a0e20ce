using static Stacks.Tests.Commands.Deployments;

namespace Stacks.Tests.Commands;

/// <summary>How a new version takes over on each host, and goes back.</summary>
public sealed class ReleaseTests : IDisposable
{
    private readonly Deployments _deployments = new();

    [Fact]
    public async Task Deploy_OnLambda_WaitsForTheCanary()
    {
        var (exitCode, output) = await _deployments.DeployAsync("prod", $"BEFORE={Before} RELEASE='aws deploy create-deployment'");

        Assert.True(exitCode == 0, output);
        Assert.Contains("aws deploy create-deployment --query deploymentId --output text\naws deploy get-deployment --deployment-id d-ABC", _deployments.Shell.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deploy_OnEc2_WaitsForTheRefresh()
    {
        var (exitCode, output) = await _deployments.DeployAsync("prod", OnEc2);

        Assert.True(exitCode == 0, output);
        Assert.Contains("--query InstanceRefreshId --output text\naws autoscaling describe-instance-refreshes --auto-scaling-group-name room-type-prod --instance-refresh-ids r-ABC ", _deployments.Shell.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("RollbackSuccessful")]
    [InlineData("Failed")]
    public async Task Deploy_OnEc2RefreshThatWentBack_GoesBackToTheImageBefore(string status)
    {
        var (exitCode, output) = await _deployments.DeployAsync("prod", $"{OnEc2} STATUS={status}");

        Assert.Equal(1, exitCode);
        Assert.Contains($"The instance refresh is {status}: an alarm", output, StringComparison.Ordinal);
        Assert.Equal([StackRun.Digest, Before], _deployments.Ups());
    }

    [Fact]
    public async Task Deploy_OnSageMaker_WaitsForTheEndpointAndRemovesWhatItLeft()
    {
        var (exitCode, output) = await _deployments.DeployAsync("prod", OnSageMaker);

        Assert.True(exitCode == 0, output);
        Assert.Contains("--query EndpointArn --output text\naws sagemaker describe-endpoint --endpoint-name rooms --query EndpointStatus", _deployments.Shell.Log, StringComparison.Ordinal);
        Assert.Contains("aws sagemaker delete-endpoint-config --endpoint-config-name room-type-before\naws sagemaker delete-model --model-name model-before\n", _deployments.Shell.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("STATUS=Failed", "The endpoint is Failed: an alarm")]
    [InlineData("WENT_BACK=1", "SageMaker went back to room-type-before: an alarm")]
    public async Task Deploy_OnSageMakerThatWentBack_GoesBackToTheImageBeforeAndRemovesNothing(string fault, string message)
    {
        var (exitCode, output) = await _deployments.DeployAsync("prod", $"{OnSageMaker} {fault}");

        Assert.Equal(1, exitCode);
        Assert.Contains(message, output, StringComparison.Ordinal);
        Assert.Equal([StackRun.Digest, Before], _deployments.Ups());
        Assert.DoesNotContain("delete-", _deployments.Shell.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deploy_OnEks_IsTriedBesideWhatRunsThenTakesOver()
    {
        var (exitCode, output) = await _deployments.DeployAsync("prod", OnEks);

        Assert.True(exitCode == 0, output);
        Assert.Equal([(Before, StackRun.Digest), (StackRun.Digest, "")], Steps());
        // Before, while it is tried, and after it has taken over: where the stack is.
        Assert.Equal(3, _deployments.Shell.Log.Split("aws cloudwatch describe-alarms --alarm-names room-type-prod-eks-alternate-errors room-type-prod-api-errors --alarm-types").Length - 1);
        Assert.Equal(3, _deployments.Shell.Log.Split("region eu-central-1\n").Length - 1);
    }

    [Fact]
    public async Task Deploy_OnEksAlarmWhileTried_LeavesWhatRuns()
    {
        var (exitCode, output) = await _deployments.DeployAsync("prod", $"{OnEks} ALARM_AT=2");

        Assert.Equal(1, exitCode);
        Assert.Contains("In alarm: room-type-prod-eks-alternate-errors", output, StringComparison.Ordinal);
        Assert.Contains($"prod is back at {Before}", output, StringComparison.Ordinal);
        Assert.Equal([(Before, StackRun.Digest), (Before, "")], Steps());
    }

    [Fact]
    public async Task Deploy_OnEksAlarmAfterItHasTakenOver_GoesBack()
    {
        var (exitCode, output) = await _deployments.DeployAsync("prod", $"{OnEks} ALARM_AT=3");

        Assert.Equal(1, exitCode);
        Assert.Contains($"prod is back at {Before}", output, StringComparison.Ordinal);
        Assert.Equal([(Before, StackRun.Digest), (StackRun.Digest, ""), (Before, "")], Steps());
    }

    [Theory]
    [InlineData("ALARM_AT=1", "In alarm already: room-type-prod-eks-alternate-errors")]
    [InlineData("UNREADABLE=1", "The alarms cannot be read: nothing is changed.")]
    public async Task Deploy_OnEksThatCannotBeWatched_ChangesNothing(string fault, string message)
    {
        var (exitCode, output) = await _deployments.DeployAsync("prod", $"{OnEks} {fault}");

        Assert.Equal(1, exitCode);
        Assert.Contains(message, output, StringComparison.Ordinal);
        Assert.Empty(Steps());
    }

    [Fact]
    public async Task Deploy_OnEksForTheFirstTime_TriesNothing()
    {
        var (exitCode, output) = await _deployments.DeployAsync("prod", "BACKEND=eks BEFORE=");

        Assert.True(exitCode == 0, output);
        Assert.Equal([(StackRun.Digest, "")], Steps());
    }

    public void Dispose() => _deployments.Dispose();

    private static string OnEc2 => $$"""BACKEND=ec2 BEFORE={{Before}} RELEASE='aws autoscaling start-instance-refresh --cli-input-json '"'"'{"AutoScalingGroupName":"room-type-prod"}'"'"''""";

    private static string OnSageMaker => $$"""BACKEND=sagemaker BEFORE={{Before}} RELEASE='aws sagemaker update-endpoint --cli-input-json '"'"'{"EndpointName":"rooms","EndpointConfigName":"room-type-after"}'"'"''""";

    private static string OnEks => $"BACKEND=eks BEFORE={Before} WATCH='10 15 room-type-prod-eks-alternate-errors room-type-prod-api-errors' DEPLOY_MINUTE_SECONDS=0";

    private IEnumerable<(string Image, string Canary)> Steps() => _deployments.Shell.Log.Split('\n').Where(line => line.StartsWith("pulumi up ", StringComparison.Ordinal))
        .Select(line => (line.Split("imageDigest=")[1].Split(' ')[0], line.Split("eksCanaryDigest=")[1].Split(' ')[0]));
}
