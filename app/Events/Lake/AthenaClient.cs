using System.Text.Json;
using Amazon.Runtime;
using RoomTypes.Aws;

namespace RoomTypes.Events.Lake;

/// <summary>
/// Calls Amazon Athena with the credentials and the region of the environment (https://docs.aws.amazon.com/athena/latest/APIReference/Welcome.html).
/// A call that was throttled or met an error of the server is made again.
/// </summary>
internal static class AthenaClient
{
    private const int Attempts = 4;

    // A page of results has 1,000 rows.
    private const int MostBytes = 1 << 26;
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(200);

    private static readonly Lazy<HttpClient> Client = new(() => new HttpClient(OutgoingConnections.NewHandler())
    {
        Timeout = TimeSpan.FromSeconds(30),
        MaxResponseContentBufferSize = MostBytes,
    });

    /// <summary>The answer of an operation.</summary>
    /// <param name="operation">For example StartQueryExecution.</param>
    /// <param name="body">Its JSON.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <exception cref="EventStoreException">Athena refuses it or cannot be asked.</exception>
    public static async Task<JsonDocument> CallAsync(string operation, byte[] body, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                using var request = await RequestAsync(operation, body, cancellationToken);
                using var response = await Client.Value.SendAsync(request, cancellationToken);
                var bytes = await response.Content.ReadAsByteArrayAsync(cancellationToken);
                if (response.IsSuccessStatusCode) return JsonDocument.Parse(bytes);
                var (type, message) = ReasonOf(bytes);
                var isPassing = (int)response.StatusCode >= 500 || type is "TooManyRequestsException" or "ThrottlingException";
                if (!isPassing || attempt == Attempts) throw new EventStoreException($"Athena answered {operation} with {(int)response.StatusCode} {type}: {message}");
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException or JsonException && attempt < Attempts)
            {
                // Again, below.
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException or JsonException or AmazonClientException
                || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
            {
                throw new EventStoreException($"Athena cannot be asked for {operation}: {exception.Message}", exception);
            }

            await Task.Delay(FirstDelay * (1 << (attempt - 1)), cancellationToken);
        }
    }

    private static Task<HttpRequestMessage> RequestAsync(string operation, byte[] body, CancellationToken cancellationToken)
    {
        var region = Environment.GetEnvironmentVariable("AWS_REGION") ?? Environment.GetEnvironmentVariable("AWS_DEFAULT_REGION")
            ?? throw new EventStoreException("Athena's region is not known: set AWS_REGION, for example to eu-central-1.");
        return AwsJsonRequest.SignedAsync("athena", "AWS_ENDPOINT_URL_ATHENA", region, $"AmazonAthena.{operation}", body, cancellationToken);
    }

    // {"__type":"InvalidRequestException","Message":"..."}, the type sometimes led by a namespace.
    private static (string Type, string Message) ReasonOf(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            return ((Text(root, "__type") ?? "").Split('#')[^1], Text(root, "Message") ?? Text(root, "message") ?? "");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return ("", "an answer that is no JSON");
        }
    }

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString() : null;
}
