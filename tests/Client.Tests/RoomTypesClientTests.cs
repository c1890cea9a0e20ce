using System.Net;
using RoomTypes.Client;
using RoomTypes.V1;

namespace RoomTypes.Tests;

public class RoomTypesClientTests
{
    private static readonly Uri Address = new("https://rooms.example/prod/");

    [Fact]
    public async Task Recognize_WhatANewerServiceAnswers_IsRead()
    {
        using var server = new Answering((_, _) => Answering.Ok());
        using var client = Client(server);
        var answer = await client.RecognizeAsync(new RecognizeRequest());
        Assert.Equal(RoomType.Kitchen, answer.Rooms.Single().RoomType);
        Assert.Equal("https://rooms.example/prod/v1/recognize", server.Seen.Single().Address);
    }

    [Theory]
    [InlineData("""{"code":"images_missing","detail":"No picture."}""", "images_missing", "No picture.")]
    [InlineData("""{"message":"Forbidden"}""", "AccessDeniedException", "Forbidden")]
    [InlineData("<html>", "AccessDeniedException", "https://rooms.example/prod/v1/feedback answered 403 Forbidden.")]
    public async Task SendFeedback_Refused_TellsWhy(string body, string code, string message)
    {
        using var server = new Answering((_, _) => new(HttpStatusCode.Forbidden) { Content = new StringContent(body), Headers = { { "x-amzn-errortype", "AccessDeniedException:http://x" }, { "x-request-id", "r" } } });
        using var client = Client(server);
        var refusal = await Assert.ThrowsAsync<RoomTypesException>(() => client.SendFeedbackAsync(new FeedbackRequest()));
        Assert.Equal((HttpStatusCode.Forbidden, code, message, "r"), (refusal.Status, refusal.Code, refusal.Message, refusal.RequestId));
    }

    [Fact]
    public async Task Recognize_BusyAtFirst_IsSentAgainWithItsBody()
    {
        using var server = new Answering((_, count) => count < 3 ? new(HttpStatusCode.TooManyRequests) { Headers = { RetryAfter = new(TimeSpan.Zero) } } : Answering.Ok());
        using var http = new HttpClient(new RetryHandler { InnerHandler = server });
        using var client = new RoomTypesClient(http, Address);
        await client.RecognizeAsync(new MemoryStream("picture"u8.ToArray()), "image/jpeg", "robot 1");
        Assert.Equal(Enumerable.Repeat(("https://rooms.example/prod/v1/recognize?entity_id=robot 1", "picture"), 3), server.Seen.Select(seen => (seen.Address, seen.Body)));
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest)]
    [InlineData(HttpStatusCode.InternalServerError)]
    public async Task Recognize_RefusedForGood_IsSentOnce(HttpStatusCode status)
    {
        using var server = new Answering((_, _) => new(status));
        using var http = new HttpClient(new RetryHandler { InnerHandler = server });
        using var client = new RoomTypesClient(http, Address);
        await Assert.ThrowsAsync<RoomTypesException>(() => client.RecognizeAsync(new RecognizeRequest()));
        Assert.Single(server.Seen);
    }

    private static RoomTypesClient Client(HttpMessageHandler server) => new(new HttpClient(server), Address);
}
