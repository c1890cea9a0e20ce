using RoomTypes.Events;

namespace RoomTypes.Tests.Events;

public class EventTimeTests
{
    /// <summary>A prediction at 5.4 s, and feedback on it that a client dates in whole seconds: 5 s.</summary>
    [Theory]
    [InlineData(5_000, 60_000, 5_999)]
    [InlineData(5_000, 5_700, 5_700)]
    [InlineData(5_250, 60_000, 5_250)]
    [InlineData(5_000, 4_000, 5_000)]
    public void Within_AWholeSecond_IsItsEndButNotAfterNow(int told, int now, int expected) =>
        Assert.Equal(Make.Start.AddMilliseconds(expected), EventTime.Within(Make.Start.AddMilliseconds(told), Make.Start.AddMilliseconds(now)));
}
