using System.Text.Json;

namespace Stacks.Tests.Gateway;

public class RobotsTests
{
    private const string Account = "123456789012";

    [Fact]
    public async Task Robots_Asked_MayRecognizeAndGiveFeedbackAndNothingElse()
    {
        var mocks = await StackRun.RunAsync("dev", ("robots", "true"));

        using var rights = JsonDocument.Parse((string)mocks.Created.Single(created => created is { Type: "aws:iam/rolePolicy:RolePolicy", Name: "robots" }).Inputs["policy"]);
        var statement = rights.RootElement.GetProperty("Statement").EnumerateArray().Single();
        Assert.Equal(["execute-api:Invoke"], statement.GetProperty("Action").EnumerateArray().Select(action => action.GetString()));
        Assert.Equal(
            [$"arn:aws:execute-api:eu-central-1:{Account}:api/live/POST/v1/recognize", $"arn:aws:execute-api:eu-central-1:{Account}:api/live/POST/v1/feedback"],
            statement.GetProperty("Resource").EnumerateArray().Select(resource => resource.GetString()));
    }

    [Fact]
    public async Task Robots_TheirRole_IsTakenOnThroughTheirAliasAlone()
    {
        var mocks = await StackRun.RunAsync("dev", ("robots", "true"));

        using var trust = JsonDocument.Parse((string)mocks.Created.Single(created => created is { Type: "aws:iam/role:Role", Name: "robots" }).Inputs["assumeRolePolicy"]);
        var statement = trust.RootElement.GetProperty("Statement").EnumerateArray().Single();
        Assert.Equal("credentials.iot.amazonaws.com", statement.GetProperty("Principal").GetProperty("Service")[0].GetString());
        var alias = (string)mocks.One("aws:iot/roleAlias:RoleAlias")["alias"];
        Assert.Equal($"arn:aws:iot:eu-central-1:{Account}:rolealias/{alias}", statement.GetProperty("Condition").GetProperty("ArnEquals").GetProperty("aws:SourceArn")[0].GetString());
        Assert.Equal(Account, statement.GetProperty("Condition").GetProperty("StringEquals").GetProperty("aws:SourceAccount")[0].GetString());
    }

    [Fact]
    public async Task Robots_TheirCertificates_GetTheRoleWhileTheyAreAThings()
    {
        var mocks = await StackRun.RunAsync("dev", ("robots", "true"));

        using var policy = JsonDocument.Parse((string)mocks.One("aws:iot/policy:Policy")["policy"]);
        var statement = policy.RootElement.GetProperty("Statement").EnumerateArray().Single();
        Assert.Equal(["iot:AssumeRoleWithCertificate"], statement.GetProperty("Action").EnumerateArray().Select(action => action.GetString()));
        Assert.Equal(["arn:aws:mock:eu-central-1:123456789012:robots"], statement.GetProperty("Resource").EnumerateArray().Select(resource => resource.GetString()));
        Assert.Equal("true", statement.GetProperty("Condition").GetProperty("Bool").GetProperty("iot:Connection.Thing.IsAttached")[0].GetString());
        Assert.Equal("iot:CredentialProvider", mocks.Calls.Single(call => call.Token == "aws:iot/getEndpoint:getEndpoint").Args["endpointType"]);
    }

    [Fact]
    public async Task Robots_NotAsked_GetNothing() => Assert.Empty((await StackRun.OfAsync("dev", "lambda")).All("aws:iot/roleAlias:RoleAlias"));
}
