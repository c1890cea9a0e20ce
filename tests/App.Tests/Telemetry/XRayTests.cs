using System.Diagnostics;
using RoomTypes.Telemetry;

namespace RoomTypes.Tests.Telemetry;

public class XRayTests
{
    private const string Sampled = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1";
    private const string SampledParent = "00-5759e988bd862e3fe1be46a994272793-53995c3f42cd8ad8-01";
    private const string Unsampled = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=0";
    private const string Own = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    [Theory]
    [InlineData(Sampled, SampledParent)]
    [InlineData("Sampled=1; Parent=53995c3f42cd8ad8; Root=1-5759e988-bd862e3fe1be46a994272793;Lineage=25:a87bd80c:1", SampledParent)]
    [InlineData("Self=1-67891234-12456789abcdef012345678;Root=1-5759E988-BD862E3FE1BE46A994272793;Parent=53995C3F42CD8AD8;Sampled=1", SampledParent)]
    [InlineData(Unsampled, "00-5759e988bd862e3fe1be46a994272793-53995c3f42cd8ad8-00")]
    [InlineData("Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=?", "00-5759e988bd862e3fe1be46a994272793-53995c3f42cd8ad8-00")]
    [InlineData("Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8", "00-5759e988bd862e3fe1be46a994272793-53995c3f42cd8ad8-00")]
    [InlineData("Root=1-5759e988-bd862e3fe1be46a994272793", null)]
    [InlineData("Root=2-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1", null)]
    [InlineData("Root=1-00000000-000000000000000000000000;Parent=53995c3f42cd8ad8;Sampled=1", null)]
    [InlineData("Root=1-5759e988-bd862e3fe1be46a99427279x;Parent=53995c3f42cd8ad8;Sampled=1", null)]
    [InlineData("Root=1-5759e988-bd862e3fe1be46a994272793;Parent=0000000000000000;Sampled=1", null)]
    [InlineData("Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f;Sampled=1", null)]
    [InlineData(";;=;", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Header_OfEveryShape_IsAParentOrNone(string? header, string? expected) => Assert.Equal(expected, XRay.ToTraceParent(header));

    [Fact]
    public void TraceIds_BeginWithTheTime_AndDiffer()
    {
        var before = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var ids = Enumerable.Range(0, 1000).Select(_ => XRay.NewTraceId().ToHexString()).ToHashSet();
        Assert.Equal(1000, ids.Count);
        Assert.All(ids, id => Assert.InRange(Convert.ToInt64(id[..8], 16), before, DateTimeOffset.UtcNow.ToUnixTimeSeconds()));
    }

    [Theory]
    [InlineData(Own, Sampled, "xray,tracecontext", SampledParent)]
    [InlineData(Own, Unsampled, "xray,tracecontext", Own)]
    [InlineData(Own, Sampled, "tracecontext", Own)]
    [InlineData(Own, Sampled, "", null)]
    [InlineData(null, Sampled, "xray", SampledParent)]
    [InlineData(null, Sampled, "tracecontext", null)]
    [InlineData(null, Unsampled, "xray,tracecontext", "00-5759e988bd862e3fe1be46a994272793-53995c3f42cd8ad8-00")]
    [InlineData(Own, "nonsense", "xray,tracecontext", Own)]
    public void Extract_OfBothHeaders_TakesTheTraceThatIsSampled(string? traceParent, string? xRay, string propagators, string? expected)
    {
        var headers = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase) { ["traceparent"] = traceParent, ["x-amzn-trace-id"] = xRay };
        Propagator(propagators).ExtractTraceIdAndState(headers, Get, out var id, out _);
        Assert.Equal(expected, id);
    }

    [Theory]
    [InlineData("xray,tracecontext,baggage", "traceparent baggage")]
    [InlineData("tracecontext", "traceparent")]
    [InlineData("baggage", "baggage")]
    [InlineData("xray", "")]
    public void Inject_SendsWhatIsChosen(string propagators, string expected)
    {
        using var activity = new Activity("test").SetIdFormat(ActivityIdFormat.W3C).AddBaggage("key", "value").Start();
        var sent = new List<string>();
        Propagator(propagators).Inject(activity, sent, (carrier, name, _) => ((List<string>)carrier!).Add(name.ToLowerInvariant()));
        Assert.Equal(expected, string.Join(' ', sent));
        Assert.Equal(propagators.Contains("baggage"), Propagator(propagators).ExtractBaggage(new Dictionary<string, string?> { ["baggage"] = "a=b" }, Get)?.Any() ?? false);
    }

    private static TracePropagator Propagator(string names) => new(names.Contains("tracecontext"), names.Contains("baggage"), names.Contains("xray"));

    private static void Get(object? carrier, string name, out string? value, out IEnumerable<string>? values)
    {
        values = null;
        value = ((Dictionary<string, string?>)carrier!).GetValueOrDefault(name);
    }
}
