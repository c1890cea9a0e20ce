using Engine.Tests.Support;
using Pulumi.Engine.Recording;
using Pulumi.Engine.Transitions;

namespace Engine.Tests.Stacks;

/// <summary>Another network under a deployed stack: refused before anything is asked for, or all of it comes up beside the old one.</summary>
public class NetworkTests
{
    private static readonly (string, string)[] Other = [("vpcCidr", "10.50.0.0/16")];
    private static readonly (string, string)[] Existing = [("vpcId", "vpc-0123456789abcdef0"), ("subnetIds", """["subnet-0123456789abcdef0","subnet-0123456789abcdef1"]""")];
    private static readonly (string, string)[] NoEvents = [("events", "none")];
    private static readonly (string, string)[] Managed = [("lambdaCapacity", "managed"), ("lambdaMemoryMb", "4096"), ("lambdaProvisionedConcurrency", "0")];

    // An endpoint that reaches nothing is in no network.
    private static readonly (string, string)[] Placed = [("pictureBuckets", """["pictures"]""")];

    [Theory]
    [InlineData("fargate", "lambda")]
    [InlineData("eks", "lambda")]
    [InlineData("eks", "fargate")]
    [InlineData("fargate", "eks")]
    [InlineData("ec2", "lambda")]
    [InlineData("eks", "ec2")]
    [InlineData("sagemaker", "lambda")]
    [InlineData("eks", "sagemaker")]
    public async Task Network_ChangedWithTheBackend_ComesUpBesideTheOldOne(string from, string to)
    {
        foreach (var network in new[] { Other, Existing })
        {
            var before = await Plans.RunAsync("staging", from, NoEvents);
            var after = await Plans.UpdateAsync(before, to, [.. NoEvents, .. network]);
            Assert.True(after.Succeeded, Messages(after));

            Assert.Empty(Told(before, after));
            Assert.Empty(Told(after, before));
        }
    }

    [Theory]
    [InlineData("fargate", "vpcCidr")]
    [InlineData("fargate", "vpcId")]
    [InlineData("ec2", "vpcCidr")]
    [InlineData("ec2", "vpcId")]
    [InlineData("sagemaker", "vpcCidr")]
    [InlineData("sagemaker", "vpcId", "subnetIds")]
    [InlineData("eks", "vpcCidr")]
    [InlineData("eks", "vpcId", "subnetIds")]
    [InlineData("lambda", "vpcCidr")]
    [InlineData("lambda", "vpcId", "subnetIds")]
    public async Task Network_ChangedAlone_IsRefusedBeforeAnythingIsAskedFor(string backend, params string[] keys)
    {
        (string, string)[] setting = [.. NoEvents, .. backend switch { "lambda" => Managed, "sagemaker" => Placed, _ => [] }];
        var before = await Plans.RunAsync("staging", backend, setting);

        var after = await Plans.UpdateAsync(before, backend, [.. setting, .. keys[0] == "vpcId" ? Existing : Other]);

        Assert.False(after.Succeeded);
        Assert.Empty(after.Resources);
        Assert.All(keys, key => Assert.Contains($"{key} is '", Messages(after), StringComparison.Ordinal));
        Assert.Contains("change the backend in the same update", Messages(after), StringComparison.Ordinal);
        // Without the outputs of the stack, as between two configurations, the preview tells.
        var told = Told(before, await Plans.RunAsync("staging", backend, [.. setting, .. keys[0] == "vpcId" ? Existing : Other]));
        // AWS takes another network of an endpoint's model, and what is in the old one goes.
        Assert.Contains(told, hazard => backend == "sagemaker" ? hazard.StartsWith("down", StringComparison.Ordinal) : hazard.StartsWith("refused", StringComparison.Ordinal) && hazard.Contains("in the same update", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Network_OfAPrivateApi_StaysWhateverTheBackendIs()
    {
        var after = await Plans.UpdateAsync(await Plans.RunAsync("prod", "fargate", NoEvents), "lambda", [.. NoEvents, .. Other]);

        Assert.Contains("vpcCidr is '10.50.0.0/16' but the stack is deployed with '10.40.0.0/16'.\nCallers of a private API come through its network. Set it back; or bring up another stack", Messages(after), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lambda", "vpcCidr", "10.50.0.0/16")]
    [InlineData("eks", "zones", "3")]
    public async Task Network_OfTheEventDatabase_StaysWhateverTheBackendIs(string to, string key, string value)
    {
        var after = await Plans.UpdateAsync(await Plans.RunAsync("staging", "fargate"), to, [(key, value)]);

        Assert.False(after.Succeeded);
        Assert.Contains($"{key} is '{value}' but the stack is deployed with", Messages(after), StringComparison.Ordinal);
        Assert.Contains("The event database stays in its network. Set it back; or bring up another stack in the new network, restore a snapshot of the database there", Messages(after), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Architecture_OfManagedInstances_IsAnotherCapacityProvider()
    {
        var (before, after) = (await Plans.RunAsync("staging", "lambda", Managed), await Plans.RunAsync("staging", "lambda", [.. Managed, ("architecture", "x64")]));

        Assert.Empty(Told(before, after));
    }

    private static IReadOnlyList<string> Told(RunResult before, RunResult after) =>
        [.. Transition.Between(StackState.Of(before), StackState.Of(after)).Hazards.Select(hazard => $"{hazard.KindName} {hazard.Urn}: {hazard.Why} {hazard.Do}")];

    private static string Messages(RunResult run) => string.Join('\n', run.Errors.Concat(run.Logs.Select(log => log.Message)));
}
