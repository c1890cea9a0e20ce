using Pulumi.Engine.Recording;
using Seams.Tests.Support;

namespace Seams.Tests;

/// <summary>Another backend leaves what callers and experiments hang on where it is.</summary>
public class SwapTests
{
    private static readonly string[] Kept =
        ["room-type:gateway:", "room-type:experiments:", "room-type:encryption:", "room-type:observability:AlarmTopic"];

    // What answers become, which a proxy has no word for.
    private static readonly string[] OfNoProxy = ["aws:apigateway/methodResponse:MethodResponse", "aws:apigateway/integrationResponse:IntegrationResponse"];

    // How the API hands requests on, and the snapshot that shows it.
    private static readonly string[] MayChange = ["aws:apigateway/integration:Integration", "aws:apigateway/deployment:Deployment"];

    /// <summary>Every ordered pair of backends, where experiments are.</summary>
    public static TheoryData<string, string, string> Pairs
    {
        get
        {
            var data = new TheoryData<string, string, string>();
            foreach (var (environment, from, to) in from environment in new[] { "staging", "prod" } from one in Plans.Backends from other in Plans.Backends where one != other select (environment, one, other))
                data.Add(environment, from, to);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task Swap_OfTheBackend_KeepsGatewayAndExperiments(string environment, string from, string to)
    {
        var (before, after) = (Stable(await Plans.OfAsync(environment, from)), Stable(await Plans.OfAsync(environment, to)));

        Assert.Contains(before.Keys, urn => urn.Contains("aws:apigateway/restApi:RestApi", StringComparison.Ordinal));
        Assert.Contains(before.Keys, urn => urn.Contains("aws:appconfig/application:Application", StringComparison.Ordinal));
        Assert.Equal(before.Keys.Order(), after.Keys.Order());
        Assert.All(before.Where(pair => !MayChange.Contains(pair.Value.Type)), pair => Assert.Equal(pair.Value.Inputs, after[pair.Key].Inputs));
    }

    [Fact]
    public async Task Swap_OfTheBackend_ChangesTheIntegrations()
    {
        var (before, after) = (Stable(await Plans.OfAsync("staging", "lambda")), Stable(await Plans.OfAsync("staging", "fargate")));

        Assert.All(before.Where(pair => MayChange.Contains(pair.Value.Type)), pair => Assert.NotEqual(pair.Value.Inputs, after[pair.Key].Inputs));
    }

    private static Dictionary<string, RecordedResource> Stable(RunResult plan) =>
        plan.Resources.Where(resource => !OfNoProxy.Contains(resource.Type) && Kept.Any(part => resource.Urn.Contains(part, StringComparison.Ordinal))).ToDictionary(resource => resource.Urn);
}
