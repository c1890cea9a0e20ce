using FsCheck;
using FsCheck.Fluent;
using RoomTypes.Experiments;

namespace RoomTypes.Tests.Experiments;

public class AllocationTests
{
    [Fact]
    public void With_AnyHistoryOfWeights_IsExactAndMovesNoMoreThanItMust()
    {
        Prop.ForAll(Histories(), history =>
        {
            var allocation = Allocation.Empty;
            var before = new int[3];
            foreach (var weights in history)
            {
                var next = allocation.With(weights);
                Assert.Equal(weights, Counts(next));
                var lost = Enumerable.Range(0, EntityHash.Slots).Count(slot => allocation.GroupOf(slot) is >= 0 and var group && next.GroupOf(slot) != group);
                Assert.Equal(Enumerable.Range(0, 3).Sum(group => Math.Max(0, before[group] - weights[group])), lost);
                (allocation, before) = (next, weights);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(30));
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(60_000, 40_001)]
    public void With_WeightsOutOfRange_IsRefusedWithThem(int first, int second) =>
        Assert.Contains($"{first}, {second}", Assert.Throws<ArgumentException>(() => Allocation.Empty.With([first, second])).Message);

    private static Arbitrary<int[][]> Histories()
    {
        var weights = Gen.Choose(0, EntityHash.Slots).Three().Select(draws =>
        {
            int[] cuts = [.. new[] { draws.Item1, draws.Item2, draws.Item3 }.Order()];
            return new[] { cuts[0], cuts[1] - cuts[0], cuts[2] - cuts[1] };
        });
        return Arb.From(weights.ArrayOf(5));
    }

    private static int[] Counts(Allocation allocation)
    {
        var counts = new int[3];
        for (var slot = 0; slot < EntityHash.Slots; slot++)
        {
            if (allocation.GroupOf(slot) is >= 0 and var group) counts[group]++;
        }

        return counts;
    }
}
