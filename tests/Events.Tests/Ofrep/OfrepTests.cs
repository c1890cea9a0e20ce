using System.Text;
using System.Text.Json;
using RoomTypes.Events;
using RoomTypes.Events.Sqlite;
using RoomTypes.Tests.Evidently;

namespace RoomTypes.Tests.Ofrep;

/// <summary>Flags over the OpenFeature Remote Evaluation Protocol.</summary>
public sealed class OfrepTests : IAsyncLifetime
{
    private const string Robot = """{"context":{"targetingKey":"robot-1","country":"DE"}}""";

    private readonly TemporaryFolder _folder = new();
    private TestService _service = null!;

    private string Store => Path.Combine(_folder.Path, "events.db");

    public async Task InitializeAsync()
    {
        var file = Path.Combine(_folder.Path, "experiments.json");
        await File.WriteAllTextAsync(file, """
            { "segments": [ { "name": "german-gardens", "pattern": { "country": ["DE"], "home": { "garden": ["true"] }, "floors": [ { "numeric": [">=", 2] } ] } } ],
              "features": [
                { "name": "room-type-model", "defaultVariation": "production", "entityOverrides": { "lab-7": "hardened" },
                  "variations": [ { "name": "production", "value": "room-type@2" }, { "name": "hardened", "value": "room-type@3", "attributes": { "trained": "noise" } } ],
                  "experiment": { "name": "gardens", "control": "c", "segment": "german-gardens",
                    "treatments": [ { "name": "c", "variation": "production", "weight": 0 }, { "name": "t", "variation": "hardened", "weight": 1 } ],
                    "metrics": [ { "name": "confidence", "desiredChange": "increase" } ] } },
                { "name": "limit", "defaultVariation": "seven", "variations": [ { "name": "seven", "value": 7 } ] },
                { "name": "beta", "defaultVariation": "off", "variations": [ { "name": "off", "value": false }, { "name": "on", "value": true } ],
                  "launch": { "name": "all", "groups": [ { "name": "everybody", "variation": "on" } ], "steps": [ { "startTime": "2026-01-01T00:00:00Z", "weights": { "everybody": 100000 } } ] } } ] }
            """);
        _service = await StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _service.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task OpenFeaturesClients_OfServersAndOfPages_GetValuesReasonsAndErrors()
    {
        var said = await Client.RunAsync("node", [Client.Program("Ofrep", "flags.mjs"), $"{_service.Client.BaseAddress}".TrimEnd('/')]);
        Assert.Equal("""["room-type@3","hardened","SPLIT","",{"trained":"noise","experiment":"gardens","treatment":"t"}]""", Text(said, "model"));
        Assert.Equal("""[7,"seven","STATIC","",{}]""", Text(said, "limit"));
        Assert.Equal("""[true,"on","SPLIT","",{"launch":"all","group":"everybody"}]""", Text(said, "beta"));
        Assert.Equal("""["room-type@3","hardened","TARGETING_MATCH","",{"trained":"noise"}]""", Text(said, "override"));
        Assert.Equal("""["none","","ERROR","FLAG_NOT_FOUND",{}]""", Text(said, "unknown"));
        Assert.Equal("""["none","","ERROR","TARGETING_KEY_MISSING",{}]""", Text(said, "nobody"));
        Assert.Equal("""["none","","ERROR","INVALID_CONTEXT",{}]""", Text(said, "list"));
        Assert.StartsWith("""[-1,"","ERROR","TYPE_MISMATCH",""", Text(said, "type"));
        Assert.Equal("""["room-type@3",7,true]""", Text(said, "web"));
        Assert.Equal("\"room-type@3\"", Text(said, "webOverride"));
    }

    [Fact]
    public async Task Evaluate_OfAnEntityThatARuleTakes_IsAnExposureOnceADay()
    {
        foreach (var path in new[] { "/room-type-model", "/room-type-model", "/beta", "" }) await PostAsync(path, """{"context":{"targetingKey":"robot-1","country":"DE","floors":2,"home":{"garden":true}}}""");
        await PostAsync("/room-type-model", """{"context":{"targetingKey":"robot-2"}}""");
        await PostAsync("/room-type-model", """{"context":{"targetingKey":"lab-7"}}""");
        // It has written all its events when it has stopped.
        await _service.DisposeAsync();
        _service = await StartAsync();
        await using var store = new SqliteEventStore(Store);
        var exposures = await store.ReadEventsAsync(DateTimeOffset.MinValue, DateTimeOffset.MaxValue, CancellationToken.None).OfType<Exposure>().ToListAsync();
        Assert.Equal(
            ["robot-1 beta  on LAUNCH_RULE_MATCH", "robot-1 room-type-model gardens hardened EXPERIMENT_RULE_MATCH"],
            exposures.Select(exposure => $"{exposure.EntityId} {exposure.Feature} {exposure.Experiment} {exposure.Variation} {exposure.Reason}").Order());
    }

    [Fact]
    public async Task EvaluateAll_WithTheTagOfTheSameAnswer_IsNotModified()
    {
        using var first = await PostAsync("", Robot);
        Assert.Equal(["room-type-model production DEFAULT", "limit seven STATIC", "beta on SPLIT"],
            (await Samples.JsonAsync(first)).GetProperty("flags").EnumerateArray().Select(flag => $"{flag.GetProperty("key")} {flag.GetProperty("variant")} {flag.GetProperty("reason")}"));
        var tag = first.Headers.ETag!.ToString();
        foreach (var known in new[] { tag, $"W/{tag}", $"\"other\", {tag}" })
        {
            using var again = await PostAsync("", Robot, known);
            Assert.Equal((304, tag), ((int)again.StatusCode, $"{again.Headers.ETag}"));
        }

        using var other = await PostAsync("", """{"context":{"targetingKey":"lab-7"}}""", tag);
        Assert.Equal(200, (int)other.StatusCode);
        Assert.NotEqual(tag, $"{other.Headers.ETag}");
    }

    [Fact]
    public async Task EvaluateAll_WithoutATargetingKey_TellsItWhereItIsNeeded()
    {
        using var response = await PostAsync("", "{}");
        Assert.Equal(["TARGETING_KEY_MISSING", "7", "TARGETING_KEY_MISSING"],
            (await Samples.JsonAsync(response)).GetProperty("flags").EnumerateArray().Select(flag => $"{(flag.TryGetProperty("errorCode", out var code) ? code : flag.GetProperty("value"))}"));
    }

    [Theory]
    [InlineData("/room-type-model", "{", 400, "PARSE_ERROR")]
    [InlineData("/room-type-model", "[]", 400, "PARSE_ERROR")]
    [InlineData("/room-type-model", """{"context":[]}""", 400, "INVALID_CONTEXT")]
    [InlineData("/room-type-model", """{"context":{"targetingKey":1}}""", 400, "INVALID_CONTEXT")]
    [InlineData("/room-type-model", """{"context":{"targetingKey":"\ud800"}}""", 400, "PARSE_ERROR")]
    [InlineData("/room-type-model", """{"context":{"targetingKey":"r","":"x"}}""", 400, "INVALID_CONTEXT")]
    [InlineData("/room-type-model", """{"context":{"targetingKey":"r","home":{"a-name-of-sixty-characters-and-more-together-with-that-of-the-object":"x"}}}""", 400, "INVALID_CONTEXT")]
    [InlineData("/nothing", Robot, 404, "FLAG_NOT_FOUND")]
    public async Task Evaluate_OfWhatCannotBe_HasTheErrorCodeOfOpenFeature(string path, string body, int status, string code)
    {
        using var response = await PostAsync(path, body);
        var failure = await Samples.JsonAsync(response);
        Assert.Equal((status, path[1..], code), ((int)response.StatusCode, failure.GetProperty("key").GetString(), failure.GetProperty("errorCode").GetString()));
        Assert.NotEqual("", failure.GetProperty("errorDetails").GetString());
    }

    private Task<TestService> StartAsync() => TestService.StartAsync(
        "Events:Store=sqlite", $"Events:File={Store}", "Experiments:Source=local", $"Experiments:File={Path.Combine(_folder.Path, "experiments.json")}");

    private async Task<HttpResponseMessage> PostAsync(string path, string body, string? known = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/ofrep/v1/evaluate/flags{path}") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (known is not null) request.Headers.TryAddWithoutValidation("if-none-match", known);
        return await _service.Client.SendAsync(request);
    }

    private static string Text(JsonElement said, string name) => said.GetProperty(name).GetRawText();
}
