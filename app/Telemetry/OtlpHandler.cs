namespace RoomTypes.Telemetry;

/// <summary>Tells why the exporter's calls fail: the SDK tells it to event sources only, which the native program has not.</summary>
/// <param name="failed">Told.</param>
internal sealed class OtlpHandler(Action<string> failed) : DelegatingHandler(OutgoingConnections.NewHandler())
{
    /// <inheritdoc/>
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return Verify(request, base.Send(request, cancellationToken));
        }
        catch (Exception exception)
        {
            failed($"{request.RequestUri}: {exception.Message}");
            throw;
        }
    }

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return Verify(request, await base.SendAsync(request, cancellationToken).ConfigureAwait(false));
        }
        catch (Exception exception)
        {
            failed($"{request.RequestUri}: {exception.Message}");
            throw;
        }
    }

    private HttpResponseMessage Verify(HttpRequestMessage request, HttpResponseMessage response)
    {
        if (!response.IsSuccessStatusCode) failed($"{request.RequestUri}: status {(int)response.StatusCode}");
        return response;
    }
}
