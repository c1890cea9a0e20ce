using RoomTypes.Cost.Plans;

namespace RoomTypes.Cost.Hosts;

/// <summary>What a plan's gateway lets pass of requests to recognise.</summary>
/// <param name="Rate">Requests a second.</param>
/// <param name="Burst">Requests at once.</param>
internal sealed record GatewayLimit(double Rate, double Burst)
{
    /// <summary>Null where all may pass.</summary>
    public static GatewayLimit? Find(Plan plan) =>
        plan.Of("aws:apigateway/methodSettings:MethodSettings").FirstOrDefault(settings => settings.Text("methodPath")?.EndsWith("recognize/POST", StringComparison.Ordinal) == true) is { } settings
        && settings.Number("settings", "throttlingRateLimit") is { } rate && settings.Number("settings", "throttlingBurstLimit") is { } burst ? new(rate, burst) : null;
}
