using System.Collections.Immutable;
using System.Text.Json;

namespace Stacks.Tests.Backends;

public class LambdaBackendTests
{
    [Fact]
    public async Task Function_Image_IsPinnedByDigest()
    {
        var (_, mocks) = await StackRun.RunAsync();

        var function = mocks.Inputs("aws:lambda/function:Function");
        Assert.Equal("Image", function["packageType"]);
        Assert.Equal($"123456789012.dkr.ecr.eu-central-1.amazonaws.com/room-type@{StackRun.Digest}", function["imageUri"]);
    }

    [Fact]
    public async Task Function_Sizes_AreTheConfigurations()
    {
        var (_, mocks) = await StackRun.RunAsync(("room-type:lambdaMemoryMb", "3008"), ("room-type:lambdaTimeoutSeconds", "10"));

        var function = mocks.Inputs("aws:lambda/function:Function");
        Assert.Equal(3008.0, function["memorySize"]);
        Assert.Equal(10.0, function["timeout"]);
    }

    [Fact]
    public async Task Function_Logs_GoToItsGroupOfLimitedLife()
    {
        var (_, mocks) = await StackRun.RunAsync(("room-type:logRetentionDays", "7"));

        var logging = (ImmutableDictionary<string, object>)mocks.Inputs("aws:lambda/function:Function")["loggingConfig"];
        Assert.Equal("room-type", logging["logGroup"]);
        Assert.Equal(7.0, mocks.Inputs("aws:cloudwatch/logGroup:LogGroup")["retentionInDays"]);
    }

    [Fact]
    public async Task Role_Policy_AllowsWritingToItsOwnLogsOnly()
    {
        var (_, mocks) = await StackRun.RunAsync();

        using var policy = JsonDocument.Parse((string)mocks.Inputs("aws:iam/rolePolicy:RolePolicy")["policy"]);
        var statement = Assert.Single(policy.RootElement.EnumerateArray());
        Assert.Equal(["logs:CreateLogStream", "logs:PutLogEvents"], Texts(statement, "actions"));
        Assert.Equal(["arn:aws:mock:eu-central-1:123456789012:room-type:*"], Texts(statement, "resources"));
    }

    [Fact]
    public async Task Role_Trust_IsLambdasAlone()
    {
        var (_, mocks) = await StackRun.RunAsync();

        using var trust = JsonDocument.Parse((string)mocks.Inputs("aws:iam/role:Role")["assumeRolePolicy"]);
        var principal = Assert.Single(Assert.Single(trust.RootElement.EnumerateArray()).GetProperty("principals").EnumerateArray());
        Assert.Equal(["lambda.amazonaws.com"], Texts(principal, "identifiers"));
    }

    private static IEnumerable<string?> Texts(JsonElement element, string property) =>
        element.GetProperty(property).EnumerateArray().Select(item => item.GetString());
}
