using RoomTypes.Learning.Embeddings;
using RoomTypes.Learning.Heads;

namespace RoomTypes.Learning.Tests.Heads;

public class RetrainingTests
{
    [Fact]
    public void Run_OnASystematicMistake_LearnsItAndForgetsNothing()
    {
        var parent = Homes.Parent(hidden: 2);
        var examples = Homes.Draw(1, 60, 8);
        var fresh = Homes.Draw(2, 50, 20);
        var result = new Retraining(parent, examples, 1).Run(_ => { });
        var others = fresh.Where(example => example.Label != 2).ToList();
        var mistaken = fresh.Where(example => example.Label == 2).ToList();
        // What is there to be learnt is what a head of the true means has.
        Assert.InRange(Homes.Accuracy(result.Head, mistaken), Homes.Accuracy(Homes.Parent(), mistaken) - 0.2, 1);
        Assert.Equal(0, Homes.Accuracy(parent, mistaken));
        Assert.InRange(Homes.Accuracy(result.Head, others), Homes.Accuracy(parent, others) - 0.03, 1);
        Assert.Empty(result.Fitted.Select(example => example.Group).Intersect(result.HeldOut.Select(example => example.Group)));
        Assert.True(result.Chosen.Loss < result.ParentLoss);
    }

    [Fact]
    public void Run_OnCorrectionsAlone_StaysNearTheParentWhereTheySayNothing()
    {
        var parent = Homes.Parent(hidden: 2);
        var corrections = Homes.Draw(3, 120, 4).Where(example => example.Label == 2).ToList();
        var fresh = Homes.Draw(4, 50, 20);
        var result = new Retraining(parent, corrections, 1).Run(_ => { });
        Assert.True(result.Chosen.IsAroundParent);
        Assert.Equal(1, result.Temperature);
        Assert.InRange(Homes.Accuracy(result.Head, fresh.Where(example => example.Label == 2)), 0.7, 1);
        Assert.InRange(Homes.Accuracy(result.Head, fresh.Where(example => example.Label != 2)), 0.7, 1);
    }

    [Fact]
    public void Run_WithARehearsal_ForgetsLessThanWithout()
    {
        var parent = Homes.Parent(hidden: 2);
        var corrections = Homes.Draw(3, 120, 4).Where(example => example.Label == 2).ToList();
        var kept = Homes.Draw(5, 40, 8, Origin.Kept).Where(example => example.Label != 2).ToList();
        var fresh = Homes.Draw(4, 50, 20);
        var (without, with) = (new Retraining(parent, corrections, 1).Run(_ => { }), new Retraining(parent, [.. corrections, .. kept], 1).Run(_ => { }));
        Assert.InRange(Homes.Accuracy(with.Head, fresh), Homes.Accuracy(without.Head, fresh) + 0.02, 1);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(0.25)]
    public void Run_OnPictures_IsCalibratedWhateverTheParentWas(double factor)
    {
        var pictures = Homes.Draw(6, 80, 10, Origin.Pictures, noise: 1.5);
        var fresh = Homes.Draw(7, 80, 20, noise: 1.5);
        var head = new Retraining(Homes.Parent(factor), pictures, 1).Run(_ => { }).Head;
        var confidence = fresh.Average(example => head.Probabilities(example.Vector).Max());
        Assert.Equal(Homes.Accuracy(head, fresh), confidence, 0.04);
    }

    [Fact]
    public void Run_Twice_GivesTheSameBytes()
    {
        var (parent, examples) = (Homes.Parent(hidden: 1), Homes.Draw(8, 200, 6, Origin.Pictures));
        var (one, two, other) = (new Retraining(parent, examples, 5).Run(_ => { }), new Retraining(parent, examples, 5).Run(_ => { }), new Retraining(parent, examples, 6).Run(_ => { }));
        Assert.Equal(one.Head.Weights, two.Head.Weights);
        Assert.Equal(one.Head.Bias, two.Head.Bias);
        Assert.NotEqual(one.Head.Weights, other.Head.Weights);
    }

    [Fact]
    public void Run_OnLabelsByChance_FindsNothingBetterThanTheParent()
    {
        var random = new Random(9);
        var examples = Homes.Draw(9, 50, 8).ConvertAll(example => example with { Label = random.Next(Homes.Labels) });
        var unsure = Homes.Parent().Blank();
        Assert.Contains("Nothing better", Assert.Throws<LearningException>(() => new Retraining(unsure, examples, 1).Run(_ => { })).Message);
    }

    [Theory]
    [InlineData(2, 10, "2 homes")]
    [InlineData(3, 1, "3 examples")]
    public void Run_OnTooLittle_SaysHowMuchIsNeeded(int homes, int each, string expected) =>
        Assert.Contains(expected, Assert.Throws<LearningException>(() => new Retraining(Homes.Parent(), Homes.Draw(1, homes, each), 1).Run(_ => { })).Message);
}
