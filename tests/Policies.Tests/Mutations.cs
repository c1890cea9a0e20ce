using Policies.Tests.Support;

namespace Policies.Tests;

/// <summary>All mutations; a rule without one fails the suite.</summary>
internal static class Mutations
{
    public static IReadOnlyList<Mutation> All { get; } = [.. TaggingMutations.All, .. CapacityMutations.All, .. SecurityMutations.All];
}
