using System.Text.Json;
using System.Text.Json.Serialization;
using RoomTypes.Events;
using RoomTypes.Recognition;

namespace RoomTypes.Http;

/// <summary>What GET /kpi answers.</summary>
/// <param name="Rows">By day (UTC), model, variation and room type, in that order.</param>
public sealed record KpiList(IReadOnlyList<KpiRow> Rows);

/// <summary>Writes key figures without reflection.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(KpiList))]
internal sealed partial class KpiJson : JsonSerializerContext;

/// <summary>GET /kpi: what the event store says of the last days, for the page's overview; <c>./run export --kpi</c> has all of it.</summary>
internal static class KpiEndpoint
{
    private const int Days = 30;

    /// <summary>Maps the route. As the metrics it is the operators' own: neither described to callers nor passed on by the gateway.</summary>
    public static void MapKpi(this WebApplication app) => app.MapGet("/kpi", ReadAsync).ExcludeFromDescription();

    private static async Task<IResult> ReadAsync(HttpContext context, IServiceProvider services, TimeProvider time, RequestOptions options)
    {
        if (services.GetService<IEventStore>() is not { } store)
            throw new ServiceException(ErrorKind.NotFound, "event_store_missing", "There is no event store to read key figures from. Set RoomType:Events:Store.");
        var now = time.GetUtcNow();
        var rows = new List<KpiRow>();
        try
        {
            await foreach (var row in store.ReadKpiAsync(now.AddDays(-Days), now, context.BeginDeadline(options).Token)) rows.Add(row);
        }
        catch (EventStoreException exception)
        {
            throw exception.ToServiceException();
        }

        return TypedResults.Json(new KpiList(rows), KpiJson.Default.KpiList);
    }
}
