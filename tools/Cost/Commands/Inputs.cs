using System.CommandLine;
using RoomTypes.Cost.Estimates;
using RoomTypes.Cost.Plans;
using RoomTypes.Pricing;

namespace RoomTypes.Cost.Commands;

/// <summary>Options that several commands have.</summary>
internal sealed class Inputs
{
    /// <summary>Where prices are.</summary>
    public static string PriceFolder { get; } = Path.Combine(AppContext.BaseDirectory, "prices");

    /// <summary>The stack.</summary>
    public Argument<string> Stack { get; } = new("STACK") { Description = "A stack that has a file Pulumi.STACK.yaml" };

    /// <summary>Requests a second.</summary>
    public Option<double?> Rps { get; } = new("--rps") { Description = "Requests a second, a picture each; default: 1" };

    /// <summary>A day.</summary>
    public Option<string?> Day { get; } = new("--day") { Description = "A file of 24 lines: requests a second in each hour of a day" };

    /// <summary>A fleet.</summary>
    public Option<string?> Fleet { get; } = new("--fleet") { Description = "ROBOTSxPICTURES: how many robots, each with how many pictures a day" };

    /// <summary>Of a request.</summary>
    public Option<double> Megabytes { get; } = new("--mb") { Description = "Megabytes of a request, on average", DefaultValueFactory = _ => Estimates.Workload.UsualMegabytes };

    /// <summary>Of prices.</summary>
    public Option<string?> Region { get; } = new("--region") { Description = "List prices of this region; default: the stack's, and us-east-1 where there are none of it in prices/" };

    /// <summary>Measured points.</summary>
    public Option<string> Curve { get; } = new("--curve") { Description = "What ./run size measured, by processor", DefaultValueFactory = _ => Path.Combine(PriceFolder, "measured", "curves.json") };

    /// <summary>The project's folder.</summary>
    public Option<string> Project { get; } = new("--project") { Description = "The folder of Pulumi.yaml", DefaultValueFactory = _ => "." };

    /// <summary>The program.</summary>
    public Option<string> Program { get; } = new("--program") { Description = "The stacks' built program", Required = true };

    /// <summary>What is asked.</summary>
    /// <exception cref="CostException">It is told twice, or cannot be.</exception>
    public Workload Workload(ParseResult arguments)
    {
        var (rps, day, fleet, megabytes) = (arguments.GetValue(Rps), arguments.GetValue(Day), arguments.GetValue(Fleet), arguments.GetValue(Megabytes));
        return (rps, day, fleet) switch
        {
            (_, null, null) => Estimates.Workload.Steady(rps ?? 1, megabytes),
            (null, { } file, null) => Estimates.Workload.Day(file, megabytes),
            (null, null, { } robots) => Estimates.Workload.Fleet(robots, megabytes),
            _ => throw new CostException("--rps, --day and --fleet each say what is asked: give one of them."),
        };
    }

    /// <summary>The prices for a stack: those that are asked for, or of its region, or of us-east-1.</summary>
    /// <exception cref="PriceException">There are none of the region that is asked for.</exception>
    public static PriceList Prices(string? asked, string ofStack) =>
        PriceList.Of(asked ?? (PriceList.Regions(PriceFolder).Contains(ofStack) ? ofStack : "us-east-1"), PriceFolder);

    /// <summary>Estimates a plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="work">What is asked.</param>
    /// <param name="region">Whose prices are asked for; null for the stack's.</param>
    /// <param name="measured">What the service does by CPU.</param>
    /// <param name="ran">How many containers ran on average where a day was simulated.</param>
    public static Estimate Estimate(Plan plan, Workload work, string? region, Measured measured, double? ran = null)
    {
        var host = Hosts.HostReader.Find(plan);
        return Estimates.Estimate.Of(new Situation(plan, work, Prices(region, plan.Region), measured.Of(host?.Processor ?? "")) { Ran = ran });
    }

    /// <summary>The plans of the backend that is asked for, or of all.</summary>
    /// <exception cref="CostException">There is no such backend, or it has no plan.</exception>
    // One after the other: each uses all cores.
    public static async Task<List<Plan>> PlansAsync(Planner planner, string stack, string? backend, CancellationToken cancellation)
    {
        var all = planner.Backends();
        if (backend is not null && !all.Contains(backend)) throw new CostException($"--backend is '{backend}'; allowed are {string.Join(", ", all)}.");
        var plans = new List<Plan>();
        foreach (var one in backend is null ? all : [backend]) plans.Add(await planner.MakeAsync(stack, one, new Dictionary<string, string>(), cancellation));
        return plans;
    }
}
