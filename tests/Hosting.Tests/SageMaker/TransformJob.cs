using System.Net;
using System.Net.Http.Json;

namespace Hosting.Tests.SageMaker;

/// <summary>
/// Does to a container what a job of Batch Transform does: asks its health until it is well and then what it should go by, posts every object below a prefix
/// whole, so many at once, tries again what is not answered with 200, and writes answers beside each other. One object without an answer fails the job.
/// </summary>
/// <remarks>
/// https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-batch-code.html,
/// https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateTransformJob.html
/// </remarks>
/// <param name="container">The container.</param>
/// <param name="contentType">Of all objects.</param>
internal sealed class TransformJob(Uri container, string contentType) : IDisposable
{
    /// <summary>MaxConcurrentTransforms; null asks the container.</summary>
    public int? AtOnce { get; init; }

    /// <summary>InvocationsMaxRetries.</summary>
    public int Retries { get; init; } = 3;

    /// <summary>Statuses but 200 that the container has answered, tries that came to nothing among them.</summary>
    public IReadOnlyCollection<HttpStatusCode> Failures => _failures;

    private const int MostMegabytes = 100;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { Timeout = TimeSpan.FromMinutes(5) };
    private readonly System.Collections.Concurrent.ConcurrentQueue<HttpStatusCode> _failures = [];

    /// <summary>What the container answers to GET /execution-parameters; without, a job sends one at once, of 6 MB.</summary>
    public async Task<Parameters> ParametersAsync()
    {
        using var response = await _client.GetAsync(new Uri(container, "/execution-parameters"));
        return response.StatusCode == HttpStatusCode.OK ? (await response.Content.ReadFromJsonAsync<Parameters>())! : new Parameters(1, "MULTI_RECORD", 6);
    }

    /// <summary>The job.</summary>
    /// <param name="prefix">A folder, whose files are objects.</param>
    /// <param name="output">Where answers go: at the same path, and .out.</param>
    /// <returns>Whether it completed.</returns>
    public async Task<bool> RunAsync(string prefix, string output)
    {
        using (var health = new SageMakerClient(container)) await health.InServiceAsync(Patience);
        var parameters = await ParametersAsync();
        var atOnce = AtOnce ?? parameters.MaxConcurrentTransforms;
        Assert.InRange(atOnce * (AtOnce is null ? parameters.MaxPayloadInMB : 1), 1, MostMegabytes);
        var completed = true;
        await Parallel.ForEachAsync(
            Directory.EnumerateFiles(prefix, "*", SearchOption.AllDirectories),
            new ParallelOptions { MaxDegreeOfParallelism = atOnce },
            async (file, _) =>
            {
                var body = await File.ReadAllBytesAsync(file, CancellationToken.None);
                if (body.Length <= (long)parameters.MaxPayloadInMB << 20 && await AnswerAsync(body) is { } answer) await WriteAsync(Path.Combine(output, $"{Path.GetRelativePath(prefix, file)}.out"), answer);
                else completed = false;
            });
        return completed;
    }

    public void Dispose() => _client.Dispose();

    private async Task<byte[]?> AnswerAsync(byte[] body)
    {
        for (var tries = 0; tries <= Retries; tries++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(container, "/invocations")) { Content = new ByteArrayContent(body) };
            request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
            request.Headers.TryAddWithoutValidation("Accept", "application/json");
            using var response = await _client.SendAsync(request);
            if (response.StatusCode == HttpStatusCode.OK) return await response.Content.ReadAsByteArrayAsync();
            _failures.Enqueue(response.StatusCode);
        }

        return null;
    }

    private static Task WriteAsync(string path, byte[] answer)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return File.WriteAllBytesAsync(path, answer);
    }

    /// <summary>The answer to GET /execution-parameters.</summary>
    internal sealed record Parameters(int MaxConcurrentTransforms, string BatchStrategy, int MaxPayloadInMB);
}
