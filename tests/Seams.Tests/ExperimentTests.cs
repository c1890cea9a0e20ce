using System.Text;
using RoomTypes.Experiments;
using RoomTypes.Experiments.AppConfig;
using Seams.Tests.Support;

namespace Seams.Tests;

/// <summary>The flags that the stack deploys, evaluated by the service's own reading of AppConfig's rules.</summary>
public class ExperimentTests
{
    private const int Entities = 20_000;

    [Theory]
    [InlineData("staging", 50)]
    [InlineData("prod", 10)]
    public async Task Flags_Deployed_GiveEachModelItsShare(string environment, int percent)
    {
        var content = Assert.Single((await Plans.OfAsync(environment, "eks")).Resources, resource => resource.Type == "aws:appconfig/hostedConfigurationVersion:HostedConfigurationVersion").Inputs.Fields["content"];
        var flags = FeatureFlags.Parse(Encoding.UTF8.GetBytes(content.StructValue.Fields["value"].StringValue));

        var models = Enumerable.Range(0, Entities)
            .Select(i => flags.Evaluate("room-type-model", $"robot-{i}", new Attributes(new Dictionary<string, string>()))!)
            .CountBy(answer => answer.Attributes["model"]).ToDictionary();

        Assert.Equal(["room-type@2", "room-type@3"], models.Keys.Order());
        // Five standard deviations of a fair split.
        Assert.InRange(models["room-type@3"], (Entities * percent / 100) - 355, (Entities * percent / 100) + 355);
    }
}
