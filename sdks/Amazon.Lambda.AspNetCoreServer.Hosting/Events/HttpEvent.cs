using Microsoft.AspNetCore.Http;

namespace Amazon.Lambda.AspNetCoreServer.Hosting.Events;

/// <summary>The four shapes in which HTTP requests reach a function.</summary>
internal enum EventShape
{
    /// <summary>API Gateway REST API: payload format 1.0.</summary>
    RestApi,

    /// <summary>API Gateway HTTP API or function URL: payload format 2.0.</summary>
    HttpApi,

    /// <summary>Application Load Balancer.</summary>
    LoadBalancer,

    /// <summary>Application Load Balancer whose target group has multi-value headers on.</summary>
    LoadBalancerMultiValue,
}

/// <summary>The HTTP request within an event, as the gateway meant it: paths and queries are restored in <see cref="HttpEventReader"/>.</summary>
internal sealed class HttpEvent
{
    public EventShape Shape { get; set; }

    public string Method { get; set; } = "GET";

    public string Scheme { get; set; } = "https";

    /// <summary>Percent-decoded stage or base path, or empty.</summary>
    public string PathBase { get; set; } = "";

    /// <summary>Percent-decoded, but for <c>%2F</c>, as Kestrel does it.</summary>
    public string Path { get; set; } = "/";

    /// <summary>Percent-encoded, with its question mark, or empty.</summary>
    public string QueryString { get; set; } = "";

    /// <summary>Path and query as they were received.</summary>
    public string RawTarget { get; set; } = "/";

    public required IHeaderDictionary Headers { get; init; }

    public string? SourceIp { get; set; }

    /// <summary>A slice of the event's own bytes.</summary>
    public ReadOnlyMemory<byte> Body { get; set; }
}
