using System.Diagnostics;
using System.Text;

namespace Hosting.Tests.SageMaker;

/// <summary>
/// Does to a container what SageMaker does: asks its health until it is well, and posts what InvokeEndpoint was given: the body, and of the
/// headers those that reach a container. Answers as InvokeEndpoint does.
/// </summary>
/// <remarks>
/// https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-inference-code.html,
/// https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpoint.html
/// </remarks>
internal sealed class SageMakerClient(Uri container) : IDisposable
{
    /// <summary>The largest body of an endpoint with instances.</summary>
    public const int MostBytes = 25 * 1_024 * 1_024;

    private const int LongestAttributes = 1_024;
    private static readonly TimeSpan PingTime = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(60);

    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { Timeout = AnswerTime };

    /// <summary>One ping: whether the container is well.</summary>
    /// <exception cref="OperationCanceledException">It did not answer within the two seconds that it has.</exception>
    public async Task<int> PingAsync()
    {
        using var cancellation = new CancellationTokenSource(PingTime);
        using var response = await _client.GetAsync(new Uri(container, "/ping"), cancellation.Token);
        return (int)response.StatusCode;
    }

    /// <summary>Pings until the container is well, as SageMaker does before it sends anything.</summary>
    /// <param name="patience">ContainerStartupHealthCheckTimeoutInSeconds.</param>
    public async Task InServiceAsync(TimeSpan patience)
    {
        var start = Stopwatch.GetTimestamp();
        while (await PingAsync() != 200)
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < patience, "The container is not well.");
            await Task.Delay(100);
        }
    }

    /// <summary>InvokeEndpoint.</summary>
    public async Task<Invocation> InvokeAsync(byte[] body, string? contentType, string? accept = null, string? attributes = null)
    {
        Assert.InRange(body.Length, 0, MostBytes);
        Assert.True(attributes is null || (attributes.Length <= LongestAttributes && attributes.All(c => c is >= ' ' and <= '~')), "SageMaker does not take these attributes.");
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(container, "/invocations")) { Content = new ByteArrayContent(body) };
        if (contentType is not null) request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        if (accept is not null) request.Headers.TryAddWithoutValidation("Accept", accept);
        if (attributes is not null) request.Headers.TryAddWithoutValidation("X-Amzn-SageMaker-Custom-Attributes", attributes);
        using var response = await _client.SendAsync(request);
        var answer = await response.Content.ReadAsByteArrayAsync();
        var told = response.Headers.TryGetValues("X-Amzn-SageMaker-Custom-Attributes", out var values) ? string.Concat(values) : null;
        return new Invocation((int)response.StatusCode, response.Content.Headers.ContentType?.ToString(), told, answer);
    }

    public void Dispose() => _client.Dispose();
}

/// <summary>What InvokeEndpoint answers: what the container did, or, where its status is not of 2xx, a ModelError (424) with that status and body.</summary>
internal sealed record Invocation(int OriginalStatus, string? ContentType, string? Attributes, byte[] Body)
{
    public int Status => OriginalStatus is >= 200 and < 300 ? 200 : 424;

    public string Text => Encoding.UTF8.GetString(Body);
}
