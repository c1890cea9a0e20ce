using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using RoomTypes.Signing;

namespace RoomTypes.Client.Credentials;

/// <summary>
/// Temporary credentials for a thing, by its X.509 certificate: AWS IoT's credentials provider
/// (https://docs.aws.amazon.com/iot/latest/developerguide/authorizing-direct-aws.html). They are kept until five minutes before they end. Where
/// new ones cannot be had, the old ones are good until they end, and it is asked again every half a minute.
/// </summary>
public sealed class IotCredentials : ICredentialProvider, IDisposable
{
    private static readonly TimeSpan Early = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly HttpClient _client;
    private readonly Uri _address;
    private readonly string? _thing;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _one = new(1);
    private AwsCredentials? _kept;
    private DateTimeOffset _nextTry;

    /// <summary>Asks with a certificate.</summary>
    /// <param name="endpoint">The account's endpoint, for example https://c2example.credentials.iot.eu-west-1.amazonaws.com (<c>aws iot describe-endpoint --endpoint-type iot:CredentialProvider</c>).</param>
    /// <param name="roleAlias">The role alias, 1 to 128 of A-Z a-z 0-9 _ = , @ -.</param>
    /// <param name="certificate">The thing's, with its private key.</param>
    /// <param name="thing">The thing's name, told so that policies may use it (<c>credentials-iot:ThingName</c>); null for none.</param>
    /// <param name="time">The clock.</param>
    public IotCredentials(Uri endpoint, string roleAlias, X509Certificate2 certificate, string? thing = null, TimeProvider? time = null)
        : this(endpoint, roleAlias, Handler(certificate), thing, time)
    {
    }

    /// <summary>Asks through a handler that presents the certificate.</summary>
    /// <param name="endpoint">The account's endpoint.</param>
    /// <param name="roleAlias">The role alias.</param>
    /// <param name="handler">Sends requests; owned from now on.</param>
    /// <param name="thing">The thing's name, or null.</param>
    /// <param name="time">The clock.</param>
    public IotCredentials(Uri endpoint, string roleAlias, HttpMessageHandler handler, string? thing = null, TimeProvider? time = null)
    {
        _address = new Uri(endpoint, $"/role-aliases/{Uri.EscapeDataString(roleAlias)}/credentials");
        _client = new(handler) { Timeout = Patience };
        _thing = thing;
        _time = time ?? TimeProvider.System;
    }

    /// <inheritdoc/>
    public async ValueTask<AwsCredentials> GetAsync(CancellationToken cancellationToken)
    {
        if (Fresh() is { } fresh) return fresh;
        await _one.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (Fresh() is { } meanwhile) return meanwhile;
            Volatile.Write(ref _kept, await AskAsync(cancellationToken).ConfigureAwait(false));
            return _kept!;
        }
        catch (CredentialsException) when (_kept is { } old && old.Expiration > _time.GetUtcNow())
        {
            _nextTry = _time.GetUtcNow() + Pause;
            return old;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Ends it with its connections.</summary>
    public void Dispose()
    {
        _client.Dispose();
        _one.Dispose();
    }

    private static SocketsHttpHandler Handler(X509Certificate2 certificate) => new()
    {
        SslOptions = new() { ClientCertificates = [certificate] },
        PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1),
    };

    private AwsCredentials? Fresh()
    {
        var now = _time.GetUtcNow();
        return Volatile.Read(ref _kept) is { } kept && (kept.Expiration > now + Early || (kept.Expiration > now && now < _nextTry)) ? kept : null;
    }

    private async Task<AwsCredentials> AskAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, _address);
            if (_thing is not null) request.Headers.TryAddWithoutValidation("x-amzn-iot-thingname", _thing);
            using var response = await _client.SendAsync(request, cancellationToken).ConfigureAwait(false);
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
                throw new CredentialsException($"{_address} answered {(int)response.StatusCode}: the certificate must be active and its policy allow iot:AssumeRoleWithCertificate on the role alias.");
            using var answer = JsonDocument.Parse(body);
            var credentials = answer.RootElement.GetProperty("credentials");
            return new(Text(credentials, "accessKeyId"), Text(credentials, "secretAccessKey"), Text(credentials, "sessionToken"), credentials.GetProperty("expiration").GetDateTimeOffset());
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            // The exception's own text could hold some of the secret.
            throw new CredentialsException($"{_address} does not answer with credentials.");
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            throw new CredentialsException($"{_address} does not answer: {exception.Message}", exception);
        }
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? throw new KeyNotFoundException(name);
}
