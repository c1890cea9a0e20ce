using System.Diagnostics;

namespace RoomTypes.Telemetry;

/// <summary>
/// Spans of the stages of a request, below the server's span that ASP.NET Core makes. While nobody listens there are none, and they cost
/// nothing. Their attributes tell nothing of what a request carries: no ids of entities, no names of rooms, no pictures.
/// </summary>
internal static class Stages
{
    /// <summary>The source's name, which is the spans' scope.</summary>
    public const string SourceName = "RoomTypes";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>The span that runs now, as the parent of work on other threads; none while nobody listens.</summary>
    public static ActivityContext Current => Source.HasListeners() && Activity.Current is { } activity ? activity.Context : default;

    /// <summary>Begins a stage of what runs now; it ends when it is disposed of.</summary>
    public static Activity? Begin(string stage) => Source.StartActivity(stage);

    /// <summary>Begins a stage on whatever thread; none without a parent.</summary>
    public static Activity? Begin(string stage, ActivityContext parent) =>
        parent == default ? null : Source.StartActivity(stage, ActivityKind.Internal, parent);

    /// <summary>A stage that ends now; none without a parent.</summary>
    /// <param name="stage">Its name.</param>
    /// <param name="parent">The request's span.</param>
    /// <param name="took">How long it was.</param>
    public static void Passed(string stage, ActivityContext parent, TimeSpan took)
    {
        if (parent == default) return;
        using var span = Source.StartActivity(stage, ActivityKind.Internal, parent, startTime: DateTimeOffset.UtcNow - took);
    }

    /// <summary>Marks a stage as failed.</summary>
    /// <param name="span">The stage; null if it has no span.</param>
    /// <param name="code">Of a few: the failure's code, which callers are told too.</param>
    public static void Failed(this Activity? span, string code) => span?.SetTag("error.type", code).SetStatus(ActivityStatusCode.Error);
}
