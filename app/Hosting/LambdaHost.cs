using Amazon.Lambda.AspNetCoreServer;
using RoomTypes.Configuration;
using RoomTypes.Events;
using RoomTypes.Http;

namespace RoomTypes.Hosting;

/// <summary>The service as a Lambda function; see docs/hosting.md.</summary>
internal static class LambdaHost
{
    private static readonly TimeSpan LongestFlush = TimeSpan.FromMilliseconds(200);

    /// <summary>Takes requests from Lambda if the process runs there, and lets Lambda know why a start fails.</summary>
    public static void AddLambda(this WebApplicationBuilder builder)
    {
        builder.Services.AddAWSLambdaHosting(
            LambdaEventSource.RestApi,
            options => options.RegisterResponseContentEncodingForContentType(MediaTypes.Protobuf, ResponseContentEncoding.Base64));
        if (Platform.IsLambda) SnapStart.Prepare();
    }

    /// <summary>
    /// In Lambda, holds each answer back until its events are written: afterwards the process is frozen, perhaps for ever. A store that is
    /// slow or down delays an answer no longer than <see cref="LongestFlush"/>; its events wait for the next request then.
    /// </summary>
    public static void UseEventsBeforeFreeze(this WebApplication app)
    {
        var log = app.Services.GetRequiredService<IEventLog>();
        if (!Platform.IsLambda || !log.IsEnabled) return;
        app.Use(async (context, next) =>
        {
            await next(context);
            await log.FlushAsync(LongestFlush);
        });
    }
}
