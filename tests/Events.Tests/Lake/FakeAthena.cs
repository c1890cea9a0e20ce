using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using RoomTypes.Events;
using RoomTypes.Events.Lake;
using RoomTypes.Lakes;

namespace RoomTypes.Tests.Lake;

/// <summary>
/// Answers as Amazon Athena does (https://docs.aws.amazon.com/athena/latest/APIReference/), with the answers of DuckDB, to the process that has
/// its address and credentials by the variables of AWS's SDKs. A question takes a look or two; a page of results has two rows.
/// </summary>
internal sealed class FakeAthena : IAsyncDisposable
{
    public const string Database = "room_type_events";
    public const string Workgroup = "room-type";

    private const int RowsOfAPage = 2;
    private static readonly string[] Variables = ["AWS_ENDPOINT_URL_ATHENA", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_REGION"];

    private readonly WebApplication _app;
    private readonly string?[] _before = [.. Variables.Select(Environment.GetEnvironmentVariable)];
    private readonly ConcurrentDictionary<string, Question> _questions = [];

    private FakeAthena(ILakeFiles files)
    {
        Files = files;
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.MapPost("/", AnswerAsync);
    }

    /// <summary>What is asked about.</summary>
    public ILakeFiles Files { get; set; }

    /// <summary>Statements of DuckDB before each question, for tables that the database has besides the lake's.</summary>
    public string Preparation { get; set; } = "";

    /// <summary>The bodies of StartQueryExecution.</summary>
    public ConcurrentQueue<JsonNode> Started { get; } = [];

    /// <summary>The ids of questions that were stopped.</summary>
    public ConcurrentQueue<string> Stopped { get; } = [];

    /// <summary>The status of the n-th call, from 1, in place of its answer; null answers.</summary>
    public Func<int, (int Status, string Type)?> Fault { get; set; } = _ => null;

    /// <summary>Seen once for each look at a question.</summary>
    public SemaphoreSlim Looked { get; } = new(0);

    /// <summary>Whether questions go on for ever.</summary>
    public bool NeverEnds { get; set; }

    private int _calls;

    public static async Task<FakeAthena> StartAsync(ILakeFiles files)
    {
        var athena = new FakeAthena(files);
        await athena._app.StartAsync();
        foreach (var (name, value) in Variables.Zip([athena._app.Urls.Single(), "AKIDEXAMPLE", "wJalrXUtnFEMI", "eu-central-1"])) Environment.SetEnvironmentVariable(name, value);
        return athena;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (name, value) in Variables.Zip(_before)) Environment.SetEnvironmentVariable(name, value);
        await _app.DisposeAsync();
    }

    private async Task<IResult> AnswerAsync(HttpRequest request)
    {
        if (Fault(Interlocked.Increment(ref _calls)) is { } fault) return Refuse(fault.Status, fault.Type, "as the test wants it");
        // Whose, other tests of the process say at the same time.
        if (!request.Headers.Authorization.ToString().Contains("/eu-central-1/athena/aws4_request", StringComparison.Ordinal))
            return Refuse(403, "AccessDeniedException", "not signed for Athena");
        var body = (await JsonNode.ParseAsync(request.Body))!;
        return request.Headers["X-Amz-Target"].ToString() switch
        {
            "AmazonAthena.StartQueryExecution" => await StartAsync(body),
            "AmazonAthena.GetQueryExecution" => Look(_questions[(string)body["QueryExecutionId"]!]),
            "AmazonAthena.GetQueryResults" => Results(_questions[(string)body["QueryExecutionId"]!], body),
            "AmazonAthena.StopQueryExecution" => Stop((string)body["QueryExecutionId"]!),
            var other => Refuse(400, "InvalidRequestException", other),
        };
    }

    private async Task<IResult> StartAsync(JsonNode body)
    {
        Started.Enqueue(body);
        if ((string?)body["QueryExecutionContext"]?["Database"] != Database || (string?)body["WorkGroup"] != Workgroup || ((string?)body["ClientRequestToken"])?.Length is not >= 32)
            return Refuse(400, "InvalidRequestException", "another database, workgroup or token");
        var id = Guid.NewGuid().ToString();
        _questions[id] = await AskAsync((string)body["QueryString"]!);
        return Json(new JsonObject { ["QueryExecutionId"] = id });
    }

    private async Task<Question> AskAsync(string sql)
    {
        try
        {
            await using var engine = new DuckDbEngine(Files, "") { Preparation = Preparation };
            var rows = new List<string?[]>();
            await foreach (var row in engine.QueryAsync(new LakeQuery(sql, [.. LakeTable.All.Select(table => table.Kind)]), CancellationToken.None))
            {
                rows.Add([.. Enumerable.Range(0, engine.Columns.Count).Select(row.Text)]);
            }

            return new([[.. engine.Columns], .. rows], null);
        }
        catch (EventStoreException exception)
        {
            return new([], exception.Message);
        }
    }

    private IResult Look(Question question)
    {
        Looked.Release();
        var state = NeverEnds ? "RUNNING" : question.Looks++ switch
        {
            0 => "QUEUED",
            _ => question.Failure is null ? "SUCCEEDED" : "FAILED",
        };
        return Json(new JsonObject { ["QueryExecution"] = new JsonObject { ["Status"] = new JsonObject { ["State"] = state, ["StateChangeReason"] = question.Failure } } });
    }

    private static IResult Results(Question question, JsonNode body)
    {
        var first = int.Parse((string?)body["NextToken"] ?? "0", CultureInfo.InvariantCulture);
        var rows = question.Rows.Skip(first).Take(RowsOfAPage).Select(row => (JsonNode)new JsonObject
        {
            ["Data"] = new JsonArray([.. row.Select(value => (JsonNode)(value is null ? [] : new JsonObject { ["VarCharValue"] = value }))]),
        });
        var answer = new JsonObject { ["ResultSet"] = new JsonObject { ["Rows"] = new JsonArray([.. rows]) } };
        if (first + RowsOfAPage < question.Rows.Count) answer["NextToken"] = $"{first + RowsOfAPage}";
        return Json(answer);
    }

    private IResult Stop(string id)
    {
        Stopped.Enqueue(id);
        return Json([]);
    }

    private static IResult Json(JsonObject body) => Microsoft.AspNetCore.Http.Results.Text(body.ToJsonString(), "application/x-amz-json-1.1");

    private static IResult Refuse(int status, string type, string message) => Microsoft.AspNetCore.Http.Results.Text(
        JsonSerializer.Serialize(new Dictionary<string, string> { ["__type"] = $"com.amazonaws.athena#{type}", ["Message"] = message }), "application/x-amz-json-1.1", statusCode: status);

    private sealed record Question(List<string?[]> Rows, string? Failure)
    {
        public int Looks { get; set; }
    }
}
