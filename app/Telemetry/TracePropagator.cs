using System.Diagnostics;

namespace RoomTypes.Telemetry;

/// <summary>
/// Takes traces from callers and hands them on: W3C Trace Context and Baggage both ways, X-Ray's header inwards. A trace that X-Ray samples
/// goes before the caller's own, so that the service's spans are under the gateway's or Lambda's.
/// </summary>
/// <param name="w3c">Whether traceparent and tracestate are taken and sent.</param>
/// <param name="baggage">Whether baggage is.</param>
/// <param name="xRay">Whether X-Ray's header is taken.</param>
internal sealed class TracePropagator(bool w3c, bool baggage, bool xRay) : DistributedContextPropagator
{
    private const string Baggage = "baggage";
    private readonly DistributedContextPropagator _inner = CreateW3CPropagator();

    /// <inheritdoc/>
    public override IReadOnlyCollection<string> Fields => [.. _inner.Fields.Where(IsUsed), .. xRay ? [XRay.Header] : Array.Empty<string>()];

    /// <inheritdoc/>
    public override void Inject(Activity? activity, object? carrier, PropagatorSetterCallback? setter)
    {
        if (setter is null) return;
        _inner.Inject(activity, carrier, (target, name, value) =>
        {
            if (IsUsed(name)) setter(target, name, value);
        });
    }

    /// <inheritdoc/>
    public override void ExtractTraceIdAndState(object? carrier, PropagatorGetterCallback? getter, out string? traceId, out string? traceState)
    {
        (traceId, traceState) = (null, null);
        if (getter is null) return;
        if (w3c) _inner.ExtractTraceIdAndState(carrier, getter, out traceId, out traceState);
        if (!xRay) return;
        getter(carrier, XRay.Header, out var header, out var headers);
        if (XRay.ToTraceParent(header ?? headers?.FirstOrDefault()) is not { } traced) return;
        if (traced.EndsWith("01", StringComparison.Ordinal) || !ActivityContext.TryParse(traceId, traceState, out _)) (traceId, traceState) = (traced, null);
    }

    /// <inheritdoc/>
    public override IEnumerable<KeyValuePair<string, string?>>? ExtractBaggage(object? carrier, PropagatorGetterCallback? getter) =>
        baggage ? _inner.ExtractBaggage(carrier, getter) : null;

    private bool IsUsed(string field) => string.Equals(field, Baggage, StringComparison.OrdinalIgnoreCase) ? baggage : w3c;
}
