using RoomTypes.Cost.Hosts;
using RoomTypes.Cost.Plans;
using RoomTypes.Pricing;

namespace RoomTypes.Cost.Estimates;

/// <summary>What a tariff knows beside the resource.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Work">What is asked.</param>
/// <param name="Prices">What things cost.</param>
/// <param name="Curve">What the service does by CPU.</param>
public sealed record Situation(Plan Plan, Workload Work, PriceList Prices, Curve Curve)
{
    /// <summary>What runs the service; null where the plan is of something else.</summary>
    public Host? Host { get; } = HostReader.Find(Plan);

    /// <summary>A part of what a resource costs.</summary>
    public Component Of(string part, string name, string price, double quantity) => new(part, name, quantity, Prices[price]);

    /// <summary>How many containers ran on average where a day was simulated; null where the scaling rules alone tell.</summary>
    public double? Ran { get; init; }

    /// <summary>How many containers run, on average of the day.</summary>
    public double Running(ContainerHost host) => Ran ?? Work.Hours.Average(rps => host.At(rps, Curve));

    /// <summary>Minutes of a month.</summary>
    public const double Minutes = Workload.HoursOfMonth * 60;

    /// <summary>Seconds of a month.</summary>
    public const double Seconds = Workload.HoursOfMonth * 3600;
}
