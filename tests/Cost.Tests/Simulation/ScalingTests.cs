using RoomTypes.Simulation.Hosts;

namespace Cost.Tests.Simulation;

public class ScalingTests
{
    [Fact]
    public void TargetTracking_ThreeMinutesAbove_AsksForWhatMeetsTheTarget()
    {
        var rule = new TargetTracking(0.5, null);

        Assert.Equal([4, 4, 8], Looks(rule, 60, 3, _ => Of(4, used: 0.9)));
    }

    [Fact]
    public void TargetTracking_AnInterruptedMinute_StartsToCountAnew()
    {
        var rule = new TargetTracking(0.5, null);

        Assert.Equal([4, 4, 4, 4, 4, 8], Looks(rule, 60, 6, look => Of(4, used: look == 2 ? 0.4 : 0.9)));
    }

    [Fact]
    public void TargetTracking_FifteenMinutesBelow_GoesDownOnceInFive()
    {
        var running = 8;
        var rule = new TargetTracking(0.5, null);

        var wanted = Looks(rule, 60, 20, _ => Of(running, used: 1.6 / running), next => running = next);

        Assert.Equal(Enumerable.Repeat(8, 14), wanted.Take(14));
        Assert.Equal(4, wanted[14]);
        Assert.All(wanted.Skip(14), count => Assert.Equal(4, count));
    }

    [Fact]
    public void TargetTracking_OneRuleBelowAndOneNot_StaysWhereItIs()
    {
        var rule = new TargetTracking(0.5, 10);

        Assert.All(Looks(rule, 60, 30, _ => Of(4, used: 0.1, perSecond: 9.5)), count => Assert.Equal(4, count));
    }

    [Fact]
    public void TargetTracking_TwoRulesAbove_TakesTheGreater()
    {
        Assert.Equal(12, Looks(new TargetTracking(0.5, 10), 60, 3, _ => Of(4, used: 0.6, perSecond: 30))[^1]);
    }

    [Theory]
    [InlineData(0.54, 4)]
    [InlineData(0.56, 5)]
    [InlineData(1.0, 8)]
    public void PodScaling_AtOnce_UnlessWithinATenth(double used, int wanted)
    {
        Assert.Equal(wanted, new PodScaling(0.5).Wanted(Of(4, used)));
    }

    [Fact]
    public void PodScaling_Up_AtMostTwiceOrFourMore()
    {
        Assert.Equal(5, new PodScaling(0.05).Wanted(Of(1, used: 1)));
        Assert.Equal(40, new PodScaling(0.05).Wanted(Of(20, used: 1)));
    }

    [Fact]
    public void PodScaling_ThoseThatStart_CountAsIdleUntilTheyAreReady()
    {
        Assert.Equal(8, new PodScaling(0.5).Wanted(new(0, Running: 8, Used: 1, PerSecond: 0, Ready: 4)));
    }

    [Fact]
    public void PodScaling_Down_OnlyToTheMostOfFiveMinutes()
    {
        var running = 8;
        var rule = new PodScaling(0.5);

        var wanted = Looks(rule, 15, 23, look => Of(running, used: look == 0 ? 0.5 : 0.1), next => running = next);

        Assert.Equal(Enumerable.Repeat(8, 21), wanted.Take(21));
        Assert.Equal(2, wanted[21]);
    }

    private static List<int> Looks(IScaling rule, double period, int count, Func<int, Seen> seen, Action<int>? scaled = null) => [.. Enumerable.Range(0, count).Select(look =>
    {
        var wanted = rule.Wanted(seen(look) with { Now = look * period });
        scaled?.Invoke(wanted);
        return wanted;
    })];

    private static Seen Of(int running, double used, double perSecond = 0) => new(0, running, used, perSecond, running);
}
