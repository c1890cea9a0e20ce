using System.Buffers.Binary;
using System.Diagnostics;

namespace RoomTypes.Telemetry;

/// <summary>AWS X-Ray's ids and its header (AWS X-Ray Developer Guide, "Tracing header" and "Sending trace data": format of ids).</summary>
internal static class XRay
{
    /// <summary>The header that AWS's services send.</summary>
    public const string Header = "X-Amzn-Trace-Id";

    private const int RootLength = 35;

    /// <summary>
    /// A trace's id that X-Ray takes too: it begins with the second at which the trace began; the other 96 bits are random, of which
    /// W3C Trace Context asks for 56.
    /// </summary>
    public static ActivityTraceId NewTraceId()
    {
        Span<byte> id = stackalloc byte[16];
        BinaryPrimitives.WriteUInt32BigEndian(id, (uint)DateTimeOffset.UtcNow.ToUnixTimeSeconds());
        // A new GUID is random by the system, also in a process that goes on from a snapshot, where the state of Random is every other process's too.
        // Its bytes 6 to 9 hold what is not random.
        Span<byte> random = stackalloc byte[16];
        Guid.NewGuid().TryWriteBytes(random);
        random[..6].CopyTo(id[4..]);
        random[10..].CopyTo(id[10..]);
        return ActivityTraceId.CreateFromBytes(id);
    }

    /// <summary>
    /// Root=1-{8 hex}-{24 hex};Parent={16 hex};Sampled={0|1} as a traceparent; null if it is no such header, or names no parent, as those of
    /// load balancers do not.
    /// </summary>
    public static string? ToTraceParent(string? header)
    {
        if (header is null) return null;
        ReadOnlySpan<char> root = [], parent = [], sampled = [];
        foreach (var range in header.AsSpan().Split(';'))
        {
            var part = header.AsSpan(range).Trim();
            if (part.StartsWith("Root=")) root = part[5..];
            else if (part.StartsWith("Parent=")) parent = part[7..];
            else if (part.StartsWith("Sampled=")) sampled = part[8..];
        }

        if (root.Length != RootLength || !root.StartsWith("1-") || root[10] != '-') return null;
        // What is not told, or left to who comes next ("?"), is not sampled, as in AWS's own propagators.
        var traceParent = $"00-{root[2..10]}{root[11..]}-{parent}-{(sampled is "1" ? "01" : "00")}".ToLowerInvariant();
        return ActivityContext.TryParse(traceParent, null, out _) ? traceParent : null;
    }
}
