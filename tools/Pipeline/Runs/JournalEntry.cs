using System.Text.Json.Serialization;

namespace RoomTypes.PipelineTool.Runs;

/// <summary>What happened in a run: a line of its journal.</summary>
internal sealed record JournalEntry
{
    /// <summary>When.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>begun for the run, else a status of the step.</summary>
    public required string Event { get; init; }

    /// <summary>The step; null for the run.</summary>
    public string? Step { get; init; }

    /// <summary>The digest of what the step depends on and no step of the run changes; null where it has none.</summary>
    public string? Key { get; init; }

    /// <summary>Which try it is, from 1 on.</summary>
    public int? Attempt { get; init; }

    /// <summary>How long it took, in seconds.</summary>
    public double? Seconds { get; init; }

    /// <summary>Why it is so.</summary>
    public string? Message { get; init; }

    /// <summary>Who decided.</summary>
    public string? By { get; init; }

    /// <summary>The pipeline's name; of the first line.</summary>
    public string? Pipeline { get; init; }

    /// <summary>The digest of the pipeline's text; of the first line.</summary>
    public string? Digest { get; init; }

    /// <summary>The values of its parameters; of the first line.</summary>
    public IReadOnlyDictionary<string, string>? Values { get; init; }
}

/// <summary>A decision of a person about a step, which another process leaves for the run.</summary>
/// <param name="By">Who.</param>
/// <param name="Reason">Why.</param>
/// <param name="IsApproved">Whether the run goes on.</param>
/// <param name="Time">When.</param>
internal sealed record Decision(string By, string Reason, bool IsApproved, DateTimeOffset Time);

/// <summary>What a step made, so that another run need not make it again.</summary>
/// <param name="Run">The run that did.</param>
/// <param name="Outputs">Where its outputs are, and their digests, in the step's order.</param>
internal sealed record KeptResult(string Run, IReadOnlyList<KeptOutput> Outputs);

/// <summary>An output and its digest.</summary>
internal sealed record KeptOutput(string Path, string Digest);

/// <summary>Reads and writes them.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(JournalEntry))]
[JsonSerializable(typeof(Decision))]
[JsonSerializable(typeof(KeptResult))]
internal sealed partial class RunJson : JsonSerializerContext;
