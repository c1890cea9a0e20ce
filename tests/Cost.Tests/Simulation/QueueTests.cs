using RoomTypes.Simulation;
using RoomTypes.Simulation.Asked;
using RoomTypes.Simulation.Hosts;

namespace Cost.Tests.Simulation;

/// <summary>Fleets against formulas of queueing theory: D. Gross et al., Fundamentals of Queueing Theory, 4th edition, 2008.</summary>
public class QueueTests
{
    private const double Service = 0.01;
    private const int MeasuredRequests = 1_000_000;

    [Theory]
    [InlineData(0.3)]
    [InlineData(0.6)]
    [InlineData(0.9)]
    public void Containers_OneWorkerAndSteadyTimes_WaitAsPollaczekAndKhinchineSay(double load)
    {
        var wait = MeanWait(OneContainer(1), load / Service, _ => Service);

        Near(load * Service / (2 * (1 - load)), wait, 0.05);
    }

    [Theory]
    [InlineData(2, 0.6)]
    [InlineData(4, 0.8)]
    [InlineData(16, 0.9)]
    public void Containers_WorkersAndExponentialTimes_WaitAsErlangCSays(int workers, double load)
    {
        var wait = MeanWait(OneContainer(workers), load * workers / Service, random => -Math.Log(1 - random.NextDouble()) * Service);

        Near(ErlangWait(workers, load), wait, 0.06);
    }

    [Theory]
    [InlineData(2, 0.6)]
    [InlineData(4, 0.8)]
    [InlineData(8, 0.9)]
    public void Containers_WorkersAndSteadyTimes_WaitAsCosmetatosApproximates(int workers, double load)
    {
        var wait = MeanWait(OneContainer(workers), load * workers / Service, _ => Service);

        // G. Cosmetatos, Some approximate equilibrium results for the multi-server queue M/G/r, 1976.
        var correction = 1 + ((1 - load) * (workers - 1) * (Math.Sqrt(4 + (5 * workers)) - 2) / (16 * load * workers));
        Near(ErlangWait(workers, load) * correction / 2, wait, 0.06);
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(0.7)]
    public void Containers_WhoseCoresAreBusy_AnswerASliceLater(double load)
    {
        const double Slice = 0.003;

        var wait = MeanWait(OneContainer(1, Slice), load / Service, _ => Service);

        // Poisson arrivals find the worker busy for the share of the load.
        Near((load * Service / (2 * (1 - load))) + (load * Slice), wait, 0.05);
    }

    [Theory]
    [InlineData(5, 3)]
    [InlineData(20, 20)]
    public void Environments_AsManyAsAreAllowed_RefuseAsErlangBSays(int most, double offered)
    {
        // Environments start in no time and never go: what is left is a system without a queue, whose loss does not depend on the distribution.
        var fleet = new Environments(new(most, 0) { IdleSeconds = double.PositiveInfinity });
        var (asked, refused, random) = (0, 0, new Random(2));
        foreach (var now in Arrivals.Poisson(_ => offered / Service, (int)(MeasuredRequests * Service / offered), 1))
        {
            asked++;
            if (fleet.Ask(now, 2 * Service * random.NextDouble()).Fate == Fate.Refused) refused++;
        }

        Near(ErlangLoss(most, offered), (double)refused / asked, 0.05);
    }

    [Fact]
    public void Containers_Several_GiveRequestsToThoseWithTheFewest()
    {
        var several = new Containers(new(1, Service, 4, 4, 0) { StandingSeconds = 60, Capacity = int.MaxValue, SliceSeconds = 0 }, new NoScaling());
        var wait = MeanWait(several, 0.8 * 4 / Service, _ => Service);

        // Less than four queues of chance, no less than one queue of all.
        Assert.InRange(wait, ErlangWait(4, 0.8) / 2, 0.8 * Service / (2 * 0.2) / 2);
    }

    [Fact]
    public void Day_OfSteadyLoad_IsIdleForTheRest()
    {
        var day = Day.Simulate(Arrivals.Poisson(_ => 60, 3_600, 1), PictureTimes.Of(Service), 0.002, OneContainer(1), 3_600, 1);

        Near(0.4, day.Idle, 0.02);
        Assert.Equal((1, 1.0, 12, 0.0), (day.MostRunning, day.MeanRunning, day.Slices.Count, day.Refused));
        Assert.Equal(day.Requests, day.Slices.Sum(slice => slice.Requests));
        Assert.InRange(day.Milliseconds(50), 12, 30);
    }

    [Fact]
    public void Gateway_MoreThanItsRate_LetsThatPass()
    {
        var fleet = new Gateway(OneContainer(4), 50, 100);
        var day = Day.Simulate(Arrivals.Poisson(_ => 100, 600, 1), PictureTimes.Of(Service), 0, fleet, 600, 1);

        Near(0.5, day.Share(Fate.Throttled), 0.02);
        Assert.Equal(0, day.Share(Fate.Refused));
    }

    [Fact]
    public void Containers_TwiceWhatTheyCan_RefuseTheRestAndAnswerInTime()
    {
        var day = Day.Simulate(Arrivals.Poisson(_ => 200, 600, 1), PictureTimes.Of(Service), 0, new Containers(new(1, Service, 1, 1, 0), new NoScaling()), 600, 1);

        Near(0.5, day.Refused, 0.03);
        Assert.InRange(day.Milliseconds(99.9), 300, 520);
    }

    private static Containers OneContainer(int workers, double slice = 0) =>
        new(new(workers, Service, 1, 1, 0) { StandingSeconds = 1e9, Capacity = int.MaxValue, SliceSeconds = slice }, new NoScaling());

    private static double MeanWait(Containers fleet, double rate, Func<Random, double> service)
    {
        var (count, waited, random) = (0, 0.0, new Random(2));
        foreach (var now in Arrivals.Poisson(_ => rate, (int)(MeasuredRequests / rate), 1))
        {
            var work = service(random);
            waited += fleet.Ask(now, work).Seconds - work;
            count++;
        }

        return waited / count;
    }

    /// <summary>The mean wait of M/M/c.</summary>
    private static double ErlangWait(int workers, double load)
    {
        var loss = ErlangLoss(workers, workers * load);
        return loss / (1 - (load * (1 - loss))) * Service / (workers * (1 - load));
    }

    private static double ErlangLoss(int servers, double offered) => Enumerable.Range(1, servers).Aggregate(1.0, (loss, count) => offered * loss / (count + (offered * loss)));

    private static void Near(double expected, double actual, double part) => Assert.InRange(actual, expected * (1 - part), expected * (1 + part));
}
