using System.Net;
using System.Net.Sockets;
using Hosting.Tests.Fakes;
using Hosting.Tests.Http;

namespace Hosting.Tests.Processes;

/// <summary>The published program when a function's time is nearly over.</summary>
[Collection(nameof(PublishedApp))]
public sealed class LambdaDeadlineTests(PublishedApp app)
{
    [Fact]
    public async Task Deadline_WithinARequest_IsAnsweredAsAProblem()
    {
        // Takes connections and never answers.
        using var storage = new TcpListener(IPAddress.Loopback, 0);
        storage.Start();
        await using var api = await FakeRuntimeApi.StartAsync();
        await using var lambda = AppProcess.StartLambda(
            app, api.Address,
            ("RoomType__Storage__Endpoint", $"http://{storage.LocalEndpoint}"),
            ("RoomType__Storage__PictureBuckets", "pictures"),
            ("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE"),
            ("AWS_SECRET_ACCESS_KEY", "secret"));
        await api.PollsAsync(1);
        var call = new HttpCall("POST", "/v1/recognize")
        {
            ContentType = "application/json",
            Body = """{"rooms":[{"roomId":"a","images":[{"uri":"s3://pictures/a.jpg"}]}]}"""u8.ToArray(),
        };

        var outcome = await api.InvokeAsync(GatewayEvent.Write(Shape.RestApi, call), TimeSpan.FromSeconds(2));

        Assert.Null(outcome.Error);
        var answer = Answer.Parse(outcome.Answer!);
        Assert.Equal(504, answer.Status);
        Assert.Contains("\"code\":\"deadline_exceeded\"", answer.Text);
        Assert.Contains("application/problem+json", answer.Headers);
    }
}
