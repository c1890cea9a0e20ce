using System.Text.Json.Nodes;
using Engine.Tests.Support;
using Pulumi.Engine.Projects;
using RoomTypes.Cost.Estimates;
using RoomTypes.Cost.Plans;
using RoomTypes.Pricing;

namespace Cost.Tests.Support;

/// <summary>Plans and prices of tests.</summary>
internal static class Given
{
    /// <summary>100 pictures a second and 10 ms on one vCPU, 200 and 10 on two.</summary>
    public static readonly Curve Curve = new([new(1, 100, 10, 60, 10, 200), new(2, 200, 10, 60, 10, 200)]);

    public static PriceList Prices { get; } = PriceList.Of("us-east-1", Path.Combine(AppContext.BaseDirectory, "prices"));

    public static Measured Measured { get; } = new(Measurement.Read(Path.Combine(AppContext.BaseDirectory, "prices", "measured", "curves.json")));

    /// <summary>A stack's own plan on a backend, with other settings.</summary>
    public static async Task<Plan> PlanAsync(string environment, string backend, params (string Key, string Value)[] changes)
    {
        var config = StackConfig.Load(PulumiProject.Load(Plans.Folder), environment, new Dictionary<string, string> { ["backend"] = backend });
        return Plan.Of(environment, config, await Plans.OfAsync(environment, backend, changes));
    }

    /// <summary>A plan of a few resources.</summary>
    public static Plan Of(params Planned[] resources) => new("test", "any", "us-east-1", resources);

    public static Planned Resource(string type, string name, string inputs = "{}", params (string Argument, string Name)[] uses) => new(
        Urn(name), type, name, JsonNode.Parse(inputs)!.AsObject(), uses.ToDictionary(use => use.Argument, use => (IReadOnlyList<string>)[Urn(use.Name)]));

    public static Estimate Estimate(Workload work, params Planned[] resources) => RoomTypes.Cost.Estimates.Estimate.Of(new Situation(Of(resources), work, Prices, Curve));

    private static string Urn(string name) => $"urn:pulumi:test::room-type::any::{name}";
}
