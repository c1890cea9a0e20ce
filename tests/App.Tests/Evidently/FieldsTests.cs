using System.Text;
using RoomTypes.Evidently;

namespace RoomTypes.Tests.Evidently;

public sealed class FieldsTests
{
    /// <summary>Clients send milliseconds as a fraction of seconds, which no double holds exactly: one less would be before the exposure.</summary>
    [Fact]
    public void Time_OfEachMillisecond_IsThatMillisecond()
    {
        const long Start = 1_795_888_756_000;
        for (var milliseconds = Start; milliseconds < Start + 1000; milliseconds++)
        {
            var body = Fields.Parse(Encoding.UTF8.GetBytes($$"""{"timestamp":{{milliseconds / 1000}}.{{milliseconds % 1000:000}}}"""));
            Assert.Equal(milliseconds, body.RequiredTime("timestamp").ToUnixTimeMilliseconds());
        }
    }

    [Theory]
    [InlineData("1795888756.1234567", 1_795_888_756_123)]
    [InlineData("-0.001", -1)]
    [InlineData("1795888756", 1_795_888_756_000)]
    public void Time_OfOtherNumbers_IsTheirMillisecond(string seconds, long milliseconds) =>
        Assert.Equal(milliseconds, Fields.Parse(Encoding.UTF8.GetBytes($$"""{"timestamp":{{seconds}}}""")).RequiredTime("timestamp").ToUnixTimeMilliseconds());
}
