using RoomTypes.Recognition;
using RoomTypes.Tests.Experiments;

namespace RoomTypes.Tests.Recognition;

public class MemoryBudgetTests
{
    private const int Megabyte = 1 << 20;

    private readonly ManualTime _time = new();
    private readonly MemoryBudget _budget;

    // Of all 16 MB, of a caller 8, of a request 4.
    public MemoryBudgetTests() => _budget = new MemoryBudget(
        TestOptions.Read($"Http:MaxBufferedBytes={16 * Megabyte}", $"Http:MaxRequestBytes={2 * Megabyte}", "Http:MinBytesPerSecond=1000").Requests, _time);

    [Fact]
    public void Open_ARequestThatOnlyPromises_HoldsNothing()
    {
        using var share = _budget.Open("a");
        Assert.Equal(0, _budget.Held);
    }

    [Fact]
    public void Take_MoreThanIsLeft_IsRefusedUntilOthersGiveBack()
    {
        var others = Enumerable.Range(0, 4).Select(i => Holding($"caller-{i}", 4 * Megabyte)).ToList();
        using var share = _budget.Open("late");
        var refusal = Assert.Throws<ServiceException>(() => share.Take(1));
        Assert.Equal((ErrorKind.Overloaded, "0"), (refusal.Kind, refusal.Limit));
        others[0].Dispose();
        share.Take(Megabyte);
        Assert.Equal(13 * Megabyte, _budget.Held);
    }

    [Fact]
    public void Take_MoreThanOneCallerMayHold_LeavesTheRestToOthers()
    {
        using var first = Holding("greedy", 4 * Megabyte);
        using var second = Holding("greedy", 4 * Megabyte);
        using var third = _budget.Open("greedy");
        Assert.Equal(ErrorKind.Overloaded, Assert.Throws<ServiceException>(() => third.Take(1)).Kind);
        using var other = Holding("other", 4 * Megabyte);
    }

    [Fact]
    public void Take_MoreThanOneRequestMayHold_IsTooLarge()
    {
        using var share = Holding("a", 4 * Megabyte);
        Assert.Equal((ErrorKind.TooLarge, "pictures_too_large"), Kind(Assert.Throws<ServiceException>(() => share.Take(1))));
    }

    [Fact]
    public void Take_WhereMemoryIsShort_TheLongestStalledBodyGivesWay()
    {
        using var received = Holding("a", 4 * Megabyte);
        received.Received();
        using var oldest = Holding("b", 4 * Megabyte);
        _time.Advance(TimeSpan.FromMilliseconds(100));
        using var older = Holding("c", 4 * Megabyte);
        using var active = Holding("d", 4 * Megabyte);
        _time.Advance(TimeSpan.FromSeconds(1));
        active.Progress(1_000);

        using var share = Holding("e", 4 * Megabyte);
        Assert.True(oldest.Stalled.IsCancellationRequested);
        Assert.False(older.Stalled.IsCancellationRequested || active.Stalled.IsCancellationRequested);
        Assert.Equal((ErrorKind.TooSlow, "body_too_slow"), Kind(Assert.Throws<ServiceException>(() => oldest.Take(1))));
        Assert.Equal((ErrorKind.TooSlow, "body_too_slow"), Kind(Assert.Throws<ServiceException>(oldest.Received)));
        oldest.Dispose();
        Assert.Equal(16 * Megabyte, _budget.Held);
    }

    [Fact]
    public void Take_WhereMemoryIsShort_BodiesThatTrickleStallToo()
    {
        var trickling = Enumerable.Range(0, 4).Select(i => Holding($"caller-{i}", 4 * Megabyte)).ToList();
        _time.Advance(TimeSpan.FromSeconds(1));
        foreach (var share in trickling) share.Progress(999);
        using var late = Holding("late", 4 * Megabyte);
        Assert.Single(trickling, share => share.Stalled.IsCancellationRequested);
    }

    [Fact]
    public void Dispose_OfAllRequests_LeavesNothingHeld()
    {
        Holding("a", 4 * Megabyte).Dispose();
        var share = Holding("", Megabyte);
        share.Dispose();
        share.Dispose();
        Assert.Equal(0, _budget.Held);
    }

    private MemoryShare Holding(string caller, long bytes)
    {
        var share = _budget.Open(caller);
        share.Take(bytes);
        return share;
    }

    private static (ErrorKind, string) Kind(ServiceException exception) => (exception.Kind, exception.Code);
}
