namespace RoomTypes.Telemetry;

/// <summary>The exporter's client, whose failures are told: the SDK tells them to event sources only, which the native program has not.</summary>
/// <param name="client">Sends.</param>
/// <param name="failed">Told why something could not be sent.</param>
internal sealed class OtlpClient(HttpClient client, Action<string> failed) : HttpClient
{
    /// <inheritdoc/>
    public override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return Verify(client.Send(request, cancellationToken));
        }
        catch (Exception exception)
        {
            failed($"{request.RequestUri}: {exception.Message}");
            throw;
        }
    }

    /// <inheritdoc/>
    public override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return Verify(await client.SendAsync(request, cancellationToken).ConfigureAwait(false));
        }
        catch (Exception exception)
        {
            failed($"{request.RequestUri}: {exception.Message}");
            throw;
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) client.Dispose();
        base.Dispose(disposing);
    }

    private HttpResponseMessage Verify(HttpResponseMessage response)
    {
        if (!response.IsSuccessStatusCode) failed($"{response.RequestMessage?.RequestUri}: status {(int)response.StatusCode}");
        return response;
    }
}
