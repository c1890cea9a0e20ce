using System.Text;
using System.Text.Json;
using RoomTypes.Events;
using RoomTypes.Events.Sqlite;
using RoomTypes.Tests.Events;

namespace RoomTypes.Tests.Evidently;

/// <summary>What the API promises beyond what its clients show.</summary>
public sealed class RulesTests : IAsyncLifetime
{
    private const string Treatments = """[{"name":"old","feature":"model","variation":"two"},{"name":"new","feature":"model","variation":"three"}]""";

    private readonly TemporaryFolder _folder = new();
    private TestService _service = null!;

    private string StoreFile => Path.Combine(_folder.Path, "events.db");

    public async Task InitializeAsync()
    {
        _service = await TestService.StartAsync("Events:Store=sqlite", $"Events:File={StoreFile}", "Events:RetentionDays=30");
        await OkAsync("POST", "projects", """{"name":"rooms"}""");
        await OkAsync("POST", "projects/rooms/features", """{"name":"model","variations":[{"name":"two","value":{"stringValue":"2"}},{"name":"three","value":{"stringValue":"3"}}]}""");
    }

    public async Task DisposeAsync()
    {
        await _service.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Experiment_WhoseTimeIsOver_IsInNobodysWay()
    {
        await CreateAsync("first");
        await OkAsync("POST", "projects/rooms/experiments/first/start", $$"""{"analysisCompleteTime":{{Seconds(DateTimeOffset.UtcNow.AddMilliseconds(300))}}}""");
        while (Text((await OkAsync("GET", "projects/rooms/experiments/first")).GetProperty("experiment"), "status") != "COMPLETED") await Task.Yield();
        Assert.Equal(0, (await OkAsync("GET", "projects/rooms")).GetProperty("project").GetProperty("activeExperimentCount").GetInt32());
        await CreateAsync("second");
        await OkAsync("POST", "projects/rooms/experiments/second/start", $$"""{"analysisCompleteTime":{{Seconds(DateTimeOffset.UtcNow.AddDays(1))}}}""");
        Assert.Equal(1, (await OkAsync("GET", "projects/rooms")).GetProperty("project").GetProperty("activeExperimentCount").GetInt32());
        Assert.Equal("EXPERIMENT_RULE_MATCH", Text(await OkAsync("POST", "projects/rooms/evaluations/model", """{"entityId":"e"}"""), "reason"));
    }

    [Fact]
    public async Task Update_WithOtherTreatments_ForgetsTheOldWeights()
    {
        await CreateAsync("ab");
        var updated = await OkAsync("PATCH", "projects/rooms/experiments/ab", """{"treatments":[{"name":"x","feature":"model","variation":"two"},{"name":"y","feature":"model","variation":"three"}]}""");
        var definition = updated.GetProperty("experiment").GetProperty("onlineAbDefinition");
        Assert.Equal("""{"controlTreatmentName":"x","treatmentWeights":{"x":50000,"y":50000}}""", definition.GetRawText());
        Assert.Equal(400, (await SendAsync("PATCH", "projects/rooms/experiments/ab", """{"onlineAbConfig":{"treatmentWeights":{"x":0,"y":0}}}""")).Status);
    }

    [Fact]
    public async Task Results_WithATreatmentOfWeightZero_AreThoseOfTheOthers()
    {
        await OkAsync("PATCH", "projects/rooms/features/model", """{"addOrUpdateVariations":[{"name":"four","value":{"stringValue":"4"}}]}""");
        await OkAsync("POST", "projects/rooms/experiments", """
            {"name":"ab","treatments":[{"name":"old","feature":"model","variation":"two"},{"name":"new","feature":"model","variation":"three"},{"name":"none","feature":"model","variation":"four"}],
             "onlineAbConfig":{"controlTreatmentName":"old","treatmentWeights":{"old":50000,"new":50000,"none":0}},
             "metricGoals":[{"metricDefinition":{"name":"minutes","entityIdKey":"user","valueKey":"minutes"},"desiredChange":"INCREASE"}]}
            """);
        await OkAsync("POST", "projects/rooms/experiments/ab/start", $$"""{"analysisCompleteTime":{{Seconds(DateTimeOffset.UtcNow.AddDays(1))}}}""");
        var results = await OkAsync("POST", "projects/rooms/experiments/ab/results", """{"metricNames":["minutes"],"treatmentNames":["old","new","none"]}""");
        Assert.Equal(0, results.GetProperty("timestamps").GetArrayLength());
    }

    [Fact]
    public async Task Results_WithinTenMinutesOfTheStart_AreNotTold()
    {
        await CreateAsync("ab");
        await OkAsync("POST", "projects/rooms/experiments/ab/start", $$"""{"analysisCompleteTime":{{Seconds(DateTimeOffset.UtcNow.AddDays(1))}}}""");
        for (var i = 0; i < 30; i++) await OkAsync("POST", "projects/rooms/evaluations/model", $$"""{"entityId":"{{i}}"}""");
        var now = DateTimeOffset.UtcNow.AddSeconds(1);
        await PutAsync(now, "one", "aws.evidently.custom", [.. Enumerable.Range(0, 30).Select(i => $$"""{"user":"{{i}}","minutes":{{i}}}""")]);
        const string Question = """{"metricNames":["minutes"],"treatmentNames":["old","new"],"resultStats":["BaseStat"]}""";
        Assert.Equal(0, (await OkAsync("POST", "projects/rooms/experiments/ab/results", Question)).GetProperty("timestamps").GetArrayLength());
        await _service.DisposeAsync();
        _service = await TestService.StartAsync("Events:Store=sqlite", $"Events:File={StoreFile}", "Evidently:ResultsAfterMinutes=0");
        while (DateTimeOffset.UtcNow <= now) await Task.Yield();
        Assert.Equal(1, (await OkAsync("POST", "projects/rooms/experiments/ab/results", Question)).GetProperty("timestamps").GetArrayLength());
    }

    [Fact]
    public async Task Batch_WithAnUnknownFeature_AnswersTheOthers()
    {
        var results = (await OkAsync("POST", "projects/rooms/evaluations", """{"requests":[{"entityId":"e","feature":"nothing"},{"entityId":"e","feature":"model"}]}""")).GetProperty("results");
        Assert.Equal(["ERROR", "DEFAULT"], results.EnumerateArray().Select(result => Text(result, "reason")));
    }

    [Fact]
    public async Task Lists_OfAMissingProject_AreNotFound()
    {
        foreach (var kind in new[] { "features", "launches", "experiments" }) Assert.Equal(404, (await SendAsync("GET", $"projects/missing/{kind}", null)).Status);
    }

    [Fact]
    public async Task Evaluations_ThatClientsMade_AreWhatTheirTypeAndDetailsSay()
    {
        await CreateAsync("ab");
        await OkAsync("POST", "projects/rooms/experiments/ab/start", $$"""{"analysisCompleteTime":{{Seconds(DateTimeOffset.UtcNow.AddDays(1))}}}""");
        var answer = await PutAsync(
            """{"feature":"model","entityId":"a","variation":"three","type":"EXPERIMENT_RULE_MATCH","details":{"experiment":"ab","treatment":"new"}}""",
            """{"feature":"model","entityId":"b","variation":"three","type":"LAUNCH_RULE_MATCH","details":{"launch":"l","group":"g"}}""",
            """{"feature":"model","entityId":"c","variation":"three","type":"DEFAULT"}""",
            """{"feature":"model","entityId":"d","variation":"three","type":"EXPERIMENT_RULE_MATCH","details":{"experiment":"other","treatment":"new"}}""",
            """{"feature":"model","entityId":"e","variation":"three","type":"SOMETHING"}""",
            """{"feature":"model","entityId":"f","variation":"two"}""");
        Assert.Equal(2, answer.GetProperty("failedEventCount").GetInt32());
        await using var store = new SqliteEventStore(StoreFile);
        var exposures = (await Make.ListAsync(store.ReadEventsAsync(DateTimeOffset.UnixEpoch, DateTimeOffset.UtcNow.AddHours(1), CancellationToken.None))).OfType<Exposure>();
        Assert.Equal(
            ["a rooms/ab new EXPERIMENT_RULE_MATCH", "b  three LAUNCH_RULE_MATCH", "c  three DEFAULT", "f rooms/ab old EXPERIMENT_RULE_MATCH"],
            exposures.Select(exposure => $"{exposure.EntityId} {exposure.Experiment} {exposure.Variation} {exposure.Reason}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Events_EqualOnesOfTwoRequests_AreTwoAndThoseOfOneInvocationOne()
    {
        await CreateAsync("ab");
        var told = DateTimeOffset.UtcNow;
        foreach (var invocation in new[] { "one", "one", "two" }) await PutAsync(told, invocation, "aws.evidently.custom", """{"user":"a","minutes":3}""");
        await using var store = new SqliteEventStore(StoreFile);
        Assert.Equal(2, (await Make.ListAsync(store.ReadEventsAsync(DateTimeOffset.UnixEpoch, told.AddHours(1), CancellationToken.None))).OfType<MetricEvent>().Count());
    }

    [Theory]
    [InlineData("1999-05-01T00:00:00Z", "3")]
    [InlineData("2999-05-01T00:00:00Z", "3")]
    [InlineData("", "1e200")]
    public async Task Events_OutOfTimeOrMeasure_AreRefused(string time, string value)
    {
        await CreateAsync("ab");
        var told = time.Length > 0 ? DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture) : DateTimeOffset.UtcNow;
        var answer = await PutAsync(told, "one", "aws.evidently.custom", $$"""{"user":"a","minutes":{{value}}}""");
        Assert.Equal("ValidationException", Text(answer.GetProperty("eventResults")[0], "errorCode"));
    }

    private Task<JsonElement> CreateAsync(string name) => OkAsync("POST", "projects/rooms/experiments", $$"""
        {"name":"{{name}}","treatments":{{Treatments}},"metricGoals":[{"metricDefinition":{"name":"minutes","entityIdKey":"user","valueKey":"minutes"},"desiredChange":"INCREASE"}]}
        """);

    private Task<JsonElement> PutAsync(params string[] data) => PutAsync(DateTimeOffset.UtcNow, "one", "aws.evidently.evaluation", data);

    private async Task<JsonElement> PutAsync(DateTimeOffset time, string invocation, string type, params string[] data)
    {
        var events = data.Select(text => $$"""{"timestamp":{{Seconds(time)}},"type":"{{type}}","data":{{JsonSerializer.Serialize(text)}}}""");
        return await OkAsync("POST", "events/projects/rooms", $$"""{"events":[{{string.Join(',', events)}}]}""", invocation);
    }

    private async Task<JsonElement> OkAsync(string method, string path, string? body = null, string invocation = "")
    {
        var (status, json) = await SendAsync(method, path, body, invocation);
        Assert.True(status == 200, $"{status}: {json.GetRawText()}");
        return json;
    }

    private async Task<(int Status, JsonElement Json)> SendAsync(string method, string path, string? body, string invocation = "")
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), $"/{path}");
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        if (invocation.Length > 0) request.Headers.Add("amz-sdk-invocation-id", invocation);
        using var response = await _service.Client.SendAsync(request);
        return ((int)response.StatusCode, JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement);
    }

    private static string Seconds(DateTimeOffset time) => (time.ToUnixTimeMilliseconds() / 1000.0).ToString("F3", System.Globalization.CultureInfo.InvariantCulture);

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
