using Amazon.Runtime;

using Amazon.S3;

namespace RoomTypes.Storage;

/// <summary>Makes the S3 client when something first needs it: most hosts read their models from the image.</summary>
/// <param name="options">Endpoint and addressing; credentials and region come from the environment, as AWS's SDKs do it.</param>
public sealed class S3Storage(StorageOptions options) : IDisposable
{
    private readonly Lazy<AmazonS3Client> _client = new(() => new AmazonS3Client(Configure(options)));

    /// <summary>The client.</summary>
    public IAmazonS3 Client => _client.Value;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_client.IsValueCreated) _client.Value.Dispose();
    }

    private static AmazonS3Config Configure(StorageOptions options)
    {
        var config = new AmazonS3Config
        {
            ForcePathStyle = options.ForcePathStyle,
            // Retries are counted and told by the caller.
            MaxErrorRetry = 0,
            // Stores that speak the protocol often lack the newer checksums; the digest is checked anyway.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
            HttpClientFactory = new WithoutTags(),
        };
        if (options.Endpoint is null) return config;
        config.ServiceURL = options.Endpoint;
        config.AuthenticationRegion = Environment.GetEnvironmentVariable("AWS_REGION") ?? "us-east-1";
        return config;
    }

    /// <summary>
    /// Clients whose answers have no ETag, but those to HEAD. The SDK takes it for the object's MD5 and fails where it is none: in stores that
    /// speak the protocol, it may be anything.
    /// </summary>
    private sealed class WithoutTags : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(new Handler { InnerHandler = OutgoingConnections.NewHandler() });

        private sealed class Handler : DelegatingHandler
        {
            protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
            {
                var response = await base.SendAsync(request, cancellationToken);
                if (request.Method != HttpMethod.Head) response.Headers.Remove("ETag");
                return response;
            }
        }
    }
}
