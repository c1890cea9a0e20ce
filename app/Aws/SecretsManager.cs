using System.Text.Json;
using Amazon;
using Amazon.Runtime;

namespace RoomTypes.Aws;

/// <summary>A secret that cannot be read; the message says which, and what AWS answered.</summary>
public sealed class SecretException(string message, Exception? cause = null) : Exception(message, cause);

/// <summary>
/// Reads secrets of AWS Secrets Manager with the credentials of the environment: GetSecretValue, the one operation of its API that the
/// service needs (https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html).
/// </summary>
internal static class SecretsManager
{
    private const string Service = "secretsmanager";

    // A secret's answer, or what says that there is none.
    private const int MostBytes = 1 << 18;

    private static readonly Lazy<HttpClient> Client = new(() => new HttpClient(OutgoingConnections.NewHandler())
    {
        Timeout = TimeSpan.FromSeconds(10),
        MaxResponseContentBufferSize = MostBytes,
    });

    /// <summary>Whether the text is the ARN of a secret.</summary>
    public static bool IsArn(string text) => Arn.TryParse(text, out var arn) && arn.Service == Service && RegionOf(arn).Length > 0 && arn.Resource.StartsWith("secret:", StringComparison.Ordinal);

    /// <summary>The text of a field of a secret that holds a JSON object, as RDS keeps a password.</summary>
    /// <param name="secret">The secret's ARN.</param>
    /// <param name="field">The field, for example <c>password</c>.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <exception cref="SecretException">It cannot be read, or has no such field.</exception>
    public static async Task<string> ReadAsync(string secret, string field, CancellationToken cancellationToken)
    {
        try
        {
            using var request = await RequestAsync(secret, cancellationToken);
            using var response = await Client.Value.SendAsync(request, cancellationToken);
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            if (!response.IsSuccessStatusCode) throw new SecretException($"Secrets Manager answered {(int)response.StatusCode} for {secret}{Reason(body)}.");
            using var answer = JsonDocument.Parse(body);
            using var value = JsonDocument.Parse(answer.RootElement.GetProperty("SecretString").GetString()!);
            return value.RootElement.GetProperty(field).GetString() ?? throw new KeyNotFoundException();
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentNullException)
        {
            // The exception's own text could hold some of the secret's.
            throw new SecretException($"The secret {secret} holds no JSON object with the text '{field}'.");
        }
        catch (Exception exception) when (exception is HttpRequestException or AmazonClientException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            throw new SecretException($"Secrets Manager cannot be asked for {secret}: {exception.Message}", exception);
        }
    }

    private static Task<HttpRequestMessage> RequestAsync(string secret, CancellationToken cancellationToken) => AwsJsonRequest.SignedAsync(
        Service, "AWS_ENDPOINT_URL_SECRETS_MANAGER", RegionOf(Arn.Parse(secret)), "secretsmanager.GetSecretValue",
        JsonSerializer.SerializeToUtf8Bytes(new GetSecretValueRequest(secret), SecretsJson.Default.GetSecretValueRequest), cancellationToken);

    private static string RegionOf(Arn arn) => arn.Region ?? "";

    // {"__type":"AccessDeniedException","Message":"..."}
    private static string Reason(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            return root.ValueKind == JsonValueKind.Object && root.TryGetProperty("__type", out var type) ? $": {type.GetString()}" : "";
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return "";
        }
    }
}
