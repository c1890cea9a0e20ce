using RoomTypes.Cost.Plans;
using RoomTypes.Pricing;

namespace RoomTypes.Cost.Estimates;

/// <summary>A part of what a resource costs.</summary>
/// <param name="Part">Which part of the bill it is of, such as compute.</param>
/// <param name="Name">What is counted.</param>
/// <param name="Quantity">How many in a month.</param>
/// <param name="Price">For one.</param>
public sealed record Component(string Part, string Name, double Quantity, Price Price)
{
    /// <summary>USD a month.</summary>
    public double Monthly => Price.Cost(Quantity);
}

/// <summary>What a resource costs.</summary>
/// <param name="Resource">The resource.</param>
/// <param name="Components">By what is counted; none where it is free.</param>
public sealed record ResourceCost(Planned Resource, IReadOnlyList<Component> Components)
{
    /// <summary>USD a month.</summary>
    public double Monthly => Components.Sum(component => component.Monthly);
}
