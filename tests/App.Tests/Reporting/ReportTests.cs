using System.Globalization;
using System.Xml.Linq;
using RoomTypes.Http;
using RoomTypes.Reporting;
using Spectre.Console;

namespace RoomTypes.Tests.Reporting;

public class ReportTests
{
    private static readonly MetricResult Metric = new(
        "correction_rate", HigherIsBetter: false, IsShare: true,
        [new VariationResult("production", 6_012, 0.117, new IntervalResult(0.108, 0.126)), new VariationResult("hardened", 5_958, 0.094, null)],
        [Comparison("hardened", -0.023, -0.034, -0.012), Comparison("an:key:and[red]", 0.002, -0.01, 0.014)]);

    private static readonly ExperimentResults Results = new()
    {
        Experiment = "a<b",
        Until = DateTimeOffset.UnixEpoch,
        Verdict = "better",
        Summary = "'hardened' is better by 1.2 to 3.4 points (correction_rate is lower); safe to stop.",
        Split = new SplitResult(false, 1, 0.62, [new SplitVariation("production", 0.5, 6_012), new SplitVariation("hardened", 0.5, 5_958)], 3, 0, 0),
        Metrics = [Metric],
    };

    private static readonly MetricResult Guardrail = Metric with
    {
        Name = "latency",
        WorstChange = 0.05,
        CappedAt = 0.9,
        CappedEntities = 12,
        Comparisons = [Comparison("hardened", 0.01, 0, 0.02) with { Guardrail = "broken", RelativeInterval = new IntervalResult(0.062, 0.11) }],
    };

    [Fact]
    public void TextReport_OfResults_DrawsIntervalsAndSaysTheVerdict()
    {
        using var writer = new StringWriter();
        new TextReport(AnsiConsole.Create(new AnsiConsoleSettings { Out = new WideOutput(writer), Ansi = AnsiSupport.No })).Write(Results);
        var text = writer.ToString();
        Assert.Contains(Results.Summary, text);
        Assert.Contains("-3.40 to -1.20", text);
        Assert.Contains("11.70%", text);
        Assert.Contains("3 met several and are left out", text);
        Assert.Contains("│ an:key:and[red] ", text);
        Assert.Contains("an:key:and[red]: sees", text);
        Assert.Matches("├─+●─+┤", text);
    }

    [Fact]
    public void TextReport_OfGuardrailsCapsMovesAndDays_TellsThem()
    {
        using var writer = new StringWriter();
        var day = new HistoryResult(DateTimeOffset.UnixEpoch, "not-yet", [new HistoryComparison("hardened", 700, -0.01, new IntervalResult(-0.04, 0.02))]);
        new TextReport(AnsiConsole.Create(new AnsiConsoleSettings { Out = new WideOutput(writer), Ansi = AnsiSupport.No })).Write(
            Results with { Split = Results.Split with { MovedEntities = 7 }, Metrics = [Metric, Guardrail], History = [day] });
        var text = writer.ToString();
        Assert.Contains("7 were taken over by a launch and count until then", text);
        Assert.Contains("values over 90.00% are cut to it: those of 12 entities", text);
        Assert.Contains("guardrail, 5.0% worse is tolerated: hardened broken (+6.2% to +11.0%)", text);
        Assert.Matches("1970-01-01 00:00 │ hardened +│ 700 +│ -1.00 +│ -4.00 to \\+2.00 +│.*│ not-yet", text);
    }

    [Fact]
    public void TextReport_OfABreakdown_HasARowForEachGroupAndWarnsOfBrokenSplits()
    {
        using var writer = new StringWriter();
        GroupResult Of(string kind, string? value, bool isBroken, long entities) => new(kind, value, new(isBroken, isBroken ? 1e-9 : 1, [new("production", 0.5, entities), new("hardened", 0.5, entities)]), [Metric]);
        new TextReport(AnsiConsole.Create(new AnsiConsoleSettings { Out = new WideOutput(writer), Ansi = AnsiSupport.No })).Write(
            Results with { Breakdown = new(24, [new("site", 37, [Of("value", "köln: [old]", true, 700), Of("unknown", null, false, 4)])]) });
        var text = writer.ToString();
        Assert.Contains("correction_rate by site (37 values)", text);
        Assert.Matches(@"köln: \[old\] +│ 1,400 +│ hardened +│ -2.30 +│ -3.40 to -1.20 +│ 0.0200", text);
        Assert.Matches(@"\(unknown\) +│ 8 +│ hardened", text);
        Assert.Contains("The split of site köln: [old] is broken (p < 0.0001): do not trust its numbers.", text);
        Assert.Contains("adjusted for 24 comparisons", text);
    }

