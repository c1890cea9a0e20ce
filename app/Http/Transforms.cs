using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using RoomTypes.Configuration;
using RoomTypes.Recognition;

namespace RoomTypes.Http;

/// <summary>What a job of Batch Transform goes by where nobody told it otherwise.</summary>
/// <param name="MaxConcurrentTransforms">Requests at once.</param>
/// <param name="BatchStrategy">SINGLE_RECORD: an object is a request.</param>
/// <param name="MaxPayloadInMB">The largest object, of which the job itself refuses larger ones and fails.</param>
internal sealed record ExecutionParameters(int MaxConcurrentTransforms, string BatchStrategy, int MaxPayloadInMB);

/// <summary>Writes <see cref="ExecutionParameters"/> without reflection, by the names that SageMaker reads.</summary>
[JsonSerializable(typeof(ExecutionParameters))]
internal sealed partial class TransformJson : JsonSerializerContext;

/// <summary>
/// The container of a job of SageMaker's Batch Transform (docs/decisions/0103). One object that is refused would fail the job: a refusal of what an
/// object holds is its answer. What is refused for another reason, or fails here, keeps its status, and the job tries it again.
/// </summary>
/// <remarks>https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-batch-code.html</remarks>
internal static class Transforms
{
    /// <summary>Where a job asks what it should go by.</summary>
    public const string Path = "/execution-parameters";

    private const int Megabyte = 1 << 20;
    private const int MostMegabytes = RequestOptions.BytesOfAJob / Megabyte;

    /// <summary>Answers what a job asks before its first object, and refusals of an object with 200, each as the problem that it is. Comes before what answers problems.</summary>
    public static void UseTransforms(this WebApplication app)
    {
        app.Use((context, next) =>
        {
            if (context.Request.Path == Invocations.Path) context.Response.OnStarting(KeepJob, context);
            return next(context);
        });
        app.MapGet(Path, Get).ExcludeFromDescription();
    }

    /// <summary>As many requests as keep the workers busy, and as large as those may be then.</summary>
    internal static ExecutionParameters Parameters(int transforms, int mostBytes)
    {
        var concurrent = Math.Clamp(transforms, 1, MostMegabytes / ((mostBytes + Megabyte - 1) / Megabyte));
        return new(concurrent, "SINGLE_RECORD", MostMegabytes / concurrent);
    }

    private static JsonHttpResult<ExecutionParameters> Get(RequestOptions requests) =>
        TypedResults.Json(Parameters(HostLimits.Current.Transforms, requests.MaxRequestBytes), TransformJson.Default.ExecutionParameters);

    // Not 415: the type is the job's, and so is the mistake.
    private static Task KeepJob(object state)
    {
        var response = ((HttpContext)state).Response;
        if (response.StatusCode is StatusCodes.Status400BadRequest or StatusCodes.Status404NotFound or StatusCodes.Status413PayloadTooLarge or StatusCodes.Status422UnprocessableEntity)
            response.StatusCode = StatusCodes.Status200OK;
        return Task.CompletedTask;
    }
}
