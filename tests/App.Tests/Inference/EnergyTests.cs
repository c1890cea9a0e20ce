using RoomTypes.Inference;

namespace RoomTypes.Tests.Inference;

public class EnergyTests
{
    [Theory]
    [InlineData(new[] { 0f }, 0)]
    [InlineData(new[] { 0f, 0f }, -0.693147)]
    [InlineData(new[] { 1f, 2f, 3f }, -3.407606)]
    [InlineData(new[] { 1000f, 0f }, -1000)]
    [InlineData(new[] { -1000f, -1000f }, 999.30685)]
    public void Of_Logits_IsTheNegativeLogarithmOfTheSumOfTheirExponentials(float[] logits, double energy) => Assert.Equal(energy, Energy.Of(logits), 1e-4);

    [Fact]
    public void Score_OfEnergies_IsAHalfAtTheThresholdAndGrows()
    {
        Assert.Equal(Energy.Threshold, Energy.Score(-3.5, -3.5));
        Assert.Equal(0.731059, Energy.Score(-2.5, -3.5), 1e-6);
        Assert.Equal((0, 1), (Energy.Score(-1e6, 0), Energy.Score(1e6, 0)));
    }
}
