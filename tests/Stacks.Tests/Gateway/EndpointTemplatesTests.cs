using System.Text.Json;
using Stacks.Gateway;
using Stacks.Tests.Commands;

namespace Stacks.Tests.Gateway;

/// <summary>Mapping templates, evaluated as API Gateway does: in the Velocity template language.</summary>
public class EndpointTemplatesTests
{
    private const string Caller = "arn:aws:sts::123456789012:assumed-role/fleet/robot-7";
    private const string Attributes = EndpointTemplates.Attributes;

    [Theory]
    [InlineData("GET", "/v1/models", "{}", "{}", "GET /v1/models", "{}")]
    [InlineData("GET", "/v1/models/{name}/{version}", """{"name":"room-type@a","version":"2"}""", "{}", "GET /v1/models/room-type%40a/2", "{}")]
    [InlineData("GET", "/v1/experiments/{name}/results", """{"name":"smaller"}""", """{"kpi":"clicks & more","from":"2026-11-01"}""", "GET /v1/experiments/smaller/results?kpi=clicks+%26+more&from=2026-11-01", "{}")]
    [InlineData("POST", "/ofrep/v1/evaluate/flags/{key}", """{"key":"model"}""", "{}", "POST /ofrep/v1/evaluate/flags/model", """{"context":{"targetingKey":"robot-7"}}""")]
    [InlineData("POST", "/v1/feedback", "{}", "{}", "POST /v1/feedback", """{"context":{"targetingKey":"robot-7"}}""")]
    public async Task Request_OfARoute_TellsMethodPathQueryCallerAndId(string method, string path, string parameters, string query, string expected, string body)
    {
        var made = await EvaluateAsync(EndpointTemplates.Request(new Route(method, path)), """{"context":{"targetingKey":"robot-7"}}""", parameters, query);

        Assert.Equal($"{expected} {Caller} id-of-the-gateway", made.GetProperty("headers").GetProperty(Attributes).GetString());
        Assert.Equal(body, made.GetProperty("text").GetString());
    }

    [Theory]
    [InlineData("""{"ErrorCode":"CLIENT_ERROR_FROM_MODEL","OriginalStatusCode":404,"OriginalMessage":"{\"code\":\"model_unknown\"}"}""", 404, """{"code":"model_unknown"}""")]
    [InlineData("""{"OriginalStatusCode":599,"OriginalMessage":"{}"}""", 599, "{}")]
    [InlineData("""{"OriginalStatusCode":0,"OriginalMessage":""}""", null, "\"code\":\"container_silent\"")]
    [InlineData("""{"message":"no container"}""", null, "\"code\":\"container_silent\"")]
    public async Task Answer_OfAModelError_IsTheContainersOwn(string body, int? status, string expected)
    {
        var made = await EvaluateAsync(EndpointTemplates.Answers(serverless: false).Single(answer => answer.Pattern == "424").Template!, body, "{}", "{}");

        Assert.Equal(status, made.GetProperty("status").ValueKind == JsonValueKind.Null ? null : made.GetProperty("status").GetInt32());
        Assert.Contains(expected, made.GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answers_OfTheGateway_AreProblemsWithItsId()
    {
        foreach (var answer in EndpointTemplates.Answers(serverless: true).Where(answer => answer.Template is not null && answer.Pattern != "424"))
        {
            using var problem = JsonDocument.Parse((await EvaluateAsync(answer.Template!, "", "{}", "{}")).GetProperty("text").GetString()!);
            Assert.Equal((answer.Status, "id-of-the-gateway"), (problem.RootElement.GetProperty("status").GetInt32(), problem.RootElement.GetProperty("requestId").GetString()));
            Assert.StartsWith("urn:room-type:problem:", problem.RootElement.GetProperty("type").GetString(), StringComparison.Ordinal);
        }
    }

    private static async Task<JsonElement> EvaluateAsync(string template, string body, string path, string query)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(new
        {
            template,
            body,
            path = JsonDocument.Parse(path).RootElement,
            query = JsonDocument.Parse(query).RootElement,
            context = new { requestId = "id-of-the-gateway", identity = new { userArn = Caller } },
        }));
        using var shell = new Shell();
        var (exitCode, output) = await shell.RunAsync($"cd tests/Stacks.Tests/vtl && node evaluate.mjs < '{file}'");
        File.Delete(file);
        Assert.True(exitCode == 0, $"npm ci in tests/Stacks.Tests/vtl restores what this needs: {output}");
        return JsonSerializer.Deserialize<JsonElement>(output);
    }
}
