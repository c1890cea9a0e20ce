using System.Text.Json;

namespace RoomTypes.Tests.Evidently;

/// <summary>Clients of the time when AWS ran Evidently, unchanged.</summary>
public sealed class ClientTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private TestService _service = null!;

    private string Endpoint => _service.Client.BaseAddress!.ToString().TrimEnd('/');

    public async Task InitializeAsync() =>
        _service = await TestService.StartAsync("Events:Store=sqlite", $"Events:File={Path.Combine(_folder.Path, "events.db")}", "Evidently:ResultsAfterMinutes=0");

    public async Task DisposeAsync()
    {
        await _service.DisposeAsync();
        _folder.Dispose();
    }

    [ClientFact]
    public async Task Boto3_FromCreationToResults_FindsTheDifferenceThatWasThere()
    {
        var said = await Client.RunAsync("/usr/bin/python3", [Path.Combine(AppContext.BaseDirectory, "Evidently", "boto3_project.py"), Endpoint]);
        Assert.Equal("RUNNING", Text(said, "launch"));
        Assert.Equal("""[{"name": "ab", "type": "aws.evidently.onlineab"}]""", Text(said, "rules"));
        Assert.Equal("""["ENTITY_OVERRIDES_MATCH", "three", {"stringValue": "room-type@3"}]""", Text(said, "override"));
        Assert.Equal("""[["LAUNCH_RULE_MATCH", {"longValue": 7}], ["DEFAULT", {"longValue": 3}]]""", Text(said, "limits"));
        Assert.Equal("0", Text(said, "failed"));
        Assert.Equal("""[1, "ValidationException"]""", Text(said, "bad"));
        AssertResults(said);
        Assert.Equal("limits", Text(said, "segments"));
        Assert.Equal(
            """["ResourceNotFoundException", "ConflictException", "ConflictException", "ConflictException", "ValidationException", "ValidationException", "ConflictException"]""",
            Text(said, "errors"));
        Assert.Equal("""[["limit"], ["model"]]""", Text(said, "pages"));
        Assert.Equal("COMPLETED", Text(said, "stopped"));
        Assert.Equal("[]", Text(said, "projects"));
    }

    /// <summary>With its host prefix the client asks dataplane.localhost for evaluations.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("prefix")]
    public async Task JavaScript_FromCreationToDeletion_FindsTheDifferenceThatWasThere(string prefix)
    {
        var endpoint = prefix.Length > 0 ? Endpoint.Replace("127.0.0.1", "localhost", StringComparison.Ordinal) : Endpoint;
        var said = await Client.RunAsync("node", [Client.JavaScript, endpoint, prefix]);
        Assert.Equal("""["AVAILABLE",true]""", Text(said, "created"));
        Assert.Equal("true", Text(said, "pattern"));
        Assert.Equal("RUNNING", Text(said, "launch"));
        Assert.Equal("true", Text(said, "started"));
        Assert.Equal("""["ENTITY_OVERRIDES_MATCH","new","room-type@3"]""", Text(said, "override"));
        Assert.Equal("""[["LAUNCH_RULE_MATCH",7],["DEFAULT",3]]""", Text(said, "limits"));
        Assert.Equal("0", Text(said, "failed"));
        AssertResults(said);
        Assert.Equal(
            [
                "ResourceNotFoundException true 404 feature", "ConflictException true 409 project", "ConflictException true 409 feature",
                "ConflictException true 409 segment", "ValidationException true 400 fieldValidationFailed", "ResourceNotFoundException true 404 project",
            ],
            said.GetProperty("errors").EnumerateArray().Select(error => error.GetString()));
        Assert.Equal("""[["limit"],["model"]]""", Text(said, "pages"));
        Assert.Equal("""{"team":"a"}""", Text(said, "tags"));
        Assert.Equal("COMPLETED", Text(said, "stopped"));
        Assert.Equal("[]", Text(said, "projects"));
    }

    [ClientFact]
    public async Task AwsCli_FromCreationToResults_Works()
    {
        await CliAsync("create-project", "--name", "rooms");
        await CliAsync("create-feature", "--project", "rooms", "--name", "model",
            "--variations", """[{"name":"two","value":{"stringValue":"room-type@2"}},{"name":"three","value":{"stringValue":"room-type@3"}}]""");
        await CliAsync("create-experiment", "--project", "rooms", "--name", "ab",
            "--treatments", """[{"name":"old","feature":"model","variation":"two"},{"name":"new","feature":"model","variation":"three"}]""",
            "--metric-goals", """[{"metricDefinition":{"name":"minutes","entityIdKey":"user","valueKey":"minutes"},"desiredChange":"INCREASE"}]""");
        await CliAsync("start-experiment", "--project", "rooms", "--experiment", "ab", "--analysis-complete-time", $"{DateTimeOffset.UtcNow.AddDays(1):O}");
        var arms = new Dictionary<string, List<double>> { ["old"] = [], ["new"] = [] };
        var events = new List<string>();
        var requests = string.Join(',', Enumerable.Range(0, 20).Select(i => $$"""{"entityId":"robot-{{i}}","feature":"model"}"""));
        foreach (var result in (await CliAsync("batch-evaluate-feature", "--project", "rooms", "--requests", $"[{requests}]")).GetProperty("results").EnumerateArray())
        {
            var (entity, value) = (result.GetProperty("entityId").GetString()!, events.Count + 1);
            arms[result.GetProperty("details").GetString()!.Contains("\"new\"", StringComparison.Ordinal) ? "new" : "old"].Add(value);
            events.Add($$"""{"timestamp":{{DateTimeOffset.UtcNow.ToUnixTimeSeconds()}},"type":"aws.evidently.custom","data":"{\"user\":\"{{entity}}\",\"minutes\":{{value}}}"}""");
        }

        Assert.Equal(0, (await CliAsync("put-project-events", "--project", "rooms", "--events", $"[{string.Join(',', events)}]")).GetProperty("failedEventCount").GetInt32());
        await CliAsync("evaluate-feature", "--project", "rooms", "--feature", "model", "--entity-id", "robot-0");
        var results = await CliAsync("get-experiment-results", "--project", "rooms", "--experiment", "ab", "--metric-names", "minutes", "--treatment-names", "old", "new", "--result-stats", "BaseStat");
        Assert.Equal(
            [$"old Mean {arms["old"].Average():F6}", $"new Mean {arms["new"].Average():F6}"],
            results.GetProperty("resultsData").EnumerateArray().Select(data => $"{data.GetProperty("treatmentName")} {data.GetProperty("resultStat")} {data.GetProperty("values")[0].GetDouble():F6}"));
    }

    private static void AssertResults(JsonElement said)
    {
        var visits = said.GetProperty("visits");
        var means = new[] { "old", "new" }.ToDictionary(arm => arm, arm => visits.GetProperty(arm).EnumerateArray().Average(value => value.GetDouble()));
        var results = said.GetProperty("results");
        Assert.Equal(means["old"], results.GetProperty("old Mean")[0].GetDouble(), 9);
        Assert.Equal(means["new"], results.GetProperty("new Mean")[0].GetDouble(), 9);
        Assert.Equal(means["new"] - means["old"], results.GetProperty("new TreatmentEffect")[0].GetDouble(), 9);
        Assert.True(results.GetProperty("new ConfidenceIntervalLowerBound")[0].GetDouble() > 0);
        Assert.InRange(2, results.GetProperty("new ConfidenceIntervalLowerBound")[0].GetDouble(), results.GetProperty("new ConfidenceIntervalUpperBound")[0].GetDouble());
        Assert.True(results.GetProperty("new PValue")[0].GetDouble() < 0.05);
        Assert.False(results.TryGetProperty("old PValue", out _));
        Assert.True(said.GetProperty("report").GetProperty("probabilityOfImprovement").GetDouble() > 0.99);
        Assert.Contains("'new' is better", said.GetProperty("details").GetProperty("verdict").GetString());
        Assert.Equal(1, said.GetProperty("timestamps").GetInt32());
    }

    // A proxy takes requests for any host, "dataplane." or not: the way for clients that cannot leave the host prefix out.
    private Task<JsonElement> CliAsync(params string[] arguments) =>
        Client.RunAsync("/usr/bin/aws", ["evidently", "--endpoint-url", "http://evidently.example", "--output", "json", .. arguments], ("http_proxy", Endpoint));

    private static string Text(JsonElement said, string name) => said.GetProperty(name) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : said.GetProperty(name).GetRawText();
}
