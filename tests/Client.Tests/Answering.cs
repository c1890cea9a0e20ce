using System.Net;

namespace RoomTypes.Tests;

/// <summary>Stands for a server: keeps what it is sent and answers as it is told.</summary>
internal sealed class Answering(Func<HttpRequestMessage, int, HttpResponseMessage> answer) : HttpMessageHandler
{
    public List<(string Address, string? Authorization, string Body)> Seen { get; } = [];

    public static HttpResponseMessage Ok() => new(HttpStatusCode.OK) { Content = new StringContent("""{"rooms":[{"roomType":"ROOM_TYPE_KITCHEN","newerThanThis":1}]}""", null, "application/json") };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var copy = new MemoryStream();
        if (request.Content is { } content) await content.CopyToAsync(copy, cancellationToken);
        Seen.Add((request.RequestUri!.ToString(), request.Headers.TryGetValues("Authorization", out var values) ? values.Single() : null, System.Text.Encoding.UTF8.GetString(copy.ToArray())));
        var response = answer(request, Seen.Count);
        response.RequestMessage = request;
        return response;
    }
}

/// <summary>A clock that stands until it is moved.</summary>
internal sealed class StandingClock(DateTimeOffset now) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => Now;

    public override long GetTimestamp() => Now.UtcTicks;
}
