using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using RoomTypes.Models;

namespace RoomTypes.Http.Mlflow;

/// <summary>The searches of the registry: filtered, ordered, a page at a time.</summary>
internal static class MlflowSearch
{
    // The limits of MLflow's server.
    private const int MostModels = 1_000;
    private const int MostVersions = 200_000;
    private const int ModelsAPage = 100;

    /// <summary>GET registered-models/search.</summary>
    /// <exception cref="MlflowException">The filter, order or page is not allowed.</exception>
    public static JsonObject Models(MlflowFields fields, ModelRegistry registry)
    {
        var filter = MlflowFilter.Read(fields.Optional("filter"), ["name"], []);
        var names = registry.Models.Select(model => model.Name).Concat(registry.Names.Keys).Distinct()
            .Where(name => filter.Holds(new(new Dictionary<string, string> { ["name"] = name }, new Dictionary<string, long>(), registry.Names.GetValueOrDefault(name)?.Tags ?? new Dictionary<string, string>())));
        var ordered = Order(names, Orders(fields, ["name ASC"]), column => column switch
        {
            "name" => name => name,
            "creation_timestamp" => name => MlflowEntities.CreatedAt(registry, name),
            "timestamp" or "last_updated_timestamp" => name => MlflowEntities.UpdatedAt(registry, name),
            _ => null,
        }, "name, timestamp, creation_timestamp, last_updated_timestamp");
        return Page(fields, "registered_models", [.. ordered], ModelsAPage, MostModels, name => MlflowEntities.Write(registry, name));
    }

    /// <summary>GET model-versions/search.</summary>
    /// <exception cref="MlflowException">The filter, order or page is not allowed.</exception>
    public static JsonObject Versions(MlflowFields fields, ModelRegistry registry)
    {
        var filter = MlflowFilter.Read(fields.Optional("filter"), ["name", "run_id", "source_path"], ["version_number"]);
        var versions = registry.Models.Where(model => filter.Holds(FactsOf(model)));
        var ordered = Order(versions, Orders(fields, ["last_updated_timestamp DESC", "name ASC", "version_number DESC"]), column => column switch
        {
            "name" => model => model.Name,
            "version_number" => model => MlflowEntities.NumberOf(model),
            "creation_timestamp" => model => MlflowEntities.CreatedAt(model),
            "last_updated_timestamp" => model => MlflowEntities.UpdatedAt(model),
            _ => null,
        }, "name, version_number, creation_timestamp, last_updated_timestamp");
        return Page(fields, "model_versions", [.. ordered], MostVersions, MostVersions, model => MlflowEntities.Write(registry, model));
    }

    private static MlflowFacts FactsOf(RegisteredModel model) => new(
        new Dictionary<string, string> { ["name"] = model.Name, ["run_id"] = MlflowEntities.RunOf(model), ["source_path"] = MlflowEntities.SourceOf(model) },
        new Dictionary<string, long> { ["version_number"] = MlflowEntities.NumberOf(model) },
        MlflowEntities.TagsOf(model));

    private static IReadOnlyList<string> Orders(MlflowFields fields, IReadOnlyList<string> @default) => fields.Texts("order_by") is { Count: > 0 } given ? given : @default;

    private static IEnumerable<T> Order<T>(IEnumerable<T> items, IReadOnlyList<string> orders, Func<string, Func<T, IComparable>?> keyOf, string allowed)
    {
        IOrderedEnumerable<T>? ordered = null;
        foreach (var order in orders)
        {
            var words = order.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var isDescending = words is [_, var way] && way.Equals("DESC", StringComparison.OrdinalIgnoreCase);
            if (words is not ([_] or [_, _]) || keyOf(words[0].Trim('`', '"')) is not { } key || (words is [_, var other] && !isDescending && !other.Equals("ASC", StringComparison.OrdinalIgnoreCase)))
                throw MlflowException.Refused($"Invalid order_by {Quote.Of(order)}; allowed are {allowed}, each with ASC or DESC.");
            var comparer = Comparer<IComparable>.Create(static (one, two) => one is string text ? string.CompareOrdinal(text, (string)two) : one.CompareTo(two));
            ordered = (ordered, isDescending) switch
            {
                (null, false) => items.OrderBy(key, comparer),
                (null, true) => items.OrderByDescending(key, comparer),
                (_, false) => ordered.ThenBy(key, comparer),
                _ => ordered.ThenByDescending(key, comparer),
            };
        }

        return ordered!;
    }

    private static JsonObject Page<T>(MlflowFields fields, string member, List<T> items, int @default, int most, Func<T, JsonObject> write)
    {
        var (offset, count) = (Offset(fields.Optional("page_token")), fields.Count("max_results", @default, most));
        var page = new JsonObject { [member] = new JsonArray([.. items.Skip(offset).Take(count).Select(write)]) };
        if ((long)offset + count < items.Count) page["next_page_token"] = Token(offset + count);
        return page;
    }

    // In MLflow's form: base64 of an object with the offset.
    private static string Token(int offset) => Convert.ToBase64String(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $$"""{"offset": {{offset}}}""")));

    private static int Offset(string? token)
    {
        if (token is null) return 0;
        try
        {
            using var json = JsonDocument.Parse(Convert.FromBase64String(token));
            if (json.RootElement.GetProperty("offset").TryGetInt32(out var offset) && offset >= 0) return offset;
        }
        catch (Exception exception) when (exception is FormatException or JsonException or InvalidOperationException or KeyNotFoundException)
        {
            // Told below.
        }

        throw MlflowException.Refused($"Invalid page token {Quote.Of(token)}; allowed is the next_page_token of the answer before.");
    }
}
