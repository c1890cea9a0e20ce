using System.Net.Http.Headers;
using System.Text;
using Hosting.Tests.Fakes;
using Hosting.Tests.Http;

namespace Hosting.Tests.Processes;

/// <summary>Every route of the service under every shape of event answers what it answers behind Kestrel.</summary>
[Collection(nameof(PublishedApp))]
public sealed class AppEqualityTests(PublishedApp app)
{
    private static HttpCall[] Calls { get; } =
    [
        AppCalls.Get("/health/live"),
        AppCalls.Get("/health/ready"),
        AppCalls.Get("/ping"),
        AppCalls.Get("/v1/models"),
        AppCalls.Get("/v1/models/room-type/2"),
        AppCalls.Get("/v1/models/room-type/K%C3%BCche"),
        AppCalls.Get("/openapi/v1.json"),
        AppCalls.Get("/docs/index.html"),
        AppCalls.Get("/docs/swagger-ui-bundle.js"),
        AppCalls.Get("/nowhere?a=1"),
        AppCalls.Get("/v1/recognize"),
        AppCalls.Get("/health/live") with { Method = "HEAD" },
        AppCalls.Get("/v1/recognize") with { Method = "OPTIONS" },
        AppCalls.Recognize("kitchen_1.jpg", "one-kitchen-picture"),
        AppCalls.Recognize("bedroom_2.jpg", "one-bedroom-picture", "/invocations"),
        AppCalls.Recognize("bathroom_1.jpg", "top-two-of-bathroom", "/v1/recognize?topK=2&entityId=robot%201&models=room-type%403"),
        AppCalls.Recognize("kitchen_1.jpg", "not-a-type-we-know") with { ContentType = "image/gif" },
        AppCalls.Recognize("kitchen_1.jpg", "not-a-picture-here") with { Body = Encoding.UTF8.GetBytes("no picture") },
        AppCalls.Recognize("kitchen_1.jpg", "no-body-whatsoever") with { Body = [] },
        AppCalls.Recognize("kitchen_1.jpg", "a-body-out-of-limit") with { Body = new byte[4_500_001] },
        Json("""{"rooms":[{"roomId":"Küche","images":[{"content":"@@@"}]}]}"""),
        Json($$"""{"topK":1,"rooms":[{"roomId":"r1","images":[{"content":"{{Convert.ToBase64String(AppCalls.Picture("hallway_1.jpg"))}}"}]}]}"""),
        Json("{"),
        Multipart(),
    ];

    [Fact]
    public async Task Answers_OfEveryRouteAndShape_EqualKestrels()
    {
        await using var api = await FakeRuntimeApi.StartAsync();
        await using var lambda = AppProcess.StartLambda(app, api.Address);
        // A function keeps no answers.
        await using var kestrel = AppProcess.StartKestrel(app, ("RoomType__Cache__Level", "none"));
        using var client = new AppClient(await kestrel.ReadyAsync());

        foreach (var call in Calls)
        {
            var expected = AppCalls.Lasting(await client.SendAsync(call));
            foreach (var shape in Enum.GetValues<Shape>())
            {
                var outcome = await api.InvokeAsync(GatewayEvent.Write(shape, call));
                Assert.True(outcome.Error is null, $"{shape} {call}: {outcome.Error}");
                Assert.Equal(expected, AppCalls.Lasting(Answer.Parse(outcome.Answer!)));
            }
        }
    }

    [Fact]
    public async Task Protobuf_OfEveryShape_ArrivesUncorrupted()
    {
        await using var api = await FakeRuntimeApi.StartAsync();
        await using var lambda = AppProcess.StartLambda(app, api.Address);

        foreach (var shape in Enum.GetValues<Shape>())
        {
            var outcome = await api.InvokeAsync(GatewayEvent.Write(shape, AppCalls.Recognize("kitchen_1.jpg", "as-protocol-buffers", accept: "application/x-protobuf")));
            var answer = Answer.Parse(outcome.Answer!);

            Assert.Equal(200, answer.Status);
            Assert.Contains("content-type: application/x-protobuf", answer.Headers);
            // The first field of the message, request_id, is tag 10 and its length.
            Assert.Equal("\n\u0013as-protocol-buffers", Encoding.UTF8.GetString(answer.Body.AsSpan(0, 21)));
        }
    }

    private static HttpCall Json(string body) =>
        HttpCall.Text("POST", "/v1/recognize", "application/json", body) with { Headers = [("x-request-id", "a-request-as-json"), ("Accept", "application/json")] };

    private static HttpCall Multipart()
    {
        using var form = new MultipartFormDataContent("boundary");
        var picture = new ByteArrayContent(AppCalls.Picture("dining_room_1.jpg"));
        picture.Headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
        form.Add(picture, "image", "dining_room_1.jpg");
        using var body = new MemoryStream();
        form.CopyTo(body, null, default);
        return new HttpCall("POST", "/v1/recognize")
        {
            ContentType = "multipart/form-data; boundary=boundary",
            Body = body.ToArray(),
            Headers = [("x-request-id", "a-form-with-picture"), ("Accept", "application/json")],
        };
    }
}
