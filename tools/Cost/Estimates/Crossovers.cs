using RoomTypes.Cost.Commands;
using RoomTypes.Cost.Hosts;
using RoomTypes.Cost.Plans;

namespace RoomTypes.Cost.Estimates;

/// <summary>What a backend costs by requests a second.</summary>
/// <param name="Backend">The backend.</param>
/// <param name="Points">Requests a second, rising, and USD a month.</param>
/// <param name="Most">Requests a second from which on the plan's limits are met, as they are; infinite where they are not.</param>
internal sealed record CostLine(string Backend, IReadOnlyList<(double Rps, double Usd)> Points, double Most);

/// <summary>What every backend costs by requests a second, and where the cheapest changes.</summary>
/// <param name="Title">Of which stack, at which prices.</param>
/// <param name="Lines">A backend each.</param>
/// <param name="Changes">From which requests a second on which backend is the cheapest, rising.</param>
internal sealed record Crossovers(string Title, IReadOnlyList<CostLine> Lines, IReadOnlyList<(double Rps, string Backend)> Changes)
{
    private const int StepsOfDecade = 40;
    private const int Lowest = -1;
    private const int Highest = 4;

    /// <summary>From 0.1 to 10,000 requests a second, steady, as if the stack's limits were raised as needed.</summary>
    public static Crossovers Of(IReadOnlyList<Plan> plans, string? region, Measured measured)
    {
        var rates = Enumerable.Range(0, ((Highest - Lowest) * StepsOfDecade) + 1).Select(step => Math.Pow(10, Lowest + ((double)step / StepsOfDecade))).ToList();
        List<CostLine> lines = [.. plans.Select(plan => Line(plan, rates, region, measured))];
        var changes = new List<(double Rps, string Backend)>();
        for (var i = 0; i < rates.Count; i++)
        {
            var cheapest = lines.MinBy(line => line.Points[i].Usd)!.Backend;
            if (changes.Count == 0 || changes[^1].Backend != cheapest) changes.Add((rates[i], cheapest));
        }

        var prices = Inputs.Prices(region, plans[0].Region);
        return new($"{plans[0].Stack} by requests a second, list prices of {prices.Region} ({prices.Dates})", lines, changes);
    }

    private static CostLine Line(Plan plan, List<double> rates, string? region, Measured measured)
    {
        var raised = plan with { Resources = [.. plan.Resources.Select(Raised)] };
        var curve = measured.Of(HostReader.Of(plan).Processor);
        var most = HostReader.Of(plan) switch
        {
            ContainerHost host => rates.Where(rps => host.Needed(rps, curve) > host.Most).DefaultIfEmpty(double.PositiveInfinity).First(),
            FunctionHost host => host.Most / curve.AloneSeconds(host.Vcpus),
            _ => double.PositiveInfinity,
        };
        return new(plan.Backend, [.. rates.Select(rps => (rps, Inputs.Estimate(raised, Workload.Steady(rps, Workload.UsualMegabytes), region, measured).Monthly))], most);
    }

    // As many as it takes: the chart is of what hosts cost, not of a stack's limits.
    private static Planned Raised(Planned resource)
    {
        const int Enough = 1_000_000;
        var inputs = resource.Inputs.DeepClone().AsObject();
        if (resource is { Type: "aws:appautoscaling/target:Target" } && resource.Text("serviceNamespace") == "ecs" || (resource is { Type: "aws:appautoscaling/target:Target" } && resource.Text("scalableDimension") == "sagemaker:variant:DesiredInstanceCount")) inputs["maxCapacity"] = Enough;
        else if (resource.Type == "aws:autoscaling/group:Group") inputs["maxSize"] = Enough;
        else if (resource.Type == "kubernetes:autoscaling/v2:HorizontalPodAutoscaler") inputs["spec"]!["maxReplicas"] = Enough;
        else return resource;
        return resource with { Inputs = inputs };
    }
}
