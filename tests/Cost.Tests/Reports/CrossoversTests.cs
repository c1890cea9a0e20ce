using System.Globalization;
using System.Xml.Linq;
using Cost.Tests.Support;
using RoomTypes.Cost.Estimates;
using RoomTypes.Cost.Plans;
using RoomTypes.Cost.Reports;

namespace Cost.Tests.Reports;

public sealed class CrossoversTests
{
    private static readonly string[] Backends = ["lambda", "fargate", "eks", "ec2", "sagemaker"];

    [Fact]
    public async Task Lines_OfEveryBackend_GoOnBeyondTheStacksLimits()
    {
        var plans = new List<Plan>();
        foreach (var backend in Backends) plans.Add(await Given.PlanAsync("prod", backend));

        var costs = Crossovers.Of(plans, null, Given.Measured);

        Assert.Equal(Backends, costs.Lines.Select(line => line.Backend));
        Assert.All(costs.Lines, line =>
        {
            var (thousand, most) = (line.Points.Single(point => Math.Abs(point.Rps - 1_000) < 1e-6).Usd, line.Points[^1].Usd);
            // Nearly all of it is by the request then.
            Assert.True(most > 8 * thousand, FormattableString.Invariant($"{line.Backend}: {thousand} and {most} USD"));
        });
        AssertApart(XElement.Parse(CrossoverChart.Draw(costs)));
    }

    [Fact]
    public void Draw_ManyChangesOfTheCheapest_DoNotCoverEachOther()
    {
        IReadOnlyList<(double, double)> line = [(0.1, 10), (1, 20), (10_000, 100)];
        var costs = new Crossovers("title", [.. Backends.Select(backend => new CostLine(backend, line, 100))], [(0.1, "lambda"), (0.12, "eks"), (0.2, "ec2"), (0.21, "fargate"), (9_500, "sagemaker")]);

        AssertApart(XElement.Parse(CrossoverChart.Draw(costs)));
    }

    // As wide as letters are on average.
    private static void AssertApart(XElement chart)
    {
        var texts = chart.Descendants().Where(element => element.Name.LocalName == "text").Select(text =>
        {
            var (x, y, width) = (Number(text, "x"), Number(text, "y"), text.Value.Length * 0.55 * Number(text, "font-size"));
            var left = text.Attribute("text-anchor")!.Value switch { "middle" => x - (width / 2), "end" => x - width, _ => x };
            return (text.Value, Left: left, Right: left + width, Y: y);
        }).ToList();
        foreach (var (one, i) in texts.Select((text, i) => (text, i)))
        {
            Assert.DoesNotContain(texts.Skip(i + 1), other => Math.Abs(one.Y - other.Y) < 11 && one.Left < other.Right && other.Left < one.Right);
            Assert.InRange(one.Right, 0, Number(chart, "width"));
        }

        static double Number(XElement element, string name) => double.Parse(element.Attribute(name)!.Value, CultureInfo.InvariantCulture);
    }
}
