namespace RoomTypes.Http.Mlflow;

/// <summary>Where MLflow's API answers. It is not part of the OpenAPI documents: MLflow's own reference describes it (decision 0090).</summary>
internal static class MlflowRoutes
{
    private const string Registry = "/api/2.0/mlflow/{**operation}";
    private const string Artifacts = "/api/2.0/mlflow-artifacts/artifacts/{**path}";

    /// <summary>Maps two patterns instead of twenty: the routing table is made at the first request.</summary>
    public static void MapMlflow(this IEndpointRouteBuilder app)
    {
        RequestDelegate registry = context => context.RequestServices.GetRequiredService<MlflowApi>().HandleAsync(context);
        RequestDelegate artifacts = context => context.RequestServices.GetRequiredService<MlflowApi>().HandleArtifactsAsync(context);
        app.Map(Registry, registry).ExcludeFromDescription();
        app.Map(Artifacts, artifacts).ExcludeFromDescription();
    }
}
