using System.Text.Json;
using Hosting.Tests.Processes;

namespace Hosting.Tests.SageMaker;

/// <summary>The published program as SageMaker's container, called by what does what SageMaker does.</summary>
[Collection(nameof(PublishedApp))]
public sealed class ContainerContractTests(PublishedApp app)
{
    private const string Caller = "arn:aws:sts::123456789012:assumed-role/fleet/robot-7";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Ping_FromTheFirstConnectionOn_IsAnsweredInTimeAndThenWell()
    {
        await using var process = AppProcess.StartServing(app);
        using var endpoint = new SageMakerClient(await process.ListeningAsync());

        // While models load it is answered too, with what is not 200.
        Assert.True(await endpoint.PingAsync() is 200 or 503);
        await endpoint.InServiceAsync(Patience);
        Assert.Equal(200, await endpoint.PingAsync());
    }

    [Fact]
    public async Task Ping_OnceItIsStopping_IsNotWellWhileRequestsAreStillAnswered()
    {
        await using var process = AppProcess.StartServing(app, ("RoomType__Http__DrainSeconds", "30"));
        using var endpoint = await InServiceAsync(process);

        process.Signal(AppProcess.SigTerm);
        await process.LineAsync("Application is shutting down");

        Assert.Equal(503, await endpoint.PingAsync());
        Assert.Equal(200, (await endpoint.InvokeAsync(AppCalls.Picture("kitchen_1.jpg"), "image/jpeg")).Status);
    }

    [Fact]
    public async Task Invocation_Bare_RecognizesAndTellsItsId()
    {
        await using var process = AppProcess.StartServing(app);
        using var endpoint = await InServiceAsync(process);

        var picture = await endpoint.InvokeAsync(AppCalls.Picture("kitchen_1.jpg"), "image/jpeg", attributes: Caller);
        var json = await endpoint.InvokeAsync(JsonRequest("hallway_1.jpg"), "application/json", "application/json", Caller);
        var binary = await endpoint.InvokeAsync(JsonRequest("kitchen_1.jpg"), "application/json", "application/x-protobuf", Caller);

        Assert.Equal((200, "application/json"), (picture.Status, picture.ContentType));
        Assert.Contains("ROOM_TYPE_KITCHEN", picture.Text, StringComparison.Ordinal);
        Assert.Matches("^[0-9a-f]{32}$", picture.Attributes!);
        Assert.Contains("ROOM_TYPE_HALLWAY", json.Text, StringComparison.Ordinal);
        Assert.Equal("application/x-protobuf", binary.ContentType);
        // The first field of the message, a length-delimited one.
        Assert.Equal(2, binary.Body[0] & 7);
    }

