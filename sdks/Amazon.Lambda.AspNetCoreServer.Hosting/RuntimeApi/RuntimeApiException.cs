using System.Net;

namespace Amazon.Lambda.AspNetCoreServer.Hosting.RuntimeApi;

/// <summary>The Runtime API answered something that a runtime cannot go on from, or not at all.</summary>
internal sealed class RuntimeApiException(string message, Exception? inner = null) : Exception(message, inner)
{
    public static RuntimeApiException Unexpected(string call, HttpStatusCode status, string body) =>
        new($"{call} was answered with status {(int)status}: {body}");
}
