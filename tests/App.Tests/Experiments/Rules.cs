using System.Collections.Frozen;
using RoomTypes.Experiments;

namespace RoomTypes.Tests.Experiments;

/// <summary>Features of two variations for tests.</summary>
internal static class Rules
{
    public static readonly Variation Old = new("old", VariationValue.Of("room-type@2"));
    public static readonly Variation New = new("new", VariationValue.Of("room-type@3"));
    public static readonly DateTimeOffset Day1 = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    public static Feature Feature(Launch? launch = null, Experiment? experiment = null, params (string Entity, Variation Variation)[] overrides) =>
        new("room-type-model", Old, [Old, New])
        {
            Launch = launch,
            Experiment = experiment,
            EntityOverrides = overrides.ToFrozenDictionary(pair => pair.Entity, pair => pair.Variation),
        };

    public static Experiment Experiment(int exposure = EntityHash.Slots, string name = "new-against-old", params int[] weights) => new(
        name,
        [.. (weights.Length == 0 ? [1, 1] : weights).Select((weight, i) => new Treatment($"{(char)('a' + i)}", i == 0 ? Old : New, weight))],
        "a",
        exposure,
        Schedule.Always);

    /// <summary>A launch of two groups with one step a day.</summary>
    public static Launch Launch(params (int Old, int New)[] steps) => new(
        "launch",
        [new LaunchGroup("old", Old), new LaunchGroup("new", New)],
        [.. steps.Select((step, day) => new LaunchStep(Day1.AddDays(day), [step.Old, step.New]))],
        Schedule.Always);

    public static Evaluation Evaluate(Feature feature, string entity, DateTimeOffset? now = null, params (string Key, string Value)[] attributes) =>
        Evaluator.Evaluate(feature, entity, new Attributes(attributes.ToDictionary(pair => pair.Key, pair => pair.Value)), now ?? Day1);
}
