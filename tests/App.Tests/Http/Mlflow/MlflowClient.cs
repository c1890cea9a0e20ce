using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace RoomTypes.Tests.Http.Mlflow;

/// <summary>Sends what MLflow's own clients send: GET has a query, all else a JSON body, DELETE too (mlflow/utils/rest_utils.py).</summary>
internal sealed class MlflowClient(Uri service, string? token = null) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = service };

    /// <summary>The status, and the answer.</summary>
    public async Task<(int Status, JsonElement Answer)> AskAsync(string method, string operation, object? message = null)
    {
        var json = JsonSerializer.Serialize(message ?? new { });
        using var request = new HttpRequestMessage(new HttpMethod(method), $"/api/2.0/mlflow/{operation}{(method == "GET" ? Query(json) : "")}");
        if (method != "GET") request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await _http.SendAsync(request);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        return ((int)response.StatusCode, JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync()).RootElement);
    }

    /// <summary>The answer of what succeeds.</summary>
    public async Task<JsonElement> DoAsync(string method, string operation, object? message = null)
    {
        var (status, answer) = await AskAsync(method, operation, message);
        Assert.True(status == 200, $"{status} {answer}");
        return answer;
    }

    /// <summary>The status and the error code of what does not.</summary>
    public async Task<(int Status, string Code, string Message)> RefusalAsync(string method, string operation, object? message = null)
    {
        var (status, answer) = await AskAsync(method, operation, message);
        return (status, answer.GetProperty("error_code").GetString()!, answer.GetProperty("message").GetString()!);
    }

    /// <summary>Downloads a folder of artifacts as MLflow's clients do: lists, and gets each (mlflow/store/artifact/http_artifact_repo.py).</summary>
    public async Task<Dictionary<string, byte[]>> DownloadAsync(string uri)
    {
        const string Artifacts = "/api/2.0/mlflow-artifacts/artifacts";
        var root = new Uri(uri).AbsolutePath.Trim('/');
        var files = new Dictionary<string, byte[]>();
        var listed = JsonDocument.Parse(await _http.GetStringAsync($"{Artifacts}?path={Uri.EscapeDataString(root)}")).RootElement;
        foreach (var file in listed.GetProperty("files").EnumerateArray().Where(file => !file.GetProperty("is_dir").GetBoolean()))
            files[file.GetProperty("path").GetString()!] = await _http.GetByteArrayAsync($"{Artifacts}/{root}/{file.GetProperty("path").GetString()}");
        return files;
    }

    /// <summary>The status of one path of artifacts.</summary>
    public async Task<int> StatusOfAsync(string path) => (int)(await _http.GetAsync($"/api/2.0/mlflow-artifacts/artifacts/{path}")).StatusCode;

    public void Dispose() => _http.Dispose();

    private static string Query(string json)
    {
        var pairs = JsonDocument.Parse(json).RootElement.EnumerateObject().SelectMany(member => member.Value.ValueKind == JsonValueKind.Array
            ? member.Value.EnumerateArray().Select(item => (member.Name, $"{item}"))
            : [(member.Name, $"{member.Value}")]);
        return $"?{string.Join('&', pairs.Select(pair => $"{pair.Name}={Uri.EscapeDataString(pair.Item2)}"))}";
    }
}
