using System.Text.Json;
using System.Text.RegularExpressions;
using Cost.Tests.Support;
using RoomTypes.Cost.Estimates;
using RoomTypes.Cost.Reports;

namespace Cost.Tests.Reports;

/// <summary>The shape of Infracost's output (schema/infracost.schema.json of infracost/infracost), and sums that agree.</summary>
public class InfracostJsonTests
{
    private static readonly string[] Root =
        ["version", "currency", "projects", "totalHourlyCost", "totalMonthlyCost", "pastTotalHourlyCost", "pastTotalMonthlyCost", "diffTotalHourlyCost", "diffTotalMonthlyCost", "timeGenerated", "summary"];

    private static readonly string[] Component = ["name", "unit", "hourlyQuantity", "monthlyQuantity", "price", "hourlyCost", "monthlyCost"];

    [Fact]
    public async Task Json_OfBackends_HasTheShapeAndItsSums()
    {
        List<Estimate> estimates = [];
        foreach (var backend in new[] { "lambda", "eks" })
            estimates.Add(Estimate.Of(new Situation(await Given.PlanAsync("prod", backend), Workload.Steady(5, 0.05), Given.Prices, Given.Curve)));

        using var json = JsonDocument.Parse(InfracostJson.Of(estimates, new DateTimeOffset(2026, 11, 29, 10, 0, 0, TimeSpan.Zero)));

        var root = json.RootElement;
        Assert.Equal(Root, Names(root));
        Assert.Equal("2026-11-29T10:00:00Z", root.GetProperty("timeGenerated").GetString());
        Assert.Equal(["prod/lambda", "prod/eks"], root.GetProperty("projects").EnumerateArray().Select(project => project.GetProperty("name").GetString()));
        foreach (var project in root.GetProperty("projects").EnumerateArray())
        {
            Assert.Equal(["name", "metadata", "pastBreakdown", "breakdown", "diff", "summary"], Names(project));
            var resources = project.GetProperty("breakdown").GetProperty("resources").EnumerateArray().ToList();
            Assert.All(resources, resource => Assert.Equal(["name", "metadata", "hourlyCost", "monthlyCost", "costComponents"], Names(resource)));
            var components = resources.SelectMany(resource => resource.GetProperty("costComponents").EnumerateArray()).ToList();
            Assert.All(components, component => Assert.Equal(Component, Names(component)));
            Assert.All(components.SelectMany(component => component.EnumerateObject().Skip(2)), number => Assert.Matches(new Regex(@"^\d+(\.\d+)?$"), number.Value.GetString()));
            Assert.Equal(Usd(project.GetProperty("breakdown"), "totalMonthlyCost"), components.Sum(component => Usd(component, "monthlyCost")), 6);
        }

        Assert.Equal(Usd(root, "totalMonthlyCost"), estimates.Sum(estimate => estimate.Monthly), 6);
        Assert.Equal(Usd(root, "totalHourlyCost") * 730, Usd(root, "totalMonthlyCost"), 6);
    }

    [Fact]
    public async Task Markdown_OfBackends_IsATableWithARowAPart()
    {
        var plan = await Given.PlanAsync("dev", "fargate");
        var text = MarkdownReport.Of([Estimate.Of(new Situation(plan, Workload.Steady(5, 0.05), Given.Prices, Given.Curve))], Given.Measured);

        Assert.StartsWith("### dev: 5 requests a second (13,140,000 a month", text, StringComparison.Ordinal);
        Assert.Contains("| USD a month | fargate |\n|---|---:|\n| compute | ", text, StringComparison.Ordinal);
        Assert.Matches(@"\| in all \| [\d.,]+ \|", text);
        Assert.Contains("the stack is in eu-central-1, of which there are none here", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chart_OfBackends_NamesTheCheapestAndEndsWhereTheStackDoes()
    {
        var costs = Crossovers.Of([await Given.PlanAsync("staging", "lambda"), await Given.PlanAsync("staging", "fargate")], null, Given.Measured);

        Assert.Equal("lambda", costs.Changes[0].Backend);
        Assert.All(costs.Lines, line => Assert.True(line.Points.Zip(line.Points.Skip(1)).All(two => two.First.Usd <= two.Second.Usd)));
        // 4 tasks of 10 requests a second each.
        Assert.InRange(costs.Lines[1].Most, 40, 43);
        Assert.Contains("stroke-dasharray=\"5 5\"", CrossoverChart.Draw(costs), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Names(JsonElement element) => element.EnumerateObject().Select(property => property.Name);

    private static double Usd(JsonElement element, string name) => double.Parse(element.GetProperty(name).GetString()!, System.Globalization.CultureInfo.InvariantCulture);
}
