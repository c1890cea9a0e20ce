using System.Globalization;
using Rendering;
using RoomTypes.Http;
using Spectre.Console;

namespace RoomTypes.Reporting;

/// <summary>Two models on the same pictures, for people.</summary>
internal static class ShadowReport
{
    public static void Write(IAnsiConsole console, ShadowPairResult pair)
    {
        var correctness = pair.Correctness;
        console.WritePlain(Table(pair));
        var judged = $"both right {Numbers.Count(correctness.BothRight)}, only {pair.Model} {Numbers.Count(correctness.ShadowRight)}, only {pair.Answered} {Numbers.Count(correctness.AnsweredRight)}";
        console.WritePlainLine(
            $"[grey]{Numbers.Count(pair.Predictions)} predictions of {Numbers.Count(pair.Entities)} entities; the labels differ in {Number(pair.Disagreement, 100, "%")}; with feedback {Numbers.Count(correctness.Judged)}: {judged}[/]");
        var tested = $"{Numbers.PValueIs(correctness.AnytimeValidPValue)} at any time, {Numbers.PValueIs(correctness.FixedHorizonPValue)} at one look";
        console.WritePlainLine($"[grey]McNemar: {Numbers.Count(correctness.DecidingForShadow)} of {Numbers.Count(correctness.DecidingEntities)} entities for {pair.Model}, {tested}[/]");
        console.WritePlainLine($"{pair.Summary}");
    }

    private static Table Table(ShadowPairResult pair)
    {
        var table = new Table().Title(PlainMarkup.Of($"in the shadow: {pair.Model} beside {pair.Answered}")).Border(TableBorder.Rounded)
            .AddColumns("", PlainMarkup.Of(pair.Model), PlainMarkup.Of(pair.Answered), "difference", "95% at any time");
        Add("accuracy", pair.Accuracy, 100, "%");
        Add("confidence", pair.Confidence, 100, "%");
        Add("milliseconds", pair.Milliseconds, 1, "");
        return table;

        void Add(string name, PairedResult result, double scale, string unit) => table.AddRow(
            name, Number(result.Shadow, scale, unit), Number(result.Answered, scale, unit), Signed(result.Difference, scale),
            result.Interval is { } interval ? $"{Signed(interval.Lower, scale)} to {Signed(interval.Upper, scale)}" : "-");
    }

    private static string Number(double? value, double scale, string unit) => value is { } number ? (scale * number).ToString("0.00", CultureInfo.InvariantCulture) + unit : "-";

    private static string Signed(double? value, double scale) => value is { } number ? (scale * number).ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture) : "-";
}
