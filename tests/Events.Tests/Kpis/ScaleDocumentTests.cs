using RoomTypes.Benchmarks.Scale;
using Seams.Tests.Support;

namespace RoomTypes.Tests.Kpis;

/// <summary>docs/scale.md is what the program of tests/Benchmarks computes: UPDATE_DOCS=1 writes its tables.</summary>
public sealed class ScaleDocumentTests
{
    private static readonly ScaleDay Day = ScaleTables.Of(Path.Combine(DocumentTable.Root, "prices"));

    [Fact]
    public void Tables_OfTheDocument_AreComputed()
    {
        DocumentTable.Holds("docs/scale.md", ScaleTables.DayHeads, ScaleTables.Day(Day));
        DocumentTable.Holds("docs/scale.md", ScaleTables.CostHeads, ScaleTables.Costs(Day));
        DocumentTable.Holds("docs/scale.md", ScaleTables.LimitHeads, ScaleTables.Limits(Day));
        Assert.Contains($"pages, read on {ScaleLimit.Read}", File.ReadAllText(Path.Combine(DocumentTable.Root, "docs/scale.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void Day_OfABillionPictures_AddsUp()
    {
        Assert.Equal(11_574.07, Day.Mean, 2);
        Assert.Equal(45, Day.Terabytes, 9);
        // 346.94 pictures a second on two vCPUs were measured.
        Assert.Equal(346.94 * 0.6, Day.PerContainer, 6);
        Assert.Equal(Math.Ceiling(2e9 / 86_400 / (346.94 * 0.6)), Day.PeakContainers);
        Assert.Equal(Math.Ceiling(2e9 / 86_400 * 0.00764), Day.PeakEnvironments);
        Assert.Equal(264, Day.CompactedObjects);
    }
}
