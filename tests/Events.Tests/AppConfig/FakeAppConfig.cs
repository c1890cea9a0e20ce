using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace RoomTypes.Tests.AppConfig;

/// <summary>
/// AppConfig's API of experiments and its agent, as documented (AWS AppConfig API reference; "Retrieving experiment treatments" in its user guide).
/// AWS's own JavaScript client talks to it in <see cref="ExperimentRunTests"/>.
/// </summary>
internal sealed class FakeAppConfig : IAsyncDisposable
{
    private readonly Dictionary<string, JsonObject> _definitions = [];
    private readonly Dictionary<string, List<JsonObject>> _runs = [];
    private Upstream _server = null!;

    public string Address => _server.Address;

    /// <summary>Requests as METHOD target.</summary>
    public IReadOnlyList<(string Target, Dictionary<string, string> Headers, string Body)> Requests => _server.Requests;

    /// <summary>What the agent answers to an entity; null for the deployed flag.</summary>
    public Func<string, string?> Assign { get; set; } = _ => null;

    /// <summary>Whether the API refuses everything.</summary>
    public bool IsDenied { get; set; }

    public static async Task<FakeAppConfig> StartAsync()
    {
        var fake = new FakeAppConfig();
        fake._server = await Upstream.StartAsync((request, body) =>
        {
            lock (fake) return fake.Answer(request, body);
        });
        return fake;
    }

    /// <summary>Defines one and starts runs of it.</summary>
    public void Define(string name, string definition, int runs)
    {
        lock (this)
        {
            Create((JsonObject)JsonNode.Parse(definition)!);
            for (var i = 0; i < runs; i++) Start(name, new JsonObject { ["ExposurePercentage"] = 100 });
        }
    }

    public JsonObject Run(string definition, int number) => _runs[definition][number - 1];

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private IResult Answer(HttpRequest request, string body)
    {
        var parts = request.Path.Value!.Trim('/').Split('/');
        if (parts is [_, _, "environments", ..]) return Agent(request);
        if (IsDenied || !request.Headers.Authorization.ToString().Contains("/us-east-1/appconfig/aws4_request", StringComparison.Ordinal)) return Error(403, "AccessDeniedException");
        var input = body.Length > 0 ? (JsonObject)JsonNode.Parse(body)! : [];
        return (request.Method, parts) switch
        {
            ("POST", ["applications", _, "experimentdefinitions"]) => _definitions.ContainsKey($"{input["Name"]}") ? Error(409, "ConflictException") : Json(Create(input), 201),
            (_, ["applications", _, "experimentdefinitions", var name, ..]) when !_definitions.ContainsKey(name) => Error(404, "ResourceNotFoundException"),
            ("POST", [_, _, _, var name, "experimentruns"]) => Json(Start(name, input), 201),
            ("GET", [_, _, _, var name, "experimentruns"]) => Json(List(name, request.Query["next_token"].ToString())),
            (_, [_, _, _, var name, "experimentruns", var number, ..]) when int.Parse(number, CultureInfo.InvariantCulture) > _runs[name].Count => Error(404, "ResourceNotFoundException"),
            ("PATCH", [_, _, _, var name]) => Json(Change(name, input)),
            ("GET", [_, _, _, var name, "experimentruns", var number]) => Json(Of(name, number)),
            ("PATCH", [_, _, _, var name, "experimentruns", var number, "update"]) => Update(Of(name, number), input),
            ("PATCH", [_, _, _, var name, "experimentruns", var number, "stop"]) => Stop(Of(name, number), input),
            _ => Error(400, "BadRequestException"),
        };
    }

    private IResult Agent(HttpRequest request)
    {
        var variant = Assign(request.Headers["Entity-Id"].ToString());
        var flag = new JsonObject { ["enabled"] = true };
        if (variant is not null) flag["_variant"] = variant;
        var key = variant?.Trim('_').Replace("_override", "", StringComparison.Ordinal);
        var treatments = _runs.Values.SelectMany(runs => runs).Select(run => (JsonObject)run["ExperimentDefinitionSnapshot"]!).SelectMany(snapshot => snapshot["Treatments"]!.AsArray().Append(snapshot["Control"]));
        foreach (var (name, value) in treatments.FirstOrDefault(treatment => $"{treatment!["Key"]}" == key)?["FlagValue"]?["AttributeValues"]?.AsObject() ?? []) flag[name] = value!["StringValue"]!.DeepClone();
        return Json(flag);
    }

