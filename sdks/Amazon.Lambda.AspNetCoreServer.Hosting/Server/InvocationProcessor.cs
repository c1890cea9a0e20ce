using Amazon.Lambda.AspNetCoreServer.Hosting.Events;
using Amazon.Lambda.AspNetCoreServer.Hosting.RuntimeApi;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Amazon.Lambda.AspNetCoreServer.Hosting.Server;

/// <summary>One invocation from event to posted answer. Safe for concurrent use.</summary>
internal sealed class InvocationProcessor<TContext>(
    IHttpApplication<TContext> application, RuntimeApiClient client, HostingOptions options, TimeProvider time, ILogger logger)
    where TContext : notnull
{
    /// <summary>The largest answer to a synchronous invocation, in bytes of JSON: 6 MB and a little (Lambda quotas).</summary>
    public const int MaxAnswerBytes = 6 * 1024 * 1024 + 100;

    // Time to write and post the answer that a cancelled request still gives.
    private static TimeSpan DeadlineMargin { get; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Answers the invocation. Throws only when the Runtime API itself fails.</summary>
    public async Task ProcessAsync(Invocation invocation)
    {
        using var answer = new PooledBuffer();
        (int Status, string Reason)? refusal;
        try
        {
            await AnswerAsync(invocation, answer).ConfigureAwait(false);
            refusal = await client.RespondAsync(invocation.RequestId, answer.Written).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not (RuntimeApiException or HttpRequestException))
        {
            logger.InvocationError(e, invocation.RequestId);
            refusal = await client.ReportErrorAsync(invocation.RequestId, e).ConfigureAwait(false);
        }
        if (refusal is { } refused)
            logger.AnswerRefused(invocation.RequestId, refused.Status, refused.Reason);
    }

    private async Task AnswerAsync(Invocation invocation, PooledBuffer answer)
    {
        var request = HttpEventReader.Read(invocation.Event);
        if (invocation.TraceId is not null)
            request.Headers.TryAdd("X-Amzn-Trace-Id", invocation.TraceId);
        using var response = new ResponseFeature();
        await RunAsync(invocation, request, response).ConfigureAwait(false);
        ResponseJson.Write(answer, request.Shape, request.Method, response, options);
        if (answer.Length > MaxAnswerBytes)
        {
            throw new InvocationException("Function.ResponseSizeTooLarge",
                $"The response is {answer.Length} bytes as JSON; Lambda takes {MaxAnswerBytes}. Answer with less, or with a link to the content.");
        }
    }

    private async Task RunAsync(Invocation invocation, HttpEvent request, ResponseFeature response)
    {
        using var aborted = new CancellationTokenSource(Positive(invocation.Deadline - time.GetUtcNow() - DeadlineMargin), time);
        var feature = new RequestFeature(request, invocation.TraceId ?? invocation.RequestId, aborted);
        var context = application.CreateContext(Features(feature, response));
        Exception? failure = null;
        try
        {
            await application.ProcessRequestAsync(context).ConfigureAwait(false);
            // What ASP.NET Core's exception handler makes of a cancelled request: the client is still there, the time is not.
            if (response.StatusCode == StatusCodes.Status499ClientClosedRequest && aborted.IsCancellationRequested && !response.HasStarted)
                AnswerDeadline(invocation, response);
            await response.StartAsync().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            failure = e;
            AnswerFailure(e, invocation, feature, response);
        }
        finally
        {
            if (await response.CompletedAsync().ConfigureAwait(false) is { } late)
                logger.ApplicationError(late, invocation.RequestId);
            application.DisposeContext(context, failure);
        }
        if (feature.IsAborted)
            throw new InvocationException("Function.RequestAborted", "The application aborted the request.", failure);
    }

    // As Kestrel answers an exception that the pipeline lets through; what has started cannot be changed, here it fails the invocation.
    private void AnswerFailure(Exception exception, Invocation invocation, RequestFeature request, ResponseFeature response)
    {
        if (response.HasStarted)
            throw new InvocationException("Function.IncompleteResponse", $"The application failed within its response: {exception.Message}", exception);
        if (exception is OperationCanceledException && request.RequestAborted.IsCancellationRequested && !request.IsAborted)
        {
            AnswerDeadline(invocation, response);
            return;
        }
        logger.ApplicationError(exception, invocation.RequestId);
        response.Reset(exception is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status500InternalServerError);
        if (options.IncludeUnhandledExceptionDetailInResponse)
            response.Headers["ErrorType"] = exception.GetType().Name;
    }

    private void AnswerDeadline(Invocation invocation, ResponseFeature response)
    {
        logger.DeadlinePassed(invocation.RequestId);
        response.Reset(StatusCodes.Status504GatewayTimeout);
    }

    private static FeatureCollection Features(RequestFeature request, ResponseFeature response)
    {
        var features = new FeatureCollection(16);
        features.Set<IHttpRequestFeature>(request);
        features.Set<IRequestBodyPipeFeature>(request);
        features.Set<IHttpRequestBodyDetectionFeature>(request);
        features.Set<IHttpConnectionFeature>(request);
        features.Set<IHttpRequestIdentifierFeature>(request);
        features.Set<IHttpRequestLifetimeFeature>(request);
        features.Set<IHttpResponseFeature>(response);
        features.Set<IHttpResponseBodyFeature>(response);
        return features;
    }

    private static TimeSpan Positive(TimeSpan span) => span > TimeSpan.Zero ? span : TimeSpan.Zero;
}
