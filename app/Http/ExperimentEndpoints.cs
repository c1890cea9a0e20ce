using System.Globalization;
using RoomTypes.Events;
using RoomTypes.Experiments;
using RoomTypes.Experiments.Files;
using RoomTypes.Experiments.Results;
using RoomTypes.Http.OpenApi;
using RoomTypes.Recognition;

namespace RoomTypes.Http;

/// <summary>GET /v1/experiments, /v1/experiments/{name}/results and /v1/experiments/{name}/plan.</summary>
internal static class ExperimentEndpoints
{
    private const double PlanDays = 28;

    /// <summary>Maps them.</summary>
    public static void MapExperiments(this WebApplication app)
    {
        app.MapGet("/v1/experiments", List)
            .WithName("listExperiments").WithTags("Experiments")
            .Produces<ExperimentList>().WithExample(Examples.Experiments).WithErrors(Errors.Experiments);
        app.MapGet("/v1/experiments/{name}/results", ResultsAsync)
            .WithName("getExperimentResults").WithTags("Experiments")
            .Produces<ExperimentResults>().WithExample(Examples.Results).WithErrors(Errors.Results);
        app.MapGet("/v1/experiments/{name}/plan", PlanAsync)
            .WithName("planExperiment").WithTags("Experiments")
            .Produces<ExperimentPlanResult>().WithExample(Examples.Plan).WithErrors(Errors.Plan);
    }

    /// <summary>Who gets what now.</summary>
    public static IResult List(ExperimentOptions options, ExperimentPlan plan, AdminOptions admin, TimeProvider time) => TypedResults.Json(
        new ExperimentList(
            options.Source switch
            {
                VariationSourceKind.Local => "local",
                VariationSourceKind.AppConfig => "appconfig",
                VariationSourceKind.Evidently => "evidently",
                _ => "none",
            },
            [.. plan.Features.Select(feature => FeatureDescription.Of(feature, time.GetUtcNow()))])
        {
            Revision = plan.Revision,
            Changeable = options.Source == VariationSourceKind.Local && admin.AdminToken is not null,
        },
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

    /// <summary>What the experiment will be able to see, told by the last days of the event store: days, 28 if absent and at most as many as events are kept.</summary>
    public static async Task<IResult> PlanAsync(HttpContext context, string name, ResultsReader reader, RequestOptions options, EventOptions events, double days = PlanDays)
    {
        if (!(days > 0 && days <= events.RetentionDays))
        {
            var allowed = $"over 0 and at most {events.RetentionDays}, which is how long events are kept";
            throw new ServiceException(ErrorKind.Invalid, "days_invalid", $"days is {days.ToString(CultureInfo.InvariantCulture)}; allowed is {allowed}.") { Value = days.ToString(CultureInfo.InvariantCulture), Limit = allowed };
        }

        var plan = await reader.PlanAsync(name, days, context.BeginDeadline(options).Token);
        return TypedResults.Json(ExperimentPlanResult.Of(name, plan), ExperimentPlanJson.Default.ExperimentPlanResult);
    }

    internal static DateTimeOffset? Time(string name, string? text)
    {
        if (string.IsNullOrEmpty(text)) return null;
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)) return time;
        const string Allowed = "a time in ISO 8601, for example 2026-11-21T00:00:00Z";
        throw new ServiceException(ErrorKind.Invalid, "time_malformed", $"{name} is '{text}'; allowed is {Allowed}.") { Value = text, Limit = Allowed };
    }
}
