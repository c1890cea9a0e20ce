using System.Net.Http.Headers;

namespace RoomTypes.Models.Mlflow;

/// <summary>Asks an MLflow server. What it says is bounded in time and bytes; redirections are not followed, as the token would go with them.</summary>
/// <param name="server">The server, with its prefix.</param>
/// <param name="token">Sent as bearer token; null for none.</param>
/// <param name="stall">How long it may say nothing.</param>
internal sealed class MlflowServer(Uri server, string? token, TimeSpan stall) : IDisposable
{
    private const int Chunk = 1 << 16;

    private readonly HttpClient _http = new(Connections(stall)) { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>The server.</summary>
    public Uri Address => server;

    /// <summary>The bytes of an answer.</summary>
    /// <param name="path">Below the server.</param>
    /// <param name="most">The most bytes that are allowed.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <exception cref="HttpRequestException">It answers something else than 200, or nothing.</exception>
    /// <exception cref="IOException">It answers more, or nothing for too long.</exception>
    public async Task<byte[]> GetAsync(string path, int most, CancellationToken cancellationToken)
    {
        using var buffer = new MemoryStream();
        await CopyAsync(path, buffer, most, cancellationToken);
        return buffer.ToArray();
    }

    /// <summary>The same into a stream.</summary>
    /// <exception cref="HttpRequestException">It answers something else than 200, or nothing.</exception>
    /// <exception cref="IOException">It answers more, or nothing for too long.</exception>
    public async Task CopyAsync(string path, Stream target, long most, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        end.CancelAfter(stall);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"{server.AbsoluteUri.TrimEnd('/')}/{path}");
            if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, end.Token);
            if (response.StatusCode != System.Net.HttpStatusCode.OK) throw new HttpRequestException($"The server answered {(int)response.StatusCode}.", null, response.StatusCode);
            if (response.Content.Headers.ContentLength > most) throw TooLong(most);
            await using var content = await response.Content.ReadAsStreamAsync(end.Token);
            var buffer = new byte[Chunk];
            long copied = 0;
            for (int read; (read = await content.ReadAsync(buffer, end.Token)) > 0;)
            {
                if ((copied += read) > most) throw TooLong(most);
                await target.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                // What comes goes on.
                end.CancelAfter(stall);
            }
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException($"The server said nothing for {stall.TotalSeconds:0.#} s (RoomType:Models:StallSeconds).", exception);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static SocketsHttpHandler Connections(TimeSpan stall)
    {
        var connections = OutgoingConnections.NewHandler();
        connections.ConnectTimeout = stall;
        return connections;
    }

    private static IOException TooLong(long most) => new($"The server answered more than the {most:N0} bytes that are allowed.");
}
