using System.Globalization;
using System.Text.Json;
using RoomTypes.Experiments;

namespace RoomTypes.Tests.Experiments;

/// <summary>What a split must be like, over many entities.</summary>
public class AssignmentTests
{
    private const int Entities = 1_000_000;

    /// <summary>The 0.999 quantile of chi-squared with 99 degrees of freedom.</summary>
    private const double ChiSquared99 = 148.23;

    public static IEnumerable<object[]> GoldenVectors() => JsonDocument
        .Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Experiments", "Golden", "assignment.json")))
        .RootElement.EnumerateArray().Select(vector => new object[] { vector });

    [Theory]
    [InlineData("robot-{0}", "room-type")]
    [InlineData("{0}", "")]
    [InlineData("00000000-0000-0000-0000-{0:x12}", "a-rather-long-name-of-an-experiment-about-blurred-pictures")]
    public void Slots_OfAMillionEntities_AreUniform(string form, string salt)
    {
        var counts = new int[100];
        for (var i = 0; i < Entities; i++) counts[EntityHash.Slot(salt, string.Format(CultureInfo.InvariantCulture, form, i), HashPurpose.Split) / 1_000]++;
        const double Expected = Entities / 100.0;
        Assert.InRange(counts.Sum(count => (count - Expected) * (count - Expected) / Expected), 0, ChiSquared99);
    }

    [Fact]
    public void TwoExperiments_OnTheSameEntities_AreIndependent()
    {
        var table = new int[2, 2];
        var (first, second) = (Rules.Experiment(name: "first"), Rules.Experiment(name: "second"));
        for (var i = 0; i < Entities; i++) table[Arm(first, $"robot-{i}"), Arm(second, $"robot-{i}")]++;
        // Chi-squared of a 2 x 2 table with known margins of a half: three degrees of freedom, 0.999 quantile 16.27.
        Assert.InRange(table.Cast<int>().Sum(count => Math.Pow(count - (Entities / 4.0), 2) / (Entities / 4.0)), 0, 16.27);
    }

    [Fact]
    public void ALaunchAndAnExperiment_OfOneName_AreIndependent()
    {
        var experiment = Rules.Experiment(name: "launch");
        var launch = Rules.Launch((0, EntityHash.Slots / 2));
        var arms = new int[2];
        for (var i = 0; i < Entities / 10; i++)
        {
            if (launch.Assign($"robot-{i}", default, Rules.Day1) is null) arms[Arm(experiment, $"robot-{i}")]++;
        }

        // The launch takes half of all; of the others each arm has half, within five standard deviations.
        Assert.All(arms, count => Assert.InRange(count, 25_000 - 700, 25_000 + 700));
    }

    [Fact]
    public void Layers_OfOneName_ShareNobodyAndTheHoldoutTakesNoPart()
    {
        var first = new Layer("model", 0, 40_000);
        var second = new Layer("model", 40_000, 100_000);
        Experiment experiment = new("e", [new("a", Rules.Old, 1), new("b", Rules.New, 1)], "a", EntityHash.Slots, Schedule.Always) { Layer = first, Holdout = new("held", 0, 10_000) };
        var taking = Enumerable.Range(0, 20_000).Select(i => $"robot-{i}").Where(entity => experiment.Assign(entity, default, Rules.Day1) is not null).ToList();
        Assert.DoesNotContain(taking, second.Includes);
        Assert.DoesNotContain(taking, experiment.Holdout.Includes);
        Assert.InRange(taking.Count, 7_200 - 400, 7_200 + 400);
    }

    [Fact]
    public void Phases_WithOtherWeights_HoldFromTheirStart()
    {
        Experiment experiment = new("e", [new("a", Rules.Old, 9), new("b", Rules.New, 1)], "a", EntityHash.Slots, Schedule.Always, null, [new(Rules.Day1.AddDays(5), [1, 1])]);
        Assert.InRange(Share(Rules.Day1), 0.08, 0.12);
        Assert.InRange(Share(Rules.Day1.AddDays(5)), 0.48, 0.52);

        double Share(DateTimeOffset now) => Enumerable.Range(0, 10_000).Count(i => experiment.Assign($"robot-{i}", default, now)!.Name == "b") / 10_000.0;
    }

    [Fact]
    public void ExposureAndSplit_OfOneExperiment_AreIndependent()
    {
        var experiment = Rules.Experiment(exposure: 10_000);
        var arms = new int[2];
        for (var i = 0; i < Entities; i++)
        {
            if (experiment.Assign($"robot-{i}", default, Rules.Day1) is { } treatment) arms[treatment.Name[0] - 'a']++;
        }

        var taking = arms.Sum();
        // Within five standard deviations of a tenth, and of half of those.
        Assert.InRange(taking, 100_000 - 1_500, 100_000 + 1_500);
        Assert.InRange(arms[0], (taking / 2.0) - 800, (taking / 2.0) + 800);
    }

    [Fact]
    public void Exposure_ThatGrows_MovesNobodyWhoIsIn()
    {
        int[] exposures = [0, 1, 500, 5_000, 20_000, 99_999, EntityHash.Slots];
        for (var i = 0; i < 20_000; i++)
        {
            string? before = null;
            foreach (var exposure in exposures)
            {
                var now = Rules.Experiment(exposure).Assign($"robot-{i}", default, Rules.Day1)?.Name;
                if (before is not null) Assert.Equal(before, now);
                before = now;
            }

            Assert.NotNull(before);
        }
    }

    [Fact]
    public void Launch_WhoseGroupsGrow_MovesNobodyWhoIsIn()
    {
        (int, int)[] steps = [(0, 1_000), (1_000, 1_000), (10_000, 5_000), (10_000, 60_000), (40_000, 60_000)];
        var feature = Rules.Feature(Rules.Launch(steps));
        for (var i = 0; i < 20_000; i++)
        {
            string? before = null;
            for (var day = 0; day < steps.Length; day++)
            {
                var now = Rules.Evaluate(feature, $"robot-{i}", Rules.Day1.AddDays(day)).Group;
                if (before is not null) Assert.Equal(before, now);
                before = now;
            }

            Assert.NotNull(before);
        }
    }

    [Theory]
    [MemberData(nameof(GoldenVectors))]
    public void Assignment_OfAGoldenVector_IsTheSameForEver(JsonElement vector)
    {
        var (salt, entity) = (vector.GetProperty("salt").GetString()!, vector.GetProperty("entity").GetString()!);
        Assert.Equal(vector.GetProperty("split").GetString(), $"{EntityHash.Hash(salt, entity, 0):x16}");
        Assert.Equal(vector.GetProperty("exposure").GetString(), $"{EntityHash.Hash(salt, entity, 1):x16}");
        Assert.Equal(vector.GetProperty("splitSlot").GetInt32(), EntityHash.Slot(salt, entity, HashPurpose.Split));
        Assert.Equal(vector.GetProperty("exposureSlot").GetInt32(), EntityHash.Slot(salt, entity, HashPurpose.Exposure));
        var experiment = Rules.Experiment(40_000, name: salt, 1, 2, 7);
        Assert.Equal(vector.GetProperty("treatment").GetString(), experiment.Assign(entity, default, Rules.Day1)?.Name);
    }

    private static int Arm(Experiment experiment, string entity) => experiment.Assign(entity, default, Rules.Day1)!.Name[0] - 'a';
}
