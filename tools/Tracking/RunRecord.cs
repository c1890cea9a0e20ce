using System.Text.Json.Serialization;

namespace RoomTypes.Tracking;

/// <summary>What became of a training or an evaluation, and all that is needed to do it again.</summary>
public sealed record RunRecord
{
    /// <summary>The file of a run, in a folder named by its id.</summary>
    public const string File = "run.json";

    /// <summary>Its time and six digits of chance, for example 20261129T071500Z-3fa2c1; ids sort by time.</summary>
    public required string Id { get; init; }

    /// <summary>evaluate or retrain.</summary>
    public required string Command { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>How long it took, in seconds.</summary>
    public required double Seconds { get; init; }

    /// <summary>The model that was measured or made, name@version.</summary>
    public required string Model { get; init; }

    /// <summary>What it was done with, by name.</summary>
    public required IReadOnlyDictionary<string, string> Parameters { get; init; }

    /// <summary>What came out, by name; what is not a number is left out.</summary>
    public required IReadOnlyDictionary<string, double> Metrics { get; init; }

    /// <summary>The files beside it and their SHA-256.</summary>
    public required IReadOnlyDictionary<string, string> Artifacts { get; init; }

    /// <summary>The commit that the program was built from; null where it was built without one.</summary>
    public string? Revision { get; init; }

    /// <summary>The machine: processor, cores, architecture, system and runtime.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }
}

/// <summary>Reads and writes runs without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RunRecord))]
[JsonSerializable(typeof(IReadOnlyList<RunRecord>))]
public sealed partial class RunJson : JsonSerializerContext;
