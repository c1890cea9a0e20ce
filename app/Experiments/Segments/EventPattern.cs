using System.Text.Json;
using RoomTypes.Json;

namespace RoomTypes.Experiments.Segments;

/// <summary>
/// An event pattern as Evidently's segments and metrics have them, after EventBridge's: a JSON object of names, each with a list of
/// values or matchers of which one must match, or with a nested object. All names must match; "$or" holds a list of patterns of which
/// one must. Matchers: prefix, suffix, equals-ignore-case, wildcard, numeric, exists, cidr, anything-but. A list in the data, of values or of objects, matches if one
/// of its elements does.
/// </summary>
public sealed class EventPattern : ICondition
{
    private readonly Clause[] _clauses;
    private readonly EventPattern[][] _alternatives;

    internal EventPattern(Clause[] clauses, EventPattern[][] alternatives) => (_clauses, _alternatives) = (clauses, alternatives);

    /// <summary>Reads a pattern.</summary>
    /// <exception cref="FormatException">Says what is wrong where.</exception>
    public static EventPattern Parse(string json)
    {
        try
        {
            using var document = StrictJson.Parse(json);
            return EventPatternReader.Read(document.RootElement);
        }
        catch (JsonException exception)
        {
            throw new FormatException($"The pattern is no JSON: {StrictJson.Reason(exception)}", exception);
        }
    }

    /// <inheritdoc/>
    public bool IsMet(string entityId, in Attributes attributes) => IsMet(attributes);

    /// <summary>Whether the facts match.</summary>
    public bool IsMet(in Attributes attributes)
    {
        foreach (var clause in _clauses)
        {
            if (!clause.IsMet(attributes)) return false;
        }

        foreach (var alternatives in _alternatives)
        {
            if (!AnyIsMet(alternatives, attributes)) return false;
        }

        return true;
    }

    private static bool AnyIsMet(EventPattern[] alternatives, in Attributes attributes)
    {
        foreach (var alternative in alternatives)
        {
            if (alternative.IsMet(attributes)) return true;
        }

        return false;
    }

    /// <summary>The value at a path must match one of the matchers.</summary>
    internal sealed record Clause(string[] Path, ValueMatcher[] Matchers)
    {
        private readonly string _joined = string.Join('.', Path);

        public bool IsMet(in Attributes attributes) =>
            attributes.Document is { } document ? IsMet(document, 0) : AnyMatches(attributes.Get(_joined));

        /// <summary>Lists on the way are one of their elements, whichever matches; what is not there may be asked for too.</summary>
        private bool IsMet(JsonElement element, int depth)
        {
            if (element.ValueKind == JsonValueKind.Array)
            {
                var any = false;
                foreach (var item in element.EnumerateArray())
                {
                    any = true;
                    if (IsMet(item, depth)) return true;
                }

                return !any && AnyMatches(default);
            }

            if (depth == Path.Length) return AnyMatches(new AttributeValue(element));
            return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(Path[depth], out var next) ? IsMet(next, depth + 1) : AnyMatches(default);
        }

        private bool AnyMatches(in AttributeValue value)
        {
            foreach (var matcher in Matchers)
            {
                if (matcher.Matches(value)) return true;
            }

            return false;
        }
    }
}
