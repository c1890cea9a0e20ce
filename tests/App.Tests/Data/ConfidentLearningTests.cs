using RoomTypes.Data.Checks;

namespace RoomTypes.Tests.Data;

public class ConfidentLearningTests
{
    [Fact]
    public void Find_WrongLabelsAmongMany_FindsThemAndFewOthers()
    {
        var (probabilities, labels, wrong) = Noisy(2_000, 3, 0.1);

        var suspects = ConfidentLearning.Find(probabilities, labels);

        var found = suspects.Count(suspect => wrong.Contains(suspect.Place));
        Assert.True(found >= 0.9 * wrong.Count, $"{found} of {wrong.Count} found");
        Assert.True(suspects.Count - found <= 0.02 * labels.Count, $"{suspects.Count - found} of {labels.Count} are right");
        Assert.Equal(suspects.OrderByDescending(suspect => suspect.Margin).Select(suspect => suspect.Place), suspects.Select(suspect => suspect.Place));
    }

    [Fact]
    public void Find_RightLabels_AreNotDoubtedWhereTheModelIsNeverSureOfOne()
    {
        // Label 1 is always a close second: on average the model gives it 0.4.
        float[][] probabilities = [.. Enumerable.Range(0, 100).Select(i => i % 2 == 0 ? new[] { 0.9f, 0.1f } : [0.6f - (i % 3 * 0.01f), 0.4f + (i % 3 * 0.01f)])];

        Assert.Empty(ConfidentLearning.Find(probabilities, [.. Enumerable.Range(0, 100).Select(i => i % 2)]));
    }

    [Fact]
    public void Find_NoPictures_FindsNothing() => Assert.Empty(ConfidentLearning.Find([], []));

    private static (List<float[]> Probabilities, List<int> Labels, HashSet<int> Wrong) Noisy(int count, int labels, double share)
    {
        var random = new Random(7);
        List<float[]> probabilities = [];
        List<int> given = [];
        HashSet<int> wrong = [];
        for (var i = 0; i < count; i++)
        {
            var label = random.Next(labels);
            var sure = 0.85f + (0.15f * random.NextSingle());
            probabilities.Add([.. Enumerable.Range(0, labels).Select(other => other == label ? sure : (1 - sure) / (labels - 1))]);
            if (random.NextDouble() < share) wrong.Add(i);
            given.Add(wrong.Contains(i) ? (label + 1 + random.Next(labels - 1)) % labels : label);
        }

        return (probabilities, given, wrong);
    }
}
