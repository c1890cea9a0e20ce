using System.Globalization;
using RoomTypes.Cost.Hosts;
using RoomTypes.Cost.Plans;
using RoomTypes.Simulation;

namespace RoomTypes.Cost.Days;

/// <summary>The cheapest size of a host that meets an objective.</summary>
/// <param name="Settings">What to set, by name.</param>
/// <param name="Day">The day with it.</param>
internal sealed record Recommendation(IReadOnlyDictionary<string, string> Settings, SimulatedDay Day)
{
    // As stacks allow them.
    private const int MostContainers = 100;
    private const int MostEnvironments = 1_000;
    private const int MostOfAnEndpoint = 200;

    // What comes may be more than what was simulated.
    private const double Spare = 1.25;

    /// <summary>Tries every size: for each, the fewest that run all the time and meet the objective in the busiest hours, and then the whole day.</summary>
    /// <param name="plan">The stack's own plan on the backend.</param>
    /// <param name="make">Makes a plan with other settings.</param>
    /// <param name="objective">What is asked for.</param>
    /// <param name="inputs">How days are simulated.</param>
    /// <returns>Null where no size that the settings allow meets it.</returns>
    public static async Task<Recommendation?> OfAsync(Plan plan, Func<IReadOnlyDictionary<string, string>, Task<Plan>> make, Objective objective, DayInputs inputs)
    {
        Recommendation? best = null;
        var busiest = inputs.Demand.Busiest();
        foreach (var size in Sizes.Of(HostReader.Of(plan)))
        {
            if (Fewest(size, least => objective.IsMet(SimulatedDay.Run(With(size, least), busiest, inputs))) is not { } fewest) continue;
            var day = SimulatedDay.Run(With(size, fewest), inputs.Demand, inputs);
            if (!objective.IsMet(day)) continue;
            var settings = Sizes.Settings(Bounded(With(size, fewest), day)).Concat(Limits(plan, inputs.Demand)).ToDictionary();
            var whole = SimulatedDay.Of(await make(settings), inputs);
            if (objective.IsMet(whole.Day) && (best is null || whole.Cost.Monthly < best.Day.Cost.Monthly)) best = new(settings, whole);
        }

        return best;
    }

    /// <summary>The least number for which something holds, which holds for every greater one; null where it holds for none that is allowed.</summary>
    private static int? Fewest(Host size, Predicate<int> holds)
    {
        var (low, high) = (Sizes.Fewest(size), Allowed(size));
        // From below: a day with many takes as long to simulate as one with few, and most objectives need few.
        var step = low;
        while (!holds(step))
        {
            if (step == high) return null;
            low = step + 1;
            step = Math.Min(high, Math.Max(1, step * 2));
        }

        for (high = step; low < high;)
        {
            var middle = (low + high) / 2;
            if (holds(middle)) high = middle;
            else low = middle + 1;
        }

        return low;
    }

    private static int Allowed(Host size) => size switch { FunctionHost { Kind: "Lambda" } => MostEnvironments, FunctionHost => MostOfAnEndpoint, _ => MostContainers };

    private static Host With(Host size, int least) => size switch
    {
        FunctionHost function => function with { Warm = least, WarmMost = least, Most = Allowed(size) },
        ContainerHost container => container with { Least = least, Most = MostContainers },
        _ => size,
    };

    private static Host Bounded(Host host, Day day) => host switch
    {
        FunctionHost function => function with { Most = Math.Min(Allowed(host), (int)Math.Ceiling(Math.Max(day.MostRunning, function.Warm) * Spare) + 1) },
        ContainerHost container => container with { Most = Math.Min(MostContainers, Math.Max(container.Least, (int)Math.Ceiling(day.MostRunning * Spare))) },
        _ => host,
    };

    // The gateway has to let the busiest second pass, and what comes beside it.
    private static IEnumerable<KeyValuePair<string, string>> Limits(Plan plan, Demand demand)
    {
        if (GatewayLimit.Find(plan) is not { } limit) yield break;
        var wanted = Math.Ceiling(demand.MostInASecond * Spare);
        if (wanted <= limit.Rate) yield break;
        yield return new("throttleRate", wanted.ToString(CultureInfo.InvariantCulture));
        yield return new("throttleBurst", Math.Max(limit.Burst, wanted).ToString(CultureInfo.InvariantCulture));
    }
}
