using System.Globalization;
using RoomTypes.Experiments;
using RoomTypes.Experiments.Files;
using RoomTypes.Experiments.Results;
using RoomTypes.Http.OpenApi;
using RoomTypes.Recognition;

namespace RoomTypes.Http;

/// <summary>GET /v1/experiments and /v1/experiments/{name}/results.</summary>
internal static class ExperimentEndpoints
{
    /// <summary>Maps both.</summary>
    public static void MapExperiments(this WebApplication app)
    {
        app.MapGet("/v1/experiments", List)
            .WithName("listExperiments").WithTags("Experiments")
            .Produces<ExperimentList>().WithExample(Examples.Experiments).WithErrors(Errors.Experiments);
        app.MapGet("/v1/experiments/{name}/results", ResultsAsync)
            .WithName("getExperimentResults").WithTags("Experiments")
            .Produces<ExperimentResults>().WithExample(Examples.Results).WithErrors(Errors.Results);
    }

    /// <summary>Who gets what now.</summary>
    public static IResult List(ExperimentOptions options, ExperimentPlan plan, TimeProvider time) => TypedResults.Json(
        new ExperimentList(
            options.Source switch
            {
                VariationSourceKind.Local => "local",
                VariationSourceKind.AppConfig => "appconfig",
                VariationSourceKind.Evidently => "evidently",
                _ => "none",
            },
            [.. plan.Features.Select(feature => FeatureDescription.Of(feature, time.GetUtcNow()))]),
        ExperimentListJson.Default.ExperimentList);

    /// <summary>What the experiment, or the shadow, says so far; from and until, in ISO 8601, limit the time; with history also what it said every day.</summary>
    public static async Task<IResult> ResultsAsync(
        HttpContext context, string name, ResultsReader reader, RequestOptions options, string? from = null, string? until = null, bool history = false)
    {
        var cancellationToken = context.BeginDeadline(options).Token;
        var (start, end) = (Time(nameof(from), from), Time(nameof(until), until));
        var shadow = await reader.ReadShadowAsync(name, start, end, cancellationToken);
        var results = shadow?.Shadow.Name == name ? ExperimentResults.Of(shadow) : await ReadAsync();
        return TypedResults.Json(results with { Shadow = shadow is null ? null : ShadowResults.Of(shadow) }, ExperimentResultsJson.Default.ExperimentResults);

        async Task<ExperimentResults> ReadAsync() => history
            ? ExperimentResults.Of(await reader.ReadHistoryAsync(name, start, end, cancellationToken))
            : ExperimentResults.Of(await reader.ReadAsync(name, start, end, cancellationToken));
    }

    private static DateTimeOffset? Time(string name, string? text)
    {
        if (string.IsNullOrEmpty(text)) return null;
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)) return time;
        const string Allowed = "a time in ISO 8601, for example 2026-11-21T00:00:00Z";
        throw new ServiceException(ErrorKind.Invalid, "time_malformed", $"{name} is '{text}'; allowed is {Allowed}.") { Value = text, Limit = Allowed };
    }
}
