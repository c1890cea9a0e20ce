using RoomTypes.Events;

namespace RoomTypes.Tests.Events;

public class EventTimeTests
{
    /// <summary>A prediction at 5.4 s, and feedback on it that a client dates in whole seconds: 5 s.</summary>
    [Theory]
    [InlineData(5, 60, 5.999)]
    [InlineData(5, 5.7, 5.7)]
    [InlineData(5.25, 60, 5.25)]
    [InlineData(5, 4, 5)]
    public void Within_AWholeSecond_IsItsEndButNotAfterNow(double told, double now, double expected) =>
        Assert.Equal(Make.At(expected), EventTime.Within(Make.At(told), Make.At(now)));
}
