using System.Text.Json.Serialization;
using RoomTypes.Recognition;

namespace RoomTypes.Http;

/// <summary>What a health check answers.</summary>
/// <param name="Status">"live", "ready", or why not.</param>
/// <param name="Models">The models that answer, once ready.</param>
/// <param name="Refused">Why the registry's newest state is not served and an older one is; absent where that is not so.</param>
public sealed record Health(string Status, IReadOnlyList<string> Models, string? Refused = null);

/// <summary>Writes <see cref="Health"/> without reflection.</summary>
[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Health))]
internal sealed partial class HealthJson : JsonSerializerContext;

/// <summary>GET /health/live and /health/ready.</summary>
internal static class HealthEndpoints
{
    /// <summary>The process runs and answers; a host restarts it when this fails.</summary>
    public static IResult Live() => TypedResults.Json(new Health("live", []), HealthJson.Default.Health);

    /// <summary>The models are checked and warm; a host sends requests only then.</summary>
    /// <exception cref="ServiceException">Not yet, or never, with the reason.</exception>
    public static IResult Ready(RecognitionService service, IHostApplicationLifetime lifetime)
    {
        VerifyReady(service, lifetime);
        return TypedResults.Json(
            new Health("ready", [.. service.Served.Select(model => model.Reference.ToString())], service.Refused), HealthJson.Default.Health);
    }

    /// <summary>Refuses where requests should not come.</summary>
    /// <exception cref="ServiceException">Not yet, or never, with the reason.</exception>
    public static void VerifyReady(RecognitionService service, IHostApplicationLifetime lifetime)
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested)
            throw new ServiceException(ErrorKind.NotReady, "stopping", "The process is stopping. Send requests to another one.");
        _ = service.Catalog;
    }
}