    [Fact]
    public void StopResult_OfAVerdict_HasReasonsForAndAgainst()
    {
        var result = StopResult.Of(Results with { VerdictVariation = "hardened", Metrics = [Metric, Guardrail] });
        Assert.Equal(Results.Summary, result.ExecutiveSummary);
        Assert.Equal("correction_rate of 'hardened' differs from the control by -3.40 to -1.20 points (better).", result.ReasonsToLaunch);
        Assert.Equal("latency of 'hardened' changes by +6.2% to +11.0%; 5.0% worse is tolerated (broken).", result.ReasonsNotToLaunch);
        using var json = System.Text.Json.JsonDocument.Parse(result.ToJson());
        Assert.Equal(["ExecutiveSummary", "ReasonsToLaunch", "ReasonsNotToLaunch"], json.RootElement.EnumerateObject().Select(member => member.Name));
    }

    [Fact]
    public void StopResult_OfManyMetrics_FitsIntoAppConfigsTexts()
    {
        var many = Enumerable.Range(0, 40).Select(i => Metric with { Name = $"metric-{i}" }).ToList();
        var result = StopResult.Of(Results with { VerdictVariation = "hardened", Metrics = many, Summary = new string('x', 2_000) });
        Assert.InRange(result.ReasonsToLaunch.Length, 900, 1_024);
        Assert.Matches(@"\(better\)\. And \d+ more\.$", result.ReasonsToLaunch);
        Assert.Equal(1_024, result.ExecutiveSummary.Length);
        Assert.Equal("", result.ReasonsNotToLaunch);
    }

    [Fact]
    public void IntervalDrawing_OfIntervals_HasOneScaleAndZero()
    {
        IntervalResult[] intervals = [new(-2, -1), new(-1, 2)];
        var drawing = new IntervalDrawing(intervals);
        var (first, second) = (drawing.Draw(intervals[0], -1.5), drawing.Draw(intervals[1], 1));
        Assert.Equal(first.IndexOf('│'), second.IndexOf('┼'));
        Assert.Equal(first.IndexOf('┤'), second.IndexOf('├'));
        Assert.True(first.IndexOf('┤') < first.IndexOf('│'));
    }

    [Fact]
    public void IntervalDrawing_OfNothing_IsZeroAlone() => Assert.Equal("│", new IntervalDrawing([null]).Draw(null, null).Trim());

    [Fact]
    public void SvgChart_OfResults_IsADocumentWithARowForEachComparison()
    {
        var svg = XDocument.Parse(SvgChart.Draw(Results));
        XNamespace names = "http://www.w3.org/2000/svg";
        Assert.Contains(svg.Descendants(names + "text"), text => text.Value == "a<b");
        // One estimate a comparison and one in the legend.
        Assert.Equal(3, svg.Descendants(names + "circle").Count());
        var width = double.Parse(svg.Root!.Attribute("width")!.Value, CultureInfo.InvariantCulture);
        Assert.All(svg.Descendants(names + "circle"), circle => Assert.InRange((double)circle.Attribute("cx")!, 0, width));
    }

    private static ComparisonResult Comparison(string variation, double difference, double lower, double upper) => new()
    {
        Variation = variation,
        IsEnough = true,
        Difference = difference,
        AnytimeValid = new InferenceResult(new IntervalResult(lower, upper), 0.01, 0.02),
        FixedHorizon = new InferenceResult(new IntervalResult(lower / 2, upper / 2), 0.001, 0.002),
        MinimumDetectableEffect = 0.014,
    };

    private sealed class WideOutput(TextWriter writer) : IAnsiConsoleOutput
    {
        public TextWriter Writer => writer;

        public bool IsTerminal => false;

        public int Width => 200;

        public int Height => 50;

        public void SetEncoding(System.Text.Encoding encoding)
        {
        }
    }
}
