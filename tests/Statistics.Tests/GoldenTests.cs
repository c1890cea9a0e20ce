using System.Text.Json;

namespace RoomTypes.Statistics.Tests;

/// <summary>The library against numbers of scipy, statsmodels and numerical integration; Golden/make_golden.py says how each was made.</summary>
public class GoldenTests
{
    private static readonly JsonElement Golden = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", "golden.json"))).RootElement;

    private static readonly List<EntityMoments> Arms = [.. Golden.GetProperty("arms").EnumerateArray().Select(Arm)];

    [Fact]
    public void OfRatio_AgreesWithTheGradientOfTheCovarianceMatrix() =>
        AssertEstimates("ratios", Arms.Select(Estimate.OfRatio));

    [Fact]
    public void Cuped_AgreesWithLeastSquares() => AssertEstimates("cuped", Cuped.Adjust(Arms));

    [Fact]
    public void FixedHorizon_OfProportions_AgreesWithStatsmodels()
    {
        var (control, treatment) = (Binary(0), Binary(1));
        var (difference, expected) = (Estimate.OfDifference(treatment, control), Golden.GetProperty("zTest"));
        var interval = FixedHorizon.Interval(difference, 0.05);
        AssertClose(Number(expected, "difference"), difference.Value);
        AssertClose(Number(expected, "pValue"), FixedHorizon.PValue(difference));
        AssertClose(Number(expected, "lower"), interval.Lower);
        AssertClose(Number(expected, "upper"), interval.Upper);
    }

    [Fact]
    public void AnytimeValid_AgreesWithTheIntegratedMixture()
    {
        foreach (var expected in Golden.GetProperty("sequences").EnumerateArray())
        {
            var sequence = new AnytimeValid(Number(expected, "alpha"), Number(expected, "tuning"));
            var (variance, count) = (Number(expected, "variance"), Number(expected, "count"));
            AssertClose(Number(expected, "halfWidth"), sequence.HalfWidth(variance, count));
            AssertClose(Number(expected, "pValue"), sequence.PValue(new Estimate(Number(expected, "value"), Math.Sqrt(variance / count), (long)count)));
        }
    }

    [Fact]
    public void AnytimeValid_WithAPlannedEnd_AgreesWithTheReference()
    {
        foreach (var expected in Golden.GetProperty("horizons").EnumerateArray())
        {
            var alpha = Number(expected, "alpha");
            var sequence = new AnytimeValid(alpha, horizon: Power.HorizonInformation(Number(expected, "effect"), alpha, Number(expected, "power")));
            var estimate = new Estimate(Number(expected, "value"), Number(expected, "error"), 1_000);
            AssertClose(Number(expected, "halfWidth"), sequence.Interval(estimate).Upper - estimate.Value);
            AssertClose(Number(expected, "pValue"), sequence.PValue(estimate));
        }
    }

    [Fact]
    public void Quantile_AgreesWithNumpyAndTheClusteredVariance()
    {
        var values = Golden.GetProperty("latencies").EnumerateArray().Select(own => (IReadOnlyList<double>)[.. own.EnumerateArray().Select(value => value.GetDouble())]).ToList();
        foreach (var expected in Golden.GetProperty("quantiles").EnumerateArray())
        {
            var estimate = Quantile.Of(values, Number(expected, "probability"));
            AssertClose(Number(expected, "value"), estimate.Value);
            AssertClose(Number(expected, "error"), estimate.StandardError);
        }
    }

    [Fact]
    public void SampleRatio_AgreesWithThePredictiveProductAndScipy()
    {
        foreach (var expected in Golden.GetProperty("splits").EnumerateArray())
        {
            long[] counts = [.. expected.GetProperty("counts").EnumerateArray().Select(count => count.GetInt64())];
            double[] shares = [.. expected.GetProperty("shares").EnumerateArray().Select(share => share.GetDouble())];
            AssertClose(Number(expected, "sequential"), SampleRatio.SequentialPValue(counts, shares));
            AssertClose(Number(expected, "chiSquared"), SampleRatio.FixedHorizonPValue(counts, shares));
        }
    }

    [Fact]
    public void MultipleComparisons_AgreeWithStatsmodels()
    {
        var expected = Golden.GetProperty("multiple");
        var pValues = Numbers(expected, "pValues");
        Assert.Equal(Numbers(expected, "holm"), MultipleComparisons.Holm(pValues), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal(Numbers(expected, "benjaminiHochberg"), MultipleComparisons.BenjaminiHochberg(pValues), (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void Power_AgreesWithTheSolvedBoundary()
    {
        var expected = Golden.GetProperty("power");
        var (variance, power) = (Number(expected, "variance"), Number(expected, "power"));
        Assert.Equal(Math.Ceiling(Number(expected, "entities")), Power.UnitsNeeded(new AnytimeValid(), variance, Number(expected, "effect"), power));
        AssertClose(Number(expected, "fixedHorizonEffect"), Power.FixedHorizonEffect(variance, 10_000, 0.05, power));
    }

    private static void AssertEstimates(string name, IEnumerable<Estimate> actual)
    {
        foreach (var (expected, estimate) in Golden.GetProperty(name).EnumerateArray().Zip(actual))
        {
            AssertClose(expected[0].GetDouble(), estimate.Value);
            AssertClose(expected[1].GetDouble(), estimate.StandardError);
        }
    }

    private static void AssertClose(double expected, double actual) => Assert.Equal(1, actual / (expected == 0 ? 1 : expected) + (expected == 0 ? 1 : 0), 1e-8);

    private static EntityMoments Arm(JsonElement entities)
    {
        var moments = new EntityMoments();
        foreach (var entity in entities.EnumerateArray()) moments.Add(entity[0].GetDouble(), entity[1].GetDouble(), entity[2].GetDouble(), entity[3].GetDouble());
        return moments;
    }

    private static Estimate Binary(int arm)
    {
        var moments = new EntityMoments();
        foreach (var entity in Golden.GetProperty("binary")[arm].EnumerateArray()) moments.Add(entity.GetDouble());
        return Estimate.OfRatio(moments);
    }

    private static double Number(JsonElement element, string name) => element.GetProperty(name).GetDouble();

    private static double[] Numbers(JsonElement element, string name) => [.. element.GetProperty(name).EnumerateArray().Select(value => value.GetDouble())];
}
