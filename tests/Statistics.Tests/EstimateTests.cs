namespace RoomTypes.Statistics.Tests;

public class EstimateTests
{
    [Fact]
    public void OfRatio_OfZerosAndOnes_IsTheProportionAndItsVariance()
    {
        var moments = new EntityMoments();
        for (var i = 0; i < 100; i++) moments.Add(i < 30 ? 1 : 0);
        var estimate = Estimate.OfRatio(moments);
        Assert.Equal(0.3, estimate.Value, 12);
        Assert.Equal(0.3 * 0.7 / 99, estimate.StandardError * estimate.StandardError, 12);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(5, 0)]
    public void OfRatio_WithTooLittleToTell_IsNaN(int entities, double denominator)
    {
        var moments = new EntityMoments();
        for (var i = 0; i < entities; i++) moments.Add(0, denominator);
        Assert.True(double.IsNaN(Estimate.OfRatio(moments).Value));
    }

    [Fact]
    public void OfRelativeDifference_OfAControlWithoutError_IsTheDifferenceScaled()
    {
        var relative = Estimate.OfRelativeDifference(new(12, 1, 50), new(10, 0, 50));
        Assert.Equal(0.2, relative.Value, 12);
        Assert.Equal(0.1, relative.StandardError, 12);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.1, 0)]
    [InlineData(double.NaN, double.NaN)]
    [InlineData(1, double.PositiveInfinity)]
    [InlineData(double.PositiveInfinity, 1)]
    public void PValue_WithoutAFiniteErrorOverZero_CannotTell(double value, double error)
    {
        var estimate = new Estimate(value, error, 10);
        Assert.True(double.IsNaN(FixedHorizon.PValue(estimate)) && double.IsNaN(new AnytimeValid().PValue(estimate)));
        Assert.True(double.IsNaN(FixedHorizon.Interval(estimate, 0.05).Lower) && double.IsNaN(new AnytimeValid().Interval(estimate).Upper));
    }

    [Fact]
    public void Units_OfAFixedFleetThatGoesOn_GrowWithItsEvents()
    {
        var (early, late) = (Fleet(10), Fleet(40));
        Assert.Equal(early.Count, late.Count);
        Assert.Equal(4, late.Units / early.Units, 0.4);

        static Estimate Fleet(int events)
        {
            var random = new Random(3);
            var moments = new EntityMoments();
            for (var i = 0; i < 2_000; i++) moments.Add(Enumerable.Range(0, events).Count(_ => random.NextDouble() < 0.2), events);
            return Estimate.OfRatio(moments);
        }
    }

    [Fact]
    public void AnytimeValid_Interval_TouchesZeroExactlyWhereThePValueIsAlpha()
    {
        var sequence = new AnytimeValid(0.05);
        foreach (var count in new[] { 100, 5_000, 1_000_000 })
        {
            var half = sequence.HalfWidth(2, count);
            Assert.Equal(0.05, sequence.PValue(new(half, Math.Sqrt(2.0 / count), count)), 10);
            Assert.True(half > FixedHorizon.Interval(new(0, Math.Sqrt(2.0 / count), count), 0.05).Upper);
        }
    }

    [Fact]
    public void Power_OfNoDifference_NeedsInfinitelyMany() => Assert.Equal(double.PositiveInfinity, Power.UnitsNeeded(new AnytimeValid(), 1, 0, 0.8));

    [Fact]
    public void Holm_WithNothingMeasured_LeavesItOut() =>
        Assert.Equal([0.04, double.NaN, 0.04], MultipleComparisons.Holm([0.02, double.NaN, 0.03]));

    [Fact]
    public void SampleRatio_WithAShareOfZero_IsRefused() =>
        Assert.Contains("1, 0", Assert.Throws<ArgumentException>(() => SampleRatio.SequentialPValue([1, 2], [1, 0])).Message);

    [Theory]
    [InlineData(300, 150, 1e-6)]
    [InlineData(10_400, 9_600, 1e-5)]
    public void SampleRatio_OfAClearFault_IsSeenAtThatSize(long control, long treatment, double atMost) =>
        Assert.InRange(SampleRatio.SequentialPValue([control, treatment], [1, 1]), 0, atMost);
}
