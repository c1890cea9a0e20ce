using System.Text.Json;

namespace Stacks.Tests.Gateway;

public class DomainTests
{
    private const string DomainName = "aws:apigateway/domainName:DomainName";
    private const string Mapping = "aws:apigateway/basePathMapping:BasePathMapping";
    private const string Association = "aws:apigateway/domainNameAccessAssociation:DomainNameAccessAssociation";

    [Theory]
    [InlineData("lambda")]
    [InlineData("fargate")]
    [InlineData("eks")]
    public async Task Domain_OfAPrivateApi_LeadsThroughItsEndpointAlone(string backend)
    {
        var mocks = await StackRun.OfAsync("prod", backend);

        var domain = mocks.One(DomainName);
        Assert.Equal(("rooms.example.com", "PRIVATE"), ((string)domain["domainName"], (string)domain.Map("endpointConfiguration")["types"]));
        // A regional certificate is refused there.
        Assert.Equal((true, false), (domain.ContainsKey("certificateArn"), domain.ContainsKey("regionalCertificateArn")));
        Assert.Equal(("abcdefghij", "live"), ((string)mocks.One(Mapping)["domainNameId"], (string)mocks.One(Mapping)["stageName"]));
        Assert.Equal(("VPCE", "execute-api-id"), ((string)mocks.One(Association)["accessAssociationSourceType"], (string)mocks.One(Association)["accessAssociationSource"]));
        var record = Assert.Single(mocks.All("aws:route53/record:Record"), one => (string)one["type"] == "A");
        Assert.Equal(("vpce-1.execute-api.eu-central-1.vpce.amazonaws.com", "Z7HUB22UULQXV"), ((string)record.Maps("aliases").Single()["name"], (string)record.Maps("aliases").Single()["zoneId"]));
    }

    [Fact]
    public async Task Domain_OfAPrivateApi_LetsInWhatTheApiLetsIn()
    {
        var mocks = await StackRun.RunAsync("prod", ("backend", "lambda"), ("allowedVpcEndpoints", """["vpce-0123456789abcdef0"]"""));

        var statements = JsonDocument.Parse((string)mocks.One(DomainName)["policy"]).RootElement.GetProperty("Statement").EnumerateArray().ToList();
        Assert.Equal(["Allow", "Deny"], statements.Select(statement => statement.GetProperty("Effect").GetString()));
        var ofApi = JsonDocument.Parse((string)mocks.One("aws:apigateway/restApiPolicy:RestApiPolicy")["policy"]).RootElement.GetProperty("Statement").EnumerateArray()
            .Single(statement => statement.GetProperty("Sid").GetString() == "OnlyThroughTheseEndpoints");
        Assert.Equal(ofApi.GetProperty("Condition").GetRawText(), statements[1].GetProperty("Condition").GetRawText());
        Assert.Contains("vpce-0123456789abcdef0", statements[1].GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Domain_OfARegionalApi_LeadsToItsOwnHost()
    {
        var mocks = await StackRun.OfAsync("staging", "fargate");

        var domain = mocks.One(DomainName);
        Assert.Equal("REGIONAL", domain.Map("endpointConfiguration")["types"]);
        Assert.Equal((true, false, false), (domain.ContainsKey("regionalCertificateArn"), domain.ContainsKey("certificateArn"), domain.ContainsKey("policy")));
        Assert.DoesNotContain("domainNameId", mocks.One(Mapping).Keys);
        Assert.Empty(mocks.All(Association));
        Assert.Equal("d-1.execute-api.eu-central-1.amazonaws.com", Assert.Single(mocks.All("aws:route53/record:Record"), one => (string)one["type"] == "A").Maps("aliases").Single()["name"]);
    }
}
