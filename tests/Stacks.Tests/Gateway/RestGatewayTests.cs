namespace Stacks.Tests.Gateway;

public class RestGatewayTests
{
    [Fact]
    public async Task Api_Bodies_OfPicturesAreBinary()
    {
        var api = (await StackRun.OfAsync("dev", "lambda")).One("aws:apigateway/restApi:RestApi");

        Assert.Equal(["image/*", "application/x-protobuf", "application/protobuf", "multipart/form-data"], api.Texts("binaryMediaTypes"));
    }

    [Fact]
    public async Task Page_WhereItIsAsked_IsPassedOnAsTextToCallersWhoSign()
    {
        var mocks = await StackRun.RunAsync("dev", ("backend", "fargate"), ("gatewayPage", "true"));

        var entry = mocks.Created.Single(resource => resource.Type == "aws:apigateway/method:Method" && resource.Name == "get-root").Inputs;
        Assert.Equal(("root", "GET", "AWS_IAM"), ((string)entry["resourceId"], (string)entry["httpMethod"], (string)entry["authorization"]));
        var file = mocks.Created.Single(resource => resource.Type == "aws:apigateway/integration:Integration" && resource.Name == "get-page-file").Inputs;
        Assert.EndsWith("/page/{file}", (string)file["uri"], StringComparison.Ordinal);
        // The gateway would take what is compressed for text, and break it.
        Assert.Equal("'identity'", file.Map("requestParameters")["integration.request.header.Accept-Encoding"]);
        var recognition = mocks.Created.Single(resource => resource.Type == "aws:apigateway/integration:Integration" && resource.Name == "post-v1-recognize").Inputs;
        Assert.DoesNotContain("integration.request.header.Accept-Encoding", recognition.Map("requestParameters").Keys);
    }

    [Theory]
    [InlineData("exposure", "private")]
    [InlineData("allowedAccounts", """["999999999999"]""")]
    [InlineData("allowedOrganization", "o-abcdefghij")]
    [InlineData("allowedVpcEndpoints", """["vpce-0123456789abcdef0"]""")]
    [InlineData("allowedCidrs", """["192.0.2.0/24"]""")]
    [InlineData("clients", """["robots"]""")]
    [InlineData("gatewayTimeoutSeconds", "28")]
    public async Task Deployment_WhatItShows_ChangesItsTrigger(string key, string value)
    {
        var changes = key == "gatewayTimeoutSeconds" ? new[] { (key, value), ("lambdaTimeoutSeconds", "27"), ("requestTimeoutSeconds", "25") } : [(key, value)];

        Assert.NotEqual(Trigger(await StackRun.OfAsync("dev", "lambda")), Trigger(await StackRun.RunAsync("dev", changes)));
    }

    [Fact]
    public async Task Deployment_WhatItDoesNotShow_LeavesItsTrigger() =>
        Assert.Equal(Trigger(await StackRun.OfAsync("dev", "lambda")), Trigger(await StackRun.RunAsync("dev", ("throttleRate", "11"), ("budgetUsd", "51"))));

    private static string Trigger(AwsMocks mocks) => (string)Assert.Single(mocks.One("aws:apigateway/deployment:Deployment").Map("triggers").Values);

    [Fact]
    public async Task Endpoint_OfAPrivateApi_AdmitsPeersOfItsNetwork()
    {
        var mocks = await StackRun.RunAsync("prod", ("backend", "lambda"), ("peerCidrs", """["10.8.0.0/16"]"""));

        Assert.Equal(
            ["10.40.0.0/16", "10.8.0.0/16"],
            mocks.All("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule").Where(rule => (string)rule["securityGroupId"] == "execute-api-id").Select(rule => (string)rule["cidrIpv4"]).Order());
    }

    [Fact]
    public async Task Api_Prod_IsReachedThroughItsEndpointOnly()
    {
        var mocks = await StackRun.OfAsync("prod", "lambda");

        Assert.Equal("PRIVATE", mocks.One("aws:apigateway/restApi:RestApi").Map("endpointConfiguration")["types"]);
        var denied = mocks.One("aws:apigateway/restApiPolicy:RestApiPolicy").Json("policy").GetProperty("Statement").EnumerateArray()
            .Single(statement => statement.GetProperty("Effect").GetString() == "Deny");
        Assert.Equal("execute-api-id", denied.GetProperty("Condition").GetProperty("StringNotEquals").GetProperty("aws:SourceVpce")[0].GetString());
    }

    [Fact]
    public async Task Clients_Each_HaveAKeyThatCallsNeed()
    {
        var mocks = await StackRun.RunAsync("dev", ("clients", """["robots", "reports"]"""));

        Assert.Equal(["room-type-dev-reports", "room-type-dev-robots"], mocks.All("aws:apigateway/apiKey:ApiKey").Select(key => (string)key["name"]).Order());
        Assert.All(mocks.All("aws:apigateway/method:Method"), method => Assert.Equal(true, method["apiKeyRequired"]));
        Assert.Equal(10.0, mocks.One("aws:apigateway/usagePlan:UsagePlan").Map("throttleSettings")["rateLimit"]);
    }

    [Fact]
    public async Task Policy_Organization_IsAllowedByItsIdAndNotByName()
    {
        var mocks = await StackRun.RunAsync("dev", ("allowedOrganization", "o-abcdefghij"), ("allowedAccounts", """["999999999999"]"""), ("allowedCidrs", """["192.0.2.0/24"]"""));

        var statements = mocks.One("aws:apigateway/restApiPolicy:RestApiPolicy").Json("policy").GetProperty("Statement").EnumerateArray().ToDictionary(statement => statement.GetProperty("Sid").GetString()!);
        Assert.Equal(
            ["arn:aws:iam::123456789012:root", "arn:aws:iam::999999999999:root"],
            statements["AccountsDecideByIam"].GetProperty("Principal").GetProperty("AWS").EnumerateArray().Select(name => name.GetString()));
        Assert.Equal("o-abcdefghij", statements["AccountsOfTheOrganization"].GetProperty("Condition").GetProperty("StringEquals").GetProperty("aws:PrincipalOrgID")[0].GetString());
        Assert.Equal("192.0.2.0/24", statements["OnlyFromTheseAddresses"].GetProperty("Condition").GetProperty("NotIpAddress").GetProperty("aws:SourceIp")[0].GetString());
    }
}
