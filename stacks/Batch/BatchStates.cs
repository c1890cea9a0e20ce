using System.Text.Encodings.Web;
using System.Text.Json;

namespace Stacks.Batch;

/// <summary>What documents of batches share, in Amazon's States Language.</summary>
/// <remarks>https://states-language.net/</remarks>
internal static class BatchStates
{
    /// <summary>The folder of answers below batchOutput.</summary>
    public const string Answers = "answers";

    /// <summary>The execution's name.</summary>
    public const string Execution = "$$.Execution.Name";

    private const int SecondsOfABatch = 604_800;

    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A document.</summary>
    public static string Document(string start, Dictionary<string, object> states) => JsonSerializer.Serialize(
        new Dictionary<string, object>
        {
            ["Comment"] = "Pictures of whole missions: {\"prefix\": \"missions/2026-11-29/\"}",
            ["StartAt"] = start,
            ["TimeoutSeconds"] = SecondsOfABatch,
            ["States"] = states,
        },
        Json);

    /// <summary>A text with values in its holes. Names of buckets and prefixes hold neither quotes nor braces (BatchSettings).</summary>
    public static string Format(string text, params string[] values) => $"States.Format('{text}', {string.Join(", ", values)})";
}
