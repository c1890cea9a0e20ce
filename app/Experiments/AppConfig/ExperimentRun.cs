using System.Globalization;
using System.Text.Json;
using RoomTypes.Events;

namespace RoomTypes.Experiments.AppConfig;

/// <summary>
/// A run of an experiment of AWS AppConfig, as GetExperimentRun answers it (AWS AppConfig API reference, ExperimentRun): what was defined when
/// it started. The definition may have changed since, and this has not.
/// </summary>
/// <param name="Name">The definition's name.</param>
/// <param name="Number">The run's, from 1.</param>
/// <param name="FlagKey">The feature flag.</param>
/// <param name="ExposurePercentage">How many of the audience take part, 0 to 100; it only grows.</param>
/// <param name="AudienceRule">Who may take part, as a rule of feature flags.</param>
/// <param name="StartedAt">When it started.</param>
/// <param name="EndedAt">When it was stopped; null while it runs.</param>
/// <param name="Control">What the treatments are compared with.</param>
/// <param name="Treatments">1 to 5.</param>
internal sealed record ExperimentRun(
    string Name, int Number, string FlagKey, double ExposurePercentage, string AudienceRule, DateTimeOffset StartedAt, DateTimeOffset? EndedAt,
    RunTreatment Control, IReadOnlyList<RunTreatment> Treatments)
{
    /// <summary>Reads the answer.</summary>
    /// <exception cref="FormatException">It is not such an answer.</exception>
    public static ExperimentRun Parse(JsonElement run)
    {
        try
        {
            var snapshot = run.GetProperty("ExperimentDefinitionSnapshot");
            return new(
                snapshot.GetProperty(nameof(Name)).GetString()!,
                run.GetProperty("Run").GetInt32(),
                snapshot.GetProperty(nameof(FlagKey)).GetString()!,
                Optional(run, nameof(ExposurePercentage))?.GetDouble() ?? 0,
                Optional(snapshot, nameof(AudienceRule))?.GetString() ?? "",
                Time(run.GetProperty(nameof(StartedAt))),
                Optional(run, nameof(EndedAt)) is { } ended ? Time(ended) : null,
                RunTreatment.Parse(snapshot.GetProperty(nameof(Control))),
                [.. snapshot.GetProperty(nameof(Treatments)).EnumerateArray().Select(RunTreatment.Parse)]);
        }
        catch (Exception exception) when (exception is KeyNotFoundException or InvalidOperationException or FormatException or OverflowException)
        {
            throw new FormatException($"AppConfig's answer is no experiment run: {exception.Message}", exception);
        }
    }

    internal static JsonElement? Optional(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>In ISO 8601, or seconds since 1970.</summary>
    private static DateTimeOffset Time(JsonElement time) => time.ValueKind == JsonValueKind.Number
        ? EventTime.OfSeconds(time.GetDouble())
        : DateTimeOffset.Parse(time.GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}

/// <summary>A treatment of a run.</summary>
/// <param name="Key">c for the control, t1, t2 and so on.</param>
/// <param name="Weight">Its share of those who take part, in percent.</param>
/// <param name="Attributes">The flag's attributes that it sets; values that are no texts as JSON.</param>
internal sealed record RunTreatment(string Key, double Weight, IReadOnlyDictionary<string, string> Attributes)
{
    /// <summary>The flag variant that the agent answers for it.</summary>
    public string Variant => VariantOf(Key);

    /// <summary>The flag variant of a treatment's key.</summary>
    public static string VariantOf(string key) => $"__{key}__";

    internal static RunTreatment Parse(JsonElement treatment) => new(
        treatment.GetProperty(nameof(Key)).GetString()!,
        treatment.GetProperty(nameof(Weight)).GetDouble(),
        ExperimentRun.Optional(treatment, "FlagValue") is { } flag && ExperimentRun.Optional(flag, "AttributeValues") is { } values
            ? values.EnumerateObject().ToDictionary(value => value.Name, value => Text(value.Value))
            : new Dictionary<string, string>());

    /// <summary>A value is a union: StringValue, NumberValue, BooleanValue, StringArray or NumberArray.</summary>
    private static string Text(JsonElement union)
    {
        var value = union.EnumerateObject().First().Value;
        return value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
    }
}
