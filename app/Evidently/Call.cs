using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace RoomTypes.Evidently;

/// <summary>A request of the API without its path.</summary>
/// <param name="Body">Its JSON members.</param>
/// <param name="Query">Its query parameters.</param>
/// <param name="InvocationId">What AWS clients call one invocation, the same when they try again; may be empty.</param>
/// <param name="CancellationToken">The caller's going away.</param>
internal sealed record Call(Fields Body, IQueryCollection Query, string InvocationId, CancellationToken CancellationToken)
{
    /// <summary>The part of a list that maxResults and nextToken ask for.</summary>
    /// <param name="member">The answer's member that holds it.</param>
    /// <param name="resources">The whole list, by path.</param>
    /// <param name="most">The largest maxResults.</param>
    /// <param name="show">What is told of each.</param>
    public JsonObject Page(string member, IEnumerable<Resource> resources, int most, Func<Resource, JsonNode> show)
    {
        var count = most;
        if (Query["maxResults"].FirstOrDefault() is { } text && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out count) || count < 1 || count > most))
            throw EvidentlyException.Invalid("maxResults", text, $"a whole number from 1 to {most}");
        var after = Query["nextToken"].FirstOrDefault() is { } token ? FromToken(token) : "";
        var rest = resources.Where(resource => string.CompareOrdinal(resource.Path, after) > 0).OrderBy(resource => resource.Path, StringComparer.Ordinal).Take(count + 1).ToList();
        var page = rest.Take(count).ToList();
        var answer = new JsonObject { [member] = new JsonArray([.. page.Select(show)]) };
        if (rest.Count > count) answer["nextToken"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(page[^1].Path));
        return answer;
    }

    private static string FromToken(string token)
    {
        var bytes = new byte[token.Length];
        return Convert.TryFromBase64String(token, bytes, out var length)
            ? Encoding.UTF8.GetString(bytes, 0, length)
            : throw EvidentlyException.Invalid("nextToken", token, "the nextToken of the answer before");
    }
}
