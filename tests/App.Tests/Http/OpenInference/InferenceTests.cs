using System.Buffers.Binary;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace RoomTypes.Tests.Http.OpenInference;

/// <summary>The Open Inference Protocol as its clients speak it.</summary>
public sealed class InferenceTests(SharedService shared) : IClassFixture<SharedService>
{
    private const string Infer = "/v2/models/room-type/versions/3/infer";
    private const string HeaderLength = "Inference-Header-Content-Length";

    private readonly TestService _service = shared.Service;

    [Fact]
    public async Task Server_AndItsHealth_AreAsTheProtocolHasThem()
    {
        var server = await GetAsync("/v2");
        Assert.Equal(("room-types", "binary_tensor_data"), ((string)server["name"]!, (string)server["extensions"]![0]!));
        Assert.True((bool)(await GetAsync("/v2/health/live"))["live"]!);
        Assert.True((bool)(await GetAsync("/v2/health/ready"))["ready"]!);
    }

    [Theory]
    [InlineData("/v2/models/room-type")]
    [InlineData("/v2/models/room-type/versions/3")]
    public async Task Model_OfAPath_TellsItsTensorsAndThatItIsReady(string path)
    {
        var model = await GetAsync(path);
        Assert.Equal("""{"name":"room-type","versions":["2","3"],"platform":"onnxruntime_onnx","inputs":[{"name":"image","datatype":"BYTES","shape":[-1]}],"outputs":[{"name":"probabilities","datatype":"FP32","shape":[-1,6]},{"name":"label","datatype":"BYTES","shape":[-1]}]}""", model.ToJsonString());
        Assert.Equal("""{"name":"room-type","ready":true}""", (await GetAsync($"{path}/ready")).ToJsonString());
    }

    [Fact]
    public async Task Infer_PicturesInJson_AnswersAsRecognizeDoes()
    {
        var answer = await JsonAsync(Request($$"""{"id":"7","inputs":[{"name":"image","datatype":"BYTES","shape":[2,1],"data":[["{{Base64(Samples.Kitchen)}}"],["{{Base64(Samples.Kitchen)}}"]]}]}"""));
        Assert.Equal(("room-type", "3", "7"), ((string)answer["model_name"]!, (string)answer["model_version"]!, (string)answer["id"]!));
        var recognised = JsonNode.Parse(await (await _service.PostAsync(Samples.Kitchen, "image/jpeg", "/v1/recognize?models=room-type@3")).Content.ReadAsStringAsync())!["rooms"]![0]!["scores"]!.AsArray();
        var probabilities = answer["outputs"]![0]!;
        Assert.Equal(["2", "6"], probabilities["shape"]!.AsArray().Select(size => $"{size}"));
        Assert.Equal(recognised.Select(score => (float)score!["probability"]!).Order(), probabilities["data"]!.AsArray().Take(6).Select(value => (float)value!).Order());
        Assert.Equal("""{"name":"label","datatype":"BYTES","shape":[2],"data":["kitchen","kitchen"]}""", answer["outputs"]![1]!.ToJsonString());
    }

    [Fact]
    public async Task Infer_TensorsBehindTheJson_ComeAndGoAsBytes()
    {
        byte[] tensor = [.. Length(Samples.Kitchen.Length), .. Samples.Kitchen];
        var json = Encoding.UTF8.GetBytes($$$"""{"parameters":{"binary_data_output":true,"other":[{}]},"inputs":[{"name":"image","datatype":"BYTES","shape":[1],"parameters":{"binary_data_size":{{{tensor.Length}}}}}],"outputs":[{"name":"label"},{"name":"probabilities","parameters":{"binary_data":false}}]}""");
        using var response = await SendAsync(Binary([.. json, .. tensor], json.Length));
        Assert.Equal("application/octet-stream", response.Content.Headers.ContentType!.MediaType);
        var body = await response.Content.ReadAsByteArrayAsync();
        var length = int.Parse(response.Headers.GetValues(HeaderLength).Single(), CultureInfo.InvariantCulture);
        var outputs = JsonNode.Parse(body.AsSpan(0, length))!["outputs"]!;
        Assert.Equal((6, 11), (outputs[0]!["data"]!.AsArray().Count, (int)outputs[1]!["parameters"]!["binary_data_size"]!));
        Assert.Equal([.. Length(7), .. "kitchen"u8], body[length..]);
    }

    [Fact]
    public async Task Infer_ProbabilitiesAsBytes_AreThoseOfTheJson()
    {
        var request = $$$"""{"inputs":[{"name":"image","datatype":"BYTES","shape":[1],"data":["{{{Base64(Samples.Kitchen)}}}"]}],"outputs":[{"name":"probabilities","parameters":{"binary_data":BINARY}}]}""";
        using var binary = await SendAsync(Request(request.Replace("BINARY", "true", StringComparison.Ordinal)));
        var body = await binary.Content.ReadAsByteArrayAsync();
        var numbers = (await JsonAsync(Request(request.Replace("BINARY", "false", StringComparison.Ordinal))))["outputs"]![0]!["data"]!.AsArray().Select(value => (float)value!);
        Assert.Equal(numbers, body[^24..].Chunk(4).Select(octets => BinaryPrimitives.ReadSingleLittleEndian(octets)));
    }

