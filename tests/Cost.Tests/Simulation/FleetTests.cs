using RoomTypes.Simulation.Hosts;

namespace Cost.Tests.Simulation;

public class FleetTests
{
    [Fact]
    public void Environments_OneRequestAfterAnother_StartOnce()
    {
        var fleet = new Environments(new(10, 1));

        Assert.Equal(new Outcome(Fate.Started, 1.5), fleet.Ask(0, 0.5));
        Assert.Equal(new Outcome(Fate.Answered, 0.5), fleet.Ask(2, 0.5));
        Assert.Equal(1, fleet.Running);
    }

    [Fact]
    public void Environments_AtOnce_StartEach_AndGoWhenIdle()
    {
        var fleet = new Environments(new(2, 1) { IdleSeconds = 60 });

        Assert.Equal([Fate.Started, Fate.Started, Fate.Refused], Enumerable.Range(0, 3).Select(_ => fleet.Ask(0, 1).Fate));
        fleet.Pass(63);
        Assert.Equal(0, fleet.Running);
    }

    [Fact]
    public void Environments_KeptWarm_AnswerAtOnceAndStay()
    {
        var fleet = new Environments(new(10, 1) { Warm = 2, WarmMost = 2 });

        Assert.Equal([Fate.Answered, Fate.Answered, Fate.Started], Enumerable.Range(0, 3).Select(_ => fleet.Ask(0, 1).Fate));
        fleet.Pass(10_000);
        Assert.Equal(2, fleet.Running);
    }

    [Fact]
    public void Environments_MoreThanMayStartAtOnce_AreRefused()
    {
        var fleet = new Environments(new(5_000, 1));

        Assert.Equal(200, Enumerable.Range(0, 1_200).Count(_ => fleet.Ask(0, 60).Fate == Fate.Refused));
        Assert.Equal(Fate.Started, fleet.Ask(10, 60).Fate);
    }

    [Fact]
    public void Environments_KeptWarmByTheirUse_AreMoreAfterThreeMinutesOfIt()
    {
        var fleet = new Environments(new(100, 1) { Warm = 1, WarmMost = 10, WarmTarget = 0.5, WarmSeconds = 30 });
        var started = Enumerable.Range(0, 600).Count(second => fleet.Ask(second, 0.999).Fate == Fate.Started);
        Assert.Equal(0, started);

        fleet.Pass(600);
        Assert.Equal(2, fleet.Running);
    }

    [Fact]
    public void Containers_OneMore_TakesRequestsAfterItsStart()
    {
        var fleet = new Containers(new(1, 1, 1, 2, 30) { SliceSeconds = 0 }, new EachLook(2));
        fleet.Pass(60);

        Assert.Equal(2, fleet.Running);
        Assert.Equal([1.0, 2.0], [fleet.Ask(60, 1).Seconds, fleet.Ask(60, 1).Seconds]);
        Assert.Equal([1.0, 1.0], [fleet.Ask(90, 1).Seconds, fleet.Ask(90, 1).Seconds]);
        fleet.Pass(100);
        Assert.Equal(60 + (2 * 40), fleet.RunSeconds);
    }

    [Fact]
    public void Containers_OneFewer_AnswersWhatItHas()
    {
        var fleet = new Containers(new(1, 1, 1, 2, 0) { StandingSeconds = 1_000 }, new EachLook(2, 1));
        fleet.Pass(60);
        Assert.Equal([100.0, 100.0], [fleet.Ask(61, 100).Seconds, fleet.Ask(61, 100).Seconds]);
        fleet.Pass(120);

        Assert.Equal(1, fleet.Running);
        Assert.Equal(Fate.Answered, fleet.Ask(200, 1).Fate);
    }

    private sealed class EachLook(params int[] wanted) : IScaling
    {
        private int _look;

        public double Period => 60;

        public int Wanted(Seen seen) => wanted[Math.Min(_look++, wanted.Length - 1)];
    }
}
