using RoomTypes.Cost.Tariffs;

namespace RoomTypes.Cost.Estimates;

/// <summary>What a plan costs a month, before taxes, discounts and support.</summary>
/// <param name="Situation">The plan, what is asked, and the prices.</param>
/// <param name="Resources">By resource, those that cost nothing too.</param>
/// <param name="Notes">What to know beside the numbers: a limit that is met, a type that has no price.</param>
public sealed record Estimate(Situation Situation, IReadOnlyList<ResourceCost> Resources, IReadOnlyList<string> Notes)
{
    /// <summary>USD a month, free tier not taken off.</summary>
    public double Monthly => Resources.Sum(resource => resource.Monthly);

    /// <summary>USD a million requests; null where nothing is asked.</summary>
    public double? PerMillion => Situation.Work.Requests > 0 ? Monthly / Situation.Work.Requests * 1e6 : null;

    /// <summary>USD a month that an account's free tier would take off, if nothing else in the account used it.</summary>
    public double FreeTier => Components.GroupBy(component => component.Price.Key).Sum(group =>
        group.First().Price is var price && group.Sum(component => component.Quantity) is var quantity ? price.Cost(quantity) - price.Cost(Math.Max(0, quantity - price.Free)) : 0);

    /// <summary>USD a month of it at prices that have been compared with nothing since they were written down.</summary>
    public double Unchecked => Components.Where(component => component.Price.Unchecked).Sum(component => component.Monthly);

    /// <summary>USD a month of a part.</summary>
    public double Of(string part) => Components.Where(component => component.Part == part).Sum(component => component.Monthly);

    private IEnumerable<Component> Components => Resources.SelectMany(resource => resource.Components);

    /// <summary>Estimates a plan.</summary>
    /// <exception cref="CostException">Something of it has no price.</exception>
    public static Estimate Of(Situation situation)
    {
        List<ResourceCost> resources = [.. situation.Plan.Resources.Select(resource => new ResourceCost(resource, TariffTable.Of(resource, situation)))];
        return new(situation, resources, [.. Limits.Met(situation), .. Unknown(situation)]);
    }

    private static IEnumerable<string> Unknown(Situation situation)
    {
        var types = situation.Plan.Resources.Select(resource => resource.Type).Where(type => !TariffTable.Knows(type)).Distinct().Order(StringComparer.Ordinal).ToList();
        if (types.Count > 0) yield return $"Left out, since no price is known: {string.Join(", ", types)}.";
    }
}
