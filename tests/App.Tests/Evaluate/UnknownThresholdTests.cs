using RoomTypes.Evaluate;

namespace RoomTypes.Tests.Evaluate;

public class UnknownThresholdTests
{
    [Fact]
    public void Of_Energies_IsAboveNineteenOfTwenty()
    {
        var energies = Enumerable.Range(0, 200).Select(i => -i / 10.0).ToList();
        var threshold = UnknownThreshold.Of(energies);
        Assert.Equal(190, energies.Count(energy => energy < threshold));
        Assert.Equal(-0.9999, threshold, 1e-9);
    }

    [Fact]
    public void Of_Few_IsAboveAll() => Assert.Equal(2.0001, UnknownThreshold.Of([1, 2, -5]), 1e-9);

    [Fact]
    public void Of_NoneOrOfAModelThatTellsNone_IsNotANumber() => Assert.True(double.IsNaN(UnknownThreshold.Of([])) && double.IsNaN(UnknownThreshold.Of([double.NaN])));
}