    [Theory]
    [InlineData("""{"inputs":[]}""", 400, "tensor_invalid", "the shape of the input is '[]'")]
    [InlineData("""{"inputs":[{"name":"x","datatype":"BYTES","shape":[1],"data":[""]}]}""", 400, "tensor_invalid", "allowed is image")]
    [InlineData("""{"inputs":[{"name":"image","datatype":"FP32","shape":[1],"data":[""]}]}""", 400, "tensor_invalid", "allowed is BYTES")]
    [InlineData("""{"inputs":[{"name":"image","datatype":"BYTES","shape":[2],"data":["AAAA"]}]}""", 400, "tensor_invalid", "[1]: as many elements")]
    [InlineData("""{"inputs":[{"name":"image","datatype":"BYTES","shape":[4294967295,4294967295],"data":["AAAA"]}]}""", 400, "tensor_invalid", "[1]: as many elements")]
    [InlineData("""{"inputs":[{"name":"image","datatype":"BYTES","shape":[1],"data":["AAAA"]}],"outputs":[{"name":"logits"}]}""", 400, "tensor_invalid", "allowed is probabilities, label")]
    [InlineData("""{"inputs":[{"name":"image","datatype":"BYTES","shape":[0],"data":[]}]}""", 400, "rooms_missing", "at least 1")]
    [InlineData("""{"inputs":[{"name":"image","datatype":"BYTES","shape":[1],"data":["AAAA"]}]}""", 422, "image_format_unsupported", "JPEG, PNG")]
    [InlineData("""{"inputs":[{"name":"image","datatype":"BYTES","shape":[1],"data":["*"]}]}""", 400, "json_malformed", "base64")]
    [InlineData("""{"inputs":[{"name":"image","datatype":"BYTES","shape":[1],"data":[""],"parameters":{"binary_data_size":5}}]}""", 400, "tensor_invalid", "binary_data_size is '5'")]
    [InlineData("[", 400, "json_malformed", "an object")]
    [InlineData("{", 400, "json_malformed", "not JSON")]
    public async Task Infer_WhatIsNotTheModels_IsToldInTheMemberThatClientsRead(string json, int status, string code, string detail)
    {
        using var response = await SendAsync(Request(json));
        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.Equal((status, code), ((int)response.StatusCode, (string)problem["code"]!));
        Assert.Contains(detail, (string)problem["error"]!);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(100_000)]
    public async Task Infer_AJsonThatIsNoPartOfTheBody_IsRefused(int length)
    {
        using var response = await SendAsync(Binary("{}"u8.ToArray(), length));
        Assert.Contains(HeaderLength, (string)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["error"]!);
    }

    [Fact]
    public async Task Infer_AnElementThatEndsEarly_IsRefused()
    {
        var json = """{"inputs":[{"name":"image","datatype":"BYTES","shape":[1],"parameters":{"binary_data_size":6}}]}"""u8.ToArray();
        foreach (byte[] tensor in new byte[][] { [9, 0, 0, 0, 1, 2], [255, 255, 255, 255, 0, 0], [2, 0, 0, 0, 1, 2] })
        {
            using var response = await SendAsync(Binary([.. json, .. tensor], json.Length));
            Assert.Equal(tensor[0] == 2 ? 422 : 400, (int)response.StatusCode);
        }
    }

    [Theory]
    [InlineData("/v2/models/other")]
    [InlineData("/v2/models/room-type/versions/77")]
    [InlineData("/v2/models/room-type/versions/77/ready")]
    [InlineData("/v2/nothing")]
    public async Task Path_OfNothingThatIsThere_IsNotFoundWithAnError(string path)
    {
        using var response = await _service.Client.GetAsync(new Uri(path, UriKind.Relative));
        Assert.Equal(404, (int)response.StatusCode);
        Assert.NotEmpty((string)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["error"]!);
    }

    private async Task<JsonNode> GetAsync(string path) => JsonNode.Parse(await _service.Client.GetStringAsync(path))!;

    private async Task<JsonNode> JsonAsync(HttpRequestMessage request)
    {
        using var response = await SendAsync(request);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request)
    {
        using (request) return await _service.Client.SendAsync(request);
    }

    private static HttpRequestMessage Request(string json) => new(HttpMethod.Post, Infer) { Content = new StringContent(json, Encoding.UTF8, "application/json") };

    private static HttpRequestMessage Binary(byte[] body, int length)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, Infer) { Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } } };
        request.Headers.Add(HeaderLength, length.ToString(CultureInfo.InvariantCulture));
        return request;
    }

    private static string Base64(byte[] bytes) => Convert.ToBase64String(bytes);

    private static byte[] Length(int length) => BitConverter.GetBytes(length);
}
