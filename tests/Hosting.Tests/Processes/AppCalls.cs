using System.Text.RegularExpressions;
using Hosting.Tests.Http;

namespace Hosting.Tests.Processes;

/// <summary>Requests to the service, and what of their answers differs from one request to the next.</summary>
internal static partial class AppCalls
{
    public static byte[] Picture(string name) => File.ReadAllBytes(Path.Combine(PublishedApp.Repository, "tests", "Fixtures", "samples", name));

    public static HttpCall Recognize(string picture, string requestId, string path = "/v1/recognize", string accept = "application/json") => new("POST", path)
    {
        ContentType = "image/jpeg",
        Body = Picture(picture),
        Headers = [("x-request-id", requestId), ("Accept", accept)],
    };

    public static HttpCall Get(string target) => new("GET", target) { Headers = [("x-request-id", "fixed-id-of-test")] };

    /// <summary>Without prediction ids, traces and times.</summary>
    public static Answer Lasting(Answer answer) => answer with
    {
        Headers = Trace().Replace(answer.Headers, "traceresponse: T"),
        Body = System.Text.Encoding.UTF8.GetBytes(Volatile().Replace(answer.Text, "$1 V")),
    };

    [GeneratedRegex("traceresponse: [0-9a-f-]+")]
    private static partial Regex Trace();

    [GeneratedRegex("""("(?:predictionId|traceId|[a-zA-Z]*(?:Ms|Milliseconds|Seconds))":)\s*("[^"]*"|[0-9.eE+-]+)""")]
    private static partial Regex Volatile();
}
