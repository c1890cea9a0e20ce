using RoomTypes.Learning.Embeddings;
using RoomTypes.Learning.Heads;

namespace RoomTypes.Learning.Tests.Heads;

public class HeadFitterTests
{
    [Fact]
    public void Fit_ToTheEnd_LeavesNoSlope()
    {
        Example[] examples = [.. Homes.Draw(4, 30, 20)];
        var centre = Homes.Parent().Blank();
        var head = HeadFitter.Fit(examples, centre, 0.01, centre, 1e-6, 500);
        var (_, gradient) = new SoftmaxLoss(examples, Balance.Of(examples), centre, 0.01).At(head.ToParameters());
        Assert.All(gradient, slope => Assert.InRange(Math.Abs(slope), 0, 2e-4));
    }

    [Fact]
    public void Fit_WithAGreatPenalty_StaysAtTheCentre()
    {
        Example[] examples = [.. Homes.Draw(5, 10, 10)];
        var centre = Homes.Parent();
        var head = HeadFitter.Fit(examples, centre, 1e6, centre, 1e-6, 100);
        Assert.All(head.Weights.Zip(centre.Weights), pair => Assert.Equal(pair.Second, pair.First, 1e-3));
    }
}
