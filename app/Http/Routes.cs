namespace RoomTypes.Http;

/// <summary>Every route of the service.</summary>
internal static class Routes
{
    /// <summary>Maps the routes behind request ids and problem details.</summary>
    public static void MapRoomTypes(this WebApplication app)
    {
        app.UseRequestIds();
        app.UseProblems();
        app.UseRouting();
        app.MapPost("/v1/recognize", RecognizeEndpoint.HandleAsync);
        app.MapGet("/v1/models", ModelEndpoints.List);
        app.MapGet("/v1/models/{name}/{version}", ModelEndpoints.Get);
        app.MapGet("/health/live", HealthEndpoints.Live);
        app.MapGet("/health/ready", HealthEndpoints.Ready);
    }
}