    private JsonObject Create(JsonObject input)
    {
        var definition = (JsonObject)input.DeepClone();
        definition["Id"] = $"def{_definitions.Count:0000}";
        definition["Control"]!["Key"] = "c";
        foreach (var (treatment, i) in definition["Treatments"]!.AsArray().Select((treatment, i) => (treatment, i))) treatment!["Key"] = $"t{i + 1}";
        _runs[$"{input["Name"]}"] = [];
        return _definitions[$"{input["Name"]}"] = definition;
    }

    private JsonObject Change(string name, JsonObject input)
    {
        if (input["Treatments"] is not null) _definitions[name]["Treatments"] = input["Treatments"]!.DeepClone();
        foreach (var (treatment, i) in _definitions[name]["Treatments"]!.AsArray().Select((treatment, i) => (treatment, i))) treatment!["Key"] = $"t{i + 1}";
        return _definitions[name];
    }

    private JsonObject Start(string name, JsonObject input)
    {
        var run = (JsonObject)input.DeepClone();
        (run["ApplicationId"], run["ExperimentDefinitionId"], run["Run"], run["Status"]) = ("abc1234", _definitions[name]["Id"]!.DeepClone(), _runs[name].Count + 1, "RUNNING");
        (run["StartedAt"], run["ExperimentDefinitionSnapshot"]) = (DateTimeOffset.UtcNow.AddHours(-1).ToString("O"), _definitions[name].DeepClone());
        _runs[name].Add(run);
        return run;
    }

    /// <summary>Two a page, the newest first.</summary>
    private JsonObject List(string name, string token)
    {
        var (from, runs) = (token.Length > 0 ? int.Parse(token, CultureInfo.InvariantCulture) : 0, _runs[name].AsEnumerable().Reverse().ToList());
        var items = runs.Skip(from).Take(2).Select(run => new JsonObject { ["Run"] = run["Run"]!.DeepClone(), ["Status"] = run["Status"]!.DeepClone(), ["ExperimentDefinitionId"] = run["ExperimentDefinitionId"]!.DeepClone() });
        var list = new JsonObject { ["Items"] = new JsonArray([.. items]) };
        if (from + 2 < runs.Count) list["NextToken"] = $"{from + 2}";
        return list;
    }

    private JsonObject Of(string name, string number) => Run(name, int.Parse(number, CultureInfo.InvariantCulture));

    /// <summary>Exposure only grows, and of a run that is over nothing changes.</summary>
    private static IResult Update(JsonObject run, JsonObject input)
    {
        if ($"{run["Status"]}" != "RUNNING" || (double?)input["ExposurePercentage"] < (double?)run["ExposurePercentage"]) return Error(400, "BadRequestException");
        run["ExposurePercentage"] = input["ExposurePercentage"]!.DeepClone();
        return Json(run);
    }

    private static IResult Stop(JsonObject run, JsonObject input)
    {
        if (input["Result"] is JsonObject result && result.Any(member => $"{member.Value}".Length > 1_024)) return Error(400, "BadRequestException");
        (run["Status"], run["EndedAt"], run["Result"]) = ("DONE", DateTimeOffset.UtcNow.ToString("O"), input["Result"]?.DeepClone());
        return Json(run);
    }

    private static IResult Json(JsonNode node, int status = 200) => Results.Text(node.ToJsonString(), "application/json", null, status);

    private static Failure Error(int status, string type) => new Failure(status, type);

    private sealed record Failure(int Status, string Type) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.Headers["x-amzn-ErrorType"] = Type;
            await Results.Text($$"""{"Message":"{{Type}} of the test"}""", "application/json", null, Status).ExecuteAsync(httpContext);
        }
    }
}
