using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using RoomTypes.Cost.Estimates;

namespace RoomTypes.Cost.Reports;

/// <summary>
/// Estimates in the shape of `infracost breakdown --format json` (schema/infracost.schema.json of infracost/infracost), a project a backend:
/// what reads that reads this. Money and quantities are text.
/// </summary>
internal static class InfracostJson
{
    private const string Version = "0.2";
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The text.</summary>
    /// <param name="estimates">A backend each.</param>
    /// <param name="now">When it was made.</param>
    public static string Of(IReadOnlyList<Estimate> estimates, DateTimeOffset now)
    {
        var total = estimates.Sum(estimate => estimate.Monthly);
        return new JsonObject
        {
            ["version"] = Version,
            ["currency"] = "USD",
            ["projects"] = new JsonArray([.. estimates.Select(Project)]),
            ["totalHourlyCost"] = Hourly(total),
            ["totalMonthlyCost"] = Text(total),
            ["pastTotalHourlyCost"] = "0",
            ["pastTotalMonthlyCost"] = "0",
            ["diffTotalHourlyCost"] = Hourly(total),
            ["diffTotalMonthlyCost"] = Text(total),
            ["timeGenerated"] = now.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
            ["summary"] = Summary(estimates),
        }.ToJsonString(Indented);
    }

    private static JsonObject Project(Estimate estimate) => new()
    {
        ["name"] = $"{estimate.Situation.Plan.Stack}/{estimate.Situation.Plan.Backend}",
        ["metadata"] = new JsonObject { ["path"] = "Pulumi.yaml", ["type"] = "pulumi" },
        ["pastBreakdown"] = Breakdown([]),
        ["breakdown"] = Breakdown(estimate.Resources),
        ["diff"] = Breakdown(estimate.Resources),
        ["summary"] = Summary([estimate]),
    };

    private static JsonObject Breakdown(IReadOnlyList<ResourceCost> resources) => new()
    {
        ["resources"] = new JsonArray([.. resources.Where(resource => resource.Components.Count > 0).Select(Resource)]),
        ["totalHourlyCost"] = Hourly(resources.Sum(resource => resource.Monthly)),
        ["totalMonthlyCost"] = Text(resources.Sum(resource => resource.Monthly)),
    };

    private static JsonObject Resource(ResourceCost cost) => new()
    {
        ["name"] = cost.Resource.Name,
        ["metadata"] = new JsonObject { ["urn"] = cost.Resource.Urn, ["resourceType"] = cost.Resource.Type },
        ["hourlyCost"] = Hourly(cost.Monthly),
        ["monthlyCost"] = Text(cost.Monthly),
        ["costComponents"] = new JsonArray([.. cost.Components.Select(component => new JsonObject
        {
            ["name"] = $"{component.Part}: {component.Name}",
            ["unit"] = component.Price.Unit,
            ["hourlyQuantity"] = Hourly(component.Quantity),
            ["monthlyQuantity"] = Text(component.Quantity),
            ["price"] = Text(component.Price.Usd),
            ["hourlyCost"] = Hourly(component.Monthly),
            ["monthlyCost"] = Text(component.Monthly),
        })]),
    };

    private static JsonObject Summary(IReadOnlyList<Estimate> estimates)
    {
        var resources = estimates.SelectMany(estimate => estimate.Resources).ToList();
        var priced = resources.Count(resource => resource.Components.Count > 0);
        return new JsonObject { ["totalDetectedResources"] = resources.Count, ["totalSupportedResources"] = priced, ["totalNoPriceResources"] = resources.Count - priced };
    }

    private static string Hourly(double monthly) => Text(monthly / Workload.HoursOfMonth);

    // All digits, never an exponent.
    private static string Text(double value) => value.ToString("0.############", CultureInfo.InvariantCulture);
}