    [Fact]
    public async Task Invocation_WithARoute_IsThatRequestOfThatCaller()
    {
        await using var process = AppProcess.StartServing(app);
        using var endpoint = await InServiceAsync(process);

        var models = await endpoint.InvokeAsync("{}"u8.ToArray(), "application/json", attributes: $"GET /v1/models {Caller} 3c9d1e52-1f5e-4f7c-8f61-0f2f4f2a9a10");
        var encoded = await endpoint.InvokeAsync("{}"u8.ToArray(), "application/json", attributes: $"GET /v1/models/room%2Dtype/2?unused=a%20b {Caller}");
        var feedback = await endpoint.InvokeAsync("{}"u8.ToArray(), "application/json", attributes: $"POST /v1/feedback {Caller} id-of-the-gateway");
        var health = await endpoint.InvokeAsync("{}"u8.ToArray(), null, attributes: "GET /health/live");

        Assert.Equal((200, "3c9d1e52-1f5e-4f7c-8f61-0f2f4f2a9a10"), (models.Status, models.Attributes));
        Assert.Contains("room-type", models.Text, StringComparison.Ordinal);
        Assert.Equal(200, encoded.Status);
        // Feedback is kept nowhere here.
        Assert.Equal((424, 404), (feedback.Status, feedback.OriginalStatus));
        Assert.Contains("\"requestId\":\"id-of-the-gateway\"", feedback.Text, StringComparison.Ordinal);
        Assert.Contains("live", health.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET v1/models", "attributes_malformed", 400)]
    [InlineData("GET /v1/models a b c", "attributes_malformed", 400)]
    [InlineData("GET /nowhere arn", "route_unknown", 404)]
    [InlineData("DELETE /v1/models arn", "method_not_allowed", 405)]
    public async Task Invocation_WithWhatIsNoRoute_IsAModelErrorWithAProblem(string attributes, string code, int status)
    {
        await using var process = AppProcess.StartServing(app);
        using var endpoint = await InServiceAsync(process);

        var answer = await endpoint.InvokeAsync("{}"u8.ToArray(), "application/json", attributes: attributes);

        Assert.Equal((424, status, "application/problem+json"), (answer.Status, answer.OriginalStatus, answer.ContentType));
        Assert.Contains($"\"code\":\"{code}\"", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Invocation_OfTheLargestBody_IsReadWhereItIsAllowedAndElseRefused()
    {
        await using var wide = AppProcess.StartServing(app, ("RoomType__Http__MaxRequestBytes", $"{SageMakerClient.MostBytes}"), ("RoomType__Http__MaxBufferedBytes", $"{4 * SageMakerClient.MostBytes}"));
        await using var usual = AppProcess.StartServing(app);
        using var reads = await InServiceAsync(wide);
        using var refuses = await InServiceAsync(usual);
        var body = Padded(JsonRequest("kitchen_1.jpg"), SageMakerClient.MostBytes);

        var answer = await reads.InvokeAsync(body, "application/json", attributes: Caller);
        var refused = await refuses.InvokeAsync(body, "application/json", attributes: Caller);

        Assert.Equal(200, answer.Status);
        Assert.Contains("ROOM_TYPE_KITCHEN", answer.Text, StringComparison.Ordinal);
        Assert.Equal((424, 413), (refused.Status, refused.OriginalStatus));
    }

    [Fact]
    public async Task Entity_FromTheCaller_IsWhoTheGatewayNames()
    {
        await using var process = AppProcess.StartServing(app, ("RoomType__Http__CallerHeader", "x-caller-arn"), ("RoomType__Http__EntityFromCaller", "true"));
        using var endpoint = await InServiceAsync(process);

        var own = await endpoint.InvokeAsync(JsonRequest("kitchen_1.jpg", "robot-7"), "application/json", attributes: Caller);
        var others = await endpoint.InvokeAsync(JsonRequest("kitchen_1.jpg", "robot-8"), "application/json", attributes: Caller);
        var nobody = await endpoint.InvokeAsync(JsonRequest("kitchen_1.jpg"), "application/json");

        Assert.Equal(200, own.Status);
        Assert.Contains("entity_not_callers", others.Text, StringComparison.Ordinal);
        Assert.Contains("caller_unknown", nobody.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Attributes_WithoutServe_AreNothing()
    {
        await using var process = AppProcess.StartKestrel(app);
        using var endpoint = new SageMakerClient(await process.ReadyAsync());

        var answer = await endpoint.InvokeAsync(AppCalls.Picture("kitchen_1.jpg"), "image/jpeg", attributes: $"GET /v1/models {Caller}");

        Assert.Contains("ROOM_TYPE_KITCHEN", answer.Text, StringComparison.Ordinal);
        Assert.Null(answer.Attributes);
    }

    private static async Task<SageMakerClient> InServiceAsync(AppProcess process)
    {
        var endpoint = new SageMakerClient(await process.ListeningAsync());
        await endpoint.InServiceAsync(Patience);
        return endpoint;
    }

    private static byte[] JsonRequest(string picture, string? entity = null) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        entityId = entity ?? "",
        rooms = new[] { new { roomId = "r1", images = new[] { new { content = AppCalls.Picture(picture) } } } },
    });

    // White space between tokens is none of the message.
    private static byte[] Padded(byte[] json, int length)
    {
        var body = new byte[length];
        body.AsSpan().Fill((byte)' ');
        json.CopyTo(body, length - json.Length);
        return body;
    }
}
