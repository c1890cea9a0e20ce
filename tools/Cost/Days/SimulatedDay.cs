using RoomTypes.Cost.Commands;
using RoomTypes.Cost.Estimates;
using RoomTypes.Cost.Hosts;
using RoomTypes.Cost.Plans;
using RoomTypes.Simulation;
using RoomTypes.Simulation.Hosts;

namespace RoomTypes.Cost.Days;

/// <summary>How days are simulated.</summary>
/// <param name="Demand">What is asked.</param>
/// <param name="Measured">What the service does by CPU.</param>
/// <param name="Region">Whose prices are asked for; null for the stack's.</param>
/// <param name="StartSeconds">Of one more; null for the hosts' own.</param>
/// <param name="Seed">Of the pictures.</param>
internal sealed record DayInputs(Demand Demand, Measured Measured, string? Region, double? StartSeconds, int Seed);

/// <summary>What a host does with a day, and what a month of such days costs.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Host">What runs the service.</param>
/// <param name="Day">What became of the requests.</param>
/// <param name="Cost">USD a month, by the containers that ran.</param>
internal sealed record SimulatedDay(Plan Plan, Host Host, Day Day, Estimate Cost)
{
    /// <summary>What is idle costs nothing where each request pays for its own time.</summary>
    public double? Idle => Host is FunctionHost { Warm: 0 } ? null : Day.Idle;

    /// <summary>Simulates what a plan has.</summary>
    /// <exception cref="CostException">Nothing in it runs the service.</exception>
    public static SimulatedDay Of(Plan plan, DayInputs inputs)
    {
        var host = HostReader.Of(plan);
        var day = Run(host, inputs.Demand, inputs, GatewayLimit.Find(plan));
        return new(plan, host, day, Inputs.Estimate(plan, inputs.Demand.Work, inputs.Region, inputs.Measured, host is ContainerHost ? day.MeanRunning : null));
    }

    /// <summary>Simulates a host.</summary>
    /// <param name="host">The host.</param>
    /// <param name="demand">What is asked.</param>
    /// <param name="inputs">How.</param>
    /// <param name="limit">What the gateway lets pass; null for all.</param>
    public static Day Run(Host host, Demand demand, DayInputs inputs, GatewayLimit? limit = null)
    {
        var fleet = HostFleet.Of(host, inputs.Measured.Of(host.Processor), inputs.StartSeconds);
        return Day.Simulate(demand.Arrivals, fleet.Times, fleet.AddedSeconds, limit is { } told ? new Gateway(fleet.Fleet, told.Rate, told.Burst) : fleet.Fleet, demand.Length, inputs.Seed);
    }
}
