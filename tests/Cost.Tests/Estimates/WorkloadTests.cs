using RoomTypes.Cost;
using RoomTypes.Cost.Estimates;

namespace Cost.Tests.Estimates;

public sealed class WorkloadTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(2_000_000)]
    public void Steady_WhatIsNoRate_IsRefusedWithItsValue(double rps)
    {
        var message = Assert.Throws<CostException>(() => Workload.Steady(rps, 0.1)).Message;
        Assert.Contains($"'{rps.ToString(System.Globalization.CultureInfo.InvariantCulture)}'", message, StringComparison.Ordinal);
        Assert.Contains("allowed is a number over 0", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(double.NaN)]
    [InlineData(11)]
    public void Steady_WhatIsNoSize_IsRefused(double megabytes) => Assert.Contains("--mb", Assert.Throws<CostException>(() => Workload.Steady(1, megabytes)).Message, StringComparison.Ordinal);

    [Fact]
    public void Fleet_OfRobots_IsTheirPicturesOverTheDay() => Assert.Equal(43_200 * 2 / 86_400.0, Workload.Fleet("43200x2", 0.1).Mean, 9);

    [Theory]
    [InlineData("1000")]
    [InlineData("x")]
    [InlineData("0x40")]
    [InlineData("-1x40")]
    [InlineData("1000xNaN")]
    public void Fleet_WrittenOtherwise_IsRefused(string fleet) => Assert.Contains($"'{fleet}'", Assert.Throws<CostException>(() => Workload.Fleet(fleet, 0.1)).Message, StringComparison.Ordinal);

    [Fact]
    public void Day_OfAFile_IsItsHours()
    {
        File.WriteAllText(_file, "# robots clean in the morning\n" + string.Join('\n', Enumerable.Range(0, 24).Select(hour => $"{hour} # o'clock")) + "\n\n");

        Assert.Equal((11.5, 23.0), (Workload.Day(_file, 0.1).Mean, Workload.Day(_file, 0.1).Peak));
    }

    [Theory]
    [InlineData("1\n2\n", "2 numbers")]
    [InlineData("1\n1\n1\n1\n1\n1\n1\n1\n1\n1\n1\n1\n1\n1\n1\n1\n1\n1\n1\n1\n1\n1\n1\nmany", "'many'")]
    [InlineData("0\n0\n0\n0\n0\n0\n0\n0\n0\n0\n0\n0\n0\n0\n0\n0\n0\n0\n0\n0\n0\n0\n0\n0", "asks nothing")]
    public void Day_ThatCannotBe_IsRefused(string text, string why)
    {
        File.WriteAllText(_file, text);
        Assert.Contains(why, Assert.Throws<CostException>(() => Workload.Day(_file, 0.1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Day_WithoutAFile_IsRefused() => Assert.Contains("nowhere", Assert.Throws<CostException>(() => Workload.Day("nowhere", 0.1)).Message, StringComparison.Ordinal);

    public void Dispose() => File.Delete(_file);
}
