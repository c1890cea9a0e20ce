using System.Text;
using System.Text.Json;

namespace RoomTypes.Tests.Http.OpenApi;

/// <summary>The OpenAPI document itself. That answers are as it says, the client of every test holds.</summary>
public sealed class OpenApiTests(SharedService shared) : IClassFixture<SharedService>
{
    private static readonly string[] Protobuf = ["application/protobuf", "application/x-protobuf"];
    private static readonly string[] Pictures = ["image/jfif", "image/jpeg", "image/jpg", "image/pjpeg", "image/png", "image/webp", "image/x-png", "image/x-webp"];

    [Fact]
    public async Task Document_OfTheService_HasEveryRoute()
    {
        var document = await DocumentAsync();
        Assert.StartsWith("3.1", document.GetProperty("openapi").GetString());
        Assert.Equal(
            ["/health/live", "/health/ready", "/ofrep/v1/evaluate/flags", "/ofrep/v1/evaluate/flags/{key}", "/v1/drift", "/v1/experiments", "/v1/experiments/{name}/plan", "/v1/experiments/{name}/results", "/v1/feedback", "/v1/models", "/v1/models/{name}/{version}", "/v1/models/{name}/{version}/card", "/v1/recognize"],
            Names(document.GetProperty("paths")).Order());
        Assert.Contains("4,500,000 bytes", document.GetProperty("info").GetProperty("description").GetString());
    }

    [Fact]
    public async Task Document_OfOtherProtocols_HasTheirRoutesAndNoOther()
    {
        var document = JsonDocument.Parse(await shared.Service.Client.GetStringAsync("/openapi/protocols.json")).RootElement;
        Assert.Equal(
            ["/models/{name}", "/v2", "/v2/health/live", "/v2/health/ready", .. new[] { "/v2/models/{name}", "/v2/models/{name}/versions/{version}" }.SelectMany(model => new[] { model, $"{model}/infer", $"{model}/ready" }).Order(StringComparer.Ordinal)],
            Names(document.GetProperty("paths")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Bodies_OfBothPosts_HaveEveryContentTypeThatIsTaken()
    {
        var document = await DocumentAsync();
        Assert.Equal(["application/json", .. Protobuf, .. Pictures, "multipart/form-data"], Names(Post(document, "/v1/recognize").GetProperty("requestBody").GetProperty("content")).Order(StringComparer.Ordinal));
        Assert.Equal(["application/json", .. Protobuf], Names(Post(document, "/v1/feedback").GetProperty("requestBody").GetProperty("content")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Parameters_OfRecognize_AreAllThatThereAre()
    {
        var parameters = Post(await DocumentAsync(), "/v1/recognize").GetProperty("parameters").EnumerateArray().ToList();
        Assert.Equal(
            ["allow_unknown", "attributes", "Cache-Control", "entity_id", "explain", "explain_labels", "mission_id", "models", "request_id", "room_id", "top_k"],
            parameters.Where(parameter => parameter.TryGetProperty("name", out _)).Select(parameter => parameter.GetProperty("name").GetString()!).Order(StringComparer.OrdinalIgnoreCase));
        Assert.Contains(parameters, parameter => parameter.TryGetProperty("$ref", out var name) && name.GetString() == "#/components/parameters/x-request-id");
    }

    [Fact]
    public async Task Errors_OfEveryRoute_HaveAnExampleOfTheirStatusForEachCode()
    {
        var document = await DocumentAsync();
        foreach (var operation in document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject().Select(operation => (Path: path.Name, operation.Value))))
        {
            // OFREP has errors of its own for flags, and 304 has no body.
            foreach (var response in operation.Value.GetProperty("responses").EnumerateObject().Where(response => response.Name != "200" && (!operation.Path.StartsWith("/ofrep/", StringComparison.Ordinal) || HasProblem(response.Value))))
            {
                foreach (var example in response.Value.GetProperty("content").GetProperty("application/problem+json").GetProperty("examples").EnumerateObject())
                {
                    var value = example.Value.GetProperty("value");
                    Assert.Equal((response.Name, example.Name), ($"{value.GetProperty("status")}", value.GetProperty("code").GetString()));
                }
            }
        }
    }

    private static bool HasProblem(JsonElement response) => response.TryGetProperty("content", out var content) && content.TryGetProperty("application/problem+json", out _);

    [Fact]
    public async Task Schemas_OfMessages_CarryTheContractsComments()
    {
        var schemas = (await DocumentAsync()).GetProperty("components").GetProperty("schemas");
        Assert.StartsWith("Names the request", schemas.GetProperty("RecognizeRequest").GetProperty("properties").GetProperty("requestId").GetProperty("description").GetString());
        Assert.StartsWith("The probability of the most probable label", schemas.GetProperty("RoomPrediction").GetProperty("properties").GetProperty("confidence").GetProperty("description").GetString());
    }

    [Fact]
    public async Task Example_OfARequest_CanBeSentAsItIs()
    {
        var document = await DocumentAsync();
        var content = Post(document, "/v1/recognize").GetProperty("requestBody").GetProperty("content").GetProperty("application/json");
        var response = await shared.Service.PostAsync(Encoding.UTF8.GetBytes(content.GetProperty("example").GetRawText()), "application/json");
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("Undocumented status", 418, "application/problem+json", "x-request-id", """{"code":"json_malformed"}""")]
    [InlineData("Undocumented header", 200, "application/json", "x-request-id, x-other", "{}")]
    [InlineData("Missing header", 429, "application/problem+json", "x-request-id", "{}")]
    [InlineData("Undocumented content type", 200, "text/plain", "x-request-id", "")]
    [InlineData("Undocumented code", 400, "application/problem+json", "x-request-id", """{"code":"other","status":400}""")]
    [InlineData("Missing member", 200, "application/json", "x-request-id", """{"requestId":"a"}""")]
    [InlineData("Undocumented member", 200, "application/json", "x-request-id", """{"requestId":"a","rooms":[],"other":1}""")]
    [InlineData("Wrong type", 200, "application/json", "x-request-id", """{"requestId":"a","rooms":{}}""")]
    public async Task Answer_ThatTheDocumentDoesNotHave_IsFound(string what, int status, string contentType, string headers, string body)
    {
        var document = ServedDocument.Parse(await shared.Service.Client.GetStringAsync("/openapi/v1.json"));
        Assert.Null(document.Fault("POST", "/v1/recognize", 200, ["x-request-id"], "application/json", """{"requestId":"a","rooms":[]}"""));
        Assert.True(document.Fault("POST", "/v1/recognize", status, headers.Split(", "), contentType, body) is not null, what);
    }

    private async Task<JsonElement> DocumentAsync() => await Samples.JsonAsync(await shared.Service.Client.GetAsync("/openapi/v1.json"));

    private static JsonElement Post(JsonElement document, string path) => document.GetProperty("paths").GetProperty(path).GetProperty("post");

    private static IEnumerable<string> Names(JsonElement element) => element.EnumerateObject().Select(member => member.Name);
}
