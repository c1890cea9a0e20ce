using System.Net.Http.Headers;
using Amazon;

namespace RoomTypes.Aws;

/// <summary>Requests of AWS's JSON protocol, version 1.1 (https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html), with the credentials of the environment.</summary>
internal static class AwsJsonRequest
{
    /// <summary>A signed request.</summary>
    /// <param name="service">As endpoints and signatures name it, such as athena.</param>
    /// <param name="endpointVariable">The variable of AWS's SDKs for an endpoint of one's own, such as AWS_ENDPOINT_URL_ATHENA (https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html).</param>
    /// <param name="region">Where it is asked.</param>
    /// <param name="target">What is asked of it, such as AmazonAthena.GetQueryResults.</param>
    /// <param name="body">Its JSON.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    public static async Task<HttpRequestMessage> SignedAsync(string service, string endpointVariable, string region, string target, byte[] body, CancellationToken cancellationToken)
    {
        var own = Environment.GetEnvironmentVariable(endpointVariable);
        var endpoint = string.IsNullOrEmpty(own) ? $"https://{service}.{region}.{RegionEndpoint.GetBySystemName(region).PartitionDnsSuffix}/" : own;
        var request = new HttpRequestMessage(HttpMethod.Post, endpoint) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-amz-json-1.1");
        request.Headers.Add("X-Amz-Target", target);
        await SignatureV4.SignAsync(request, body, region, service, TimeProvider.System, cancellationToken);
        return request;
    }
}
