using FsCheck;
using FsCheck.Fluent;
using RoomTypes.Learning.Embeddings;
using RoomTypes.Learning.Heads;

namespace RoomTypes.Learning.Tests.Heads;

public class FoldsTests
{
    [Fact]
    public void Parts_OfAnyGroups_HaveNoGroupInCommonAndNoneIsEmpty()
    {
        var sizes = Gen.Choose(1, 30).ListOf().Where(list => list.Count >= 5).ToArbitrary();
        Prop.ForAll(sizes, Gen.Choose(0, 1_000_000).ToArbitrary(), (groups, seed) =>
        {
            var examples = groups.SelectMany((size, group) => Enumerable.Range(0, size).Select(_ => new Example([0], 0, $"{group}", Origin.Feedback))).ToList();
            var parts = Folds.Of(examples, [0.2, 0.2, 0.2, 0.2, 0.2], seed);
            var apart = examples.Zip(parts).GroupBy(pair => pair.First.Group).All(group => group.Select(pair => pair.Second).Distinct().Count() == 1);
            return apart && parts.Distinct().Count() == 5 && parts.SequenceEqual(Folds.Of(examples, [0.2, 0.2, 0.2, 0.2, 0.2], seed));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Parts_OfEqualGroups_HaveTheirShares()
    {
        var examples = Homes.Draw(7, 100, 3);
        var parts = Folds.Of(examples, [0.8, 0.2], 1);
        Assert.Equal(60, parts.Count(part => part == 1));
        Assert.NotEqual(parts, Folds.Of(examples, [0.8, 0.2], 2));
    }
}
