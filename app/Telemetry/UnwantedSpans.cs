using System.Diagnostics;
using OpenTelemetry;

namespace RoomTypes.Telemetry;

/// <summary>Leaves out requests that only ask how the process is, every few seconds, and the process's own calls that belong to no request.</summary>
/// <param name="unwatched">The paths of such requests.</param>
internal sealed class UnwantedSpans(IReadOnlyCollection<string> unwatched) : BaseProcessor<Activity>
{
    /// <inheritdoc/>
    public override void OnEnd(Activity data)
    {
        if (IsUnwanted(data)) data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
    }

    private bool IsUnwanted(Activity span) => span.Kind switch
    {
        ActivityKind.Server => span.GetTagItem("url.path") is string path && unwatched.Contains(path),
        ActivityKind.Client => span.ParentSpanId == default,
        _ => false,
    };
}
