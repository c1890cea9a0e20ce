namespace RoomTypes.Evidently;

/// <summary>Where the Evidently API answers. It is not part of the OpenAPI document: AWS's own service model describes it.</summary>
internal static class EvidentlyRoutes
{
    private static readonly string[] Patterns =
    [
        "/projects", "/projects/{**rest}", "/events/projects/{project}", "/segments", "/segments/{**rest}", "/test-segment-pattern", "/tags/{**arn}",
    ];

    /// <summary>Maps few patterns instead of forty: the routing table is made at the first request.</summary>
    public static void MapEvidently(this IEndpointRouteBuilder app)
    {
        RequestDelegate handle = context => context.RequestServices.GetRequiredService<EvidentlyApi>().HandleAsync(context);
        foreach (var pattern in Patterns) app.Map(pattern, handle).ExcludeFromDescription();
    }
}
