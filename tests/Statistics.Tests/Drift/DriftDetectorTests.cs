using RoomTypes.Statistics.Drift;

namespace RoomTypes.Statistics.Tests.Drift;

public class DriftDetectorTests
{
    private const int Channels = 16;

    [Fact]
    public void Compare_WithNothingChanged_AlarmsInFewOfManyMonths()
    {
        const int Months = 150;
        var alarms = 0;
        Parallel.For(0, Months, month => { if (DriftDetector.Compare(Draw(month, 300), Draw(month + 100_000, 400)).IsDrift) Interlocked.Increment(ref alarms); });
        Assert.InRange(alarms, 0, (0.01 * Months) + (3 * Math.Sqrt(0.01 * 0.99 * Months)));
    }

    [Fact]
    public void Compare_AfterAChangeOfEmbeddings_SaysAfterHowMany()
    {
        var report = DriftDetector.Compare(Draw(1, 400), [.. Draw(2, 200), .. Draw(3, 500, shift: 0.7)]);
        Assert.True(report.IsDrift);
        Assert.InRange(report.DetectedAfter!.Value, 201, 700);
        Assert.InRange(report.Embedding!.Value.PValue, 0, 0.01);
        Assert.InRange(report.Answered!.StabilityIndex, 0, 0.1);
    }

    [Theory]
    [InlineData(30, true)]
    [InlineData(29, false)]
    public void Compare_WhatFeedbackCallsRight_IsToldFromThirtyOn(int judged, bool isTold)
    {
        var reference = Draw(1, 400).Select((seen, i) => seen with { Right = i < 100 ? (i % 2 == 0 ? "kitchen" : "bedroom") : null });
        var since = Draw(2, 200).Select((seen, i) => seen with { Right = i < judged ? "kitchen" : null });

        var shift = DriftDetector.Compare([.. reference], [.. since]).Judged;

        Assert.Equal(isTold, shift is not null);
        if (shift is null) return;
        Assert.Equal((100, 30), (shift.Before, shift.Since));
        // Of shares with half a count added: 50.5 of 101 each, and 30.5 and 0.5 of 31.
        Assert.Equal(Divergence.JensenShannon([50, 50], [30, 0]), shift.JensenShannon, 1e-12);
        Assert.InRange(shift.StabilityIndex, 1, 3);
    }

    [Fact]
    public void Compare_AfterAChangeOfConfidenceAlone_IsDrift()
    {
        var report = DriftDetector.Compare(Draw(1, 400), [.. Draw(2, 400).Select(seen => seen with { Confidence = seen.Confidence * 0.7 })]);
        Assert.True(report.IsDrift);
        Assert.InRange(report.Since.Confidence, report.Before.Confidence * 0.6, report.Before.Confidence * 0.8);
        Assert.Equal("confidence", report.Strongest);
    }

    [Theory]
    [InlineData("brightness")]
    [InlineData("sharpness")]
    public void Compare_AfterAChangeOfTheCameraAlone_IsDriftOfThat(string what)
    {
        var after = Draw(2, 400).Select(seen => seen with { Quality = what == "brightness" ? seen.Quality! with { Brightness = seen.Quality.Brightness / 2 } : seen.Quality! with { Sharpness = seen.Quality.Sharpness * 2 } });
        var report = DriftDetector.Compare(Draw(1, 400), [.. after]);
        Assert.Equal((true, what), (report.IsDrift, report.Strongest));
    }

    [Fact]
    public void Compare_PredictionsWithoutQualities_BetsOnTheOthers()
    {
        var report = DriftDetector.Compare([.. Draw(1, 400).Select(seen => seen with { Quality = null })], Draw(3, 500, shift: 0.7));
        Assert.Equal((true, "embedding"), (report.IsDrift, report.Strongest));
        Assert.True(double.IsNaN(report.Before.Brightness) && report.Since.Brightness > 0);
    }

    [Fact]
    public void Compare_Predictions_TellsTheirUnknownShare()
    {
        var since = Draw(2, 10).Select((seen, i) => seen with { UnknownScore = i < 3 ? 0.5 : i < 8 ? 0.49 : null });
        var report = DriftDetector.Compare(Draw(1, 100), [.. since]);
        Assert.True(double.IsNaN(report.Before.UnknownShare));
        Assert.Equal(3.0 / 8, report.Since.UnknownShare);
    }

    [Fact]
    public void Compare_WithAReferenceThatIsTooSmall_SaysHowMuchIsNeeded() =>
        Assert.Contains("100 or more", Assert.Throws<ArgumentException>(() => DriftDetector.Compare(Draw(1, 99), [])).Message);

    [Fact]
    public void Compare_WithNothingSince_FindsNothing()
    {
        var report = DriftDetector.Compare(Draw(1, 200), []);
        Assert.Equal((false, 0, 0), (report.IsDrift, report.Predictions, report.LogEvidence));
        Assert.Null(report.Embedding);
    }

    [Fact]
    public void Discrepancy_OfOneDistribution_IsAboutZeroAndItsPValuesAreUniform()
    {
        var found = Enumerable.Range(0, 100).Select(seed => Discrepancy.Between(Points(seed, 150), Points(seed + 10_000, 150), seed)).ToList();
        Assert.Equal(0, found.Average(own => own.Squared), 2e-3);
        Assert.InRange(found.Count(own => own.PValue <= 0.1), 1, 22);
    }

    [Fact]
    public void Divergences_OfKnownCounts_AreTheTextbooks()
    {
        // 0.9 and 0.1 against 0.5 and 0.5, nearly, for there are so many.
        Assert.Equal(0.4 * Math.Log(1.8) - (0.4 * Math.Log(0.2)), Divergence.StabilityIndex([900_000, 100_000], [500_000, 500_000]), 1e-4);
        Assert.Equal(0.146793, Divergence.JensenShannon([900_000, 100_000], [500_000, 500_000]), 1e-4);
        Assert.Equal(0, Divergence.JensenShannon([3, 5], [300_000, 500_000]), 0.01);
        Assert.Equal(1, Divergence.JensenShannon([1_000_000, 0], [0, 1_000_000]), 1e-4);
    }

    private static List<Seen> Draw(int seed, int count, double shift = 0)
    {
        var random = new Random(seed);
        return [.. Points(seed, count, shift).Select(point => new Seen(point, $"{random.Next(4)}", 0.5 + (random.NextDouble() / 2)) { Quality = new(random.NextDouble(), 100 * random.NextDouble(), 2) })];
    }

    private static List<float[]> Points(int seed, int count, double shift = 0)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, Channels).Select(_ => (float)(random.NextDouble() + shift)).ToArray())];
    }
}
