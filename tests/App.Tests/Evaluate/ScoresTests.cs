using RoomTypes.Evaluate;

namespace RoomTypes.Tests.Evaluate;

public class ScoresTests
{
    [Fact]
    public void Scores_OfFourPredictions_AreThoseWorkedOutByHand()
    {
        var scores = new Scores(["a", "b"]);
        scores.Add(0, [0.9f, 0.1f]);
        scores.Add(0, [0.4f, 0.6f]);
        scores.Add(1, [0.2f, 0.8f]);
        scores.Add(1, [0.3f, 0.7f]);
        Assert.Equal(0.75, scores.Accuracy);
        Assert.Equal((1.0, 0.5), (scores.Precision(0), scores.Recall(0)));
        Assert.Equal((2 / 3.0, 1.0), (scores.Precision(1), scores.Recall(1)));
        Assert.Equal([[1, 1], [0, 2]], scores.Confusion);
        // Bins 13, 9, 12 and 10 of 15 hold one picture each: gaps 0.1, 0.6, 0.2, 0.3.
        Assert.Equal(1.2 / 4, scores.CalibrationError, 6);
        Assert.Equal([(1, 0.6, 0.0), (1, 0.7, 1.0), (1, 0.8, 1.0), (1, 0.9, 1.0)], scores.Reliability.Select(bin => (bin.Pictures, Math.Round(bin.Confidence, 6), bin.Accuracy)));
        Assert.Equal(-(Math.Log(0.9) + Math.Log(0.4) + Math.Log(0.8) + Math.Log(0.7)) / 4, scores.NegativeLogLikelihood, 6);
    }

    [Fact]
    public void Scores_OfNothing_AreNotANumber() => Assert.True(double.IsNaN(new Scores(["a", "b"]).Accuracy));
}
