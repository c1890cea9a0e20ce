using System.Net.Sockets;
using System.Text;
using RoomTypes.Decoding;
using RoomTypes.Inference;

namespace RoomTypes.Tests.Http;

public class LimitsTests
{
    [Fact]
    public async Task Recognize_MoreThanTheQueueHolds_IsTurnedAwayAndLaterServed()
    {
        await using var service = await TestService.StartAsync("Inference:QueueCapacity=2", "Inference:Workers=1", "Http:MaxImages=2");
        var responses = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => service.PostAsync(Samples.Kitchen, "image/jpeg")));
        Assert.All(responses, response => Assert.Contains((int)response.StatusCode, new[] { 200, 429 }));
        Assert.Contains(responses, response => response.IsSuccessStatusCode);
        foreach (var refused in responses.Where(response => !response.IsSuccessStatusCode))
        {
            Assert.Contains(refused.Headers.GetValues("Retry-After").Single(), new[] { "1", "2" });
            Assert.Equal("overloaded", (await Samples.JsonAsync(refused)).GetProperty("code").GetString());
        }

        Assert.True((await service.PostAsync(Samples.Kitchen, "image/jpeg")).IsSuccessStatusCode);
    }

    [Fact]
    public async Task Recognize_MoreBytesThanMayBeHeld_AreTurnedAway()
    {
        var service = await TestService.StartAsync("Http:MaxBufferedBytes=1048576", "Http:MaxRequestBytes=1048576");
        var budget = service.Budget;
        await using (service)
        {
            var held = budget.Open("another");
            held.Take(1_048_576 - Samples.Kitchen.Length + 1);
            var refused = await service.PostAsync(Samples.Kitchen, "image/jpeg");
            Assert.Equal(429, (int)refused.StatusCode);
            Assert.Equal("1", refused.Headers.GetValues("Retry-After").Single());
            held.Dispose();
            Assert.True((await service.PostAsync(Samples.Kitchen, "image/jpeg")).IsSuccessStatusCode);
        }

        Assert.Equal(0, budget.Held);
    }

    [Fact]
    public async Task Evidently_WithoutMemoryLeft_IsThrottled()
    {
        using var folder = new TemporaryFolder();
        await using var service = await TestService.StartAsync("Events:Store=sqlite", $"Events:File={folder.Path}/events.db", "Http:MaxBufferedBytes=4500000");
        var held = service.Budget.Open("another");
        held.Take(4_500_000);
        held.Received();
        var refused = await service.PostAsync("""{"name":"P"}"""u8.ToArray(), "application/json", "/projects");
        Assert.Equal((429, "ThrottlingException"), ((int)refused.StatusCode, refused.Headers.GetValues("x-amzn-ErrorType").Single()));
    }

    [Fact]
    public async Task Recognize_BesideClientsThatSendOnlyHeadersOrHalfABody_IsServed()
    {
        await using var service = await TestService.StartAsync("Http:MaxBufferedBytes=4000000", "Http:MaxRequestBytes=2000000");
        var sockets = Enumerable.Range(0, 32).Select(i => Connect(service, i % 2 == 0 ? 0 : 1_000)).ToList();
        for (var i = 0; i < 8; i++) Assert.True((await service.PostAsync(Samples.Kitchen, "image/jpeg")).IsSuccessStatusCode);
        foreach (var socket in sockets) socket.Dispose();

        static TcpClient Connect(TestService service, int bytes)
        {
            var client = new TcpClient(service.Client.BaseAddress!.Host, service.Client.BaseAddress.Port);
            client.Client.Send([.. "POST /v1/recognize HTTP/1.1\r\nHost: x\r\nContent-Type: image/jpeg\r\nContent-Length: 2000000\r\n\r\n"u8, .. new byte[bytes]]);
            return client;
        }
    }

    [Fact]
    public async Task Recognize_WhileTheAnswerIsNotRead_HoldsNoMemory()
    {
        await using var service = await TestService.StartAsync();
        using var client = new TcpClient(service.Client.BaseAddress!.Host, service.Client.BaseAddress.Port);
        client.Client.Send([.. Encoding.ASCII.GetBytes($"POST /v1/recognize HTTP/1.1\r\nHost: x\r\nContent-Type: image/jpeg\r\nContent-Length: {Samples.Kitchen.Length}\r\n\r\n"), .. Samples.Kitchen]);
        // The answer's first byte: it is written, and nobody reads the rest.
        Assert.Equal(1, await client.GetStream().ReadAsync(new byte[1]));
        Assert.Equal(0, service.Budget.Held);
    }

    [Theory]
    [InlineData("/v1/recognize")]
    [InlineData("/v1/feedback")]
    public async Task Post_ABodyThatDoesNotComeInTime_IsTold(string path)
    {
        using var folder = new TemporaryFolder();
        await using var service = await TestService.StartAsync("Http:TimeoutSeconds=1", "Events:Store=sqlite", $"Events:File={folder.Path}/events.db");
        using var client = new TcpClient(service.Client.BaseAddress!.Host, service.Client.BaseAddress.Port);
        client.Client.Send(Encoding.ASCII.GetBytes($"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{{"));
        using var reader = new StreamReader(client.GetStream());
        Assert.Equal("HTTP/1.1 504 Gateway Timeout", await reader.ReadLineAsync());
    }

    [Fact]
    public async Task Recognize_WithLessTimeThanTheServiceGives_EndsThen()
    {
        await using var service = await TestService.StartAsync();
        using var client = new TcpClient(service.Client.BaseAddress!.Host, service.Client.BaseAddress.Port);
        client.Client.Send("POST /v1/recognize HTTP/1.1\r\nHost: x\r\nx-deadline-ms: 200\r\nContent-Type: image/jpeg\r\nContent-Length: 100\r\n\r\n"u8);
        using var reader = new StreamReader(client.GetStream());
        Assert.Equal("HTTP/1.1 504 Gateway Timeout", await reader.ReadLineAsync());
    }

    [Fact]
    public async Task Recognize_BehindAQueueThatStands_IsForThoseWhoTellHowLongTheyWait()
    {
        await using var service = await TestService.StartAsync("Inference:Workers=1");
        var (workers, model) = (service.Recognition.Workers, (await service.Recognition.CatalogAsync(CancellationToken.None)).Default);
        await workers.RunAsync([new(Samples.Kitchen, [model])], CancellationToken.None);
        using var picture = new GatedPicture(Samples.Kitchen);
        var running = Task.Run(() => workers.RunAsync([new(picture.Memory, [model], new ImageCost(100 * (long)PictureJob.SamplesOfARun))], CancellationToken.None));
        picture.WaitUntilRead();
        Assert.True(SpinWait.SpinUntil(() => Record.Exception(() => workers.VerifyRoom(TimeSpan.FromHours(1), told: false)) is ServiceException, TimeSpan.FromMinutes(1)));

        Assert.Equal(429, (int)(await service.PostAsync(Samples.Kitchen, "image/jpeg")).StatusCode);
        service.Client.DefaultRequestHeaders.Add("x-deadline-ms", "25000");
        var patient = service.PostAsync(Samples.Kitchen, "image/jpeg");
        Assert.True(SpinWait.SpinUntil(() => workers.Held == 2, TimeSpan.FromMinutes(1)));
        picture.Open();
        Assert.Equal(200, (int)(await patient).StatusCode);
        await running;
    }

    [Theory]
    [InlineData("60000", 200)]
    [InlineData("18446744073709551615", 200)]
    [InlineData("0", 400)]
    [InlineData("-1", 400)]
    [InlineData("1.5", 400)]
    [InlineData("1,2", 400)]
    [InlineData("soon", 400)]
    public async Task Recognize_WithADeadlineOfItsOwn_IsAnsweredOrToldWhatIsAllowed(string milliseconds, int status)
    {
        await using var service = await TestService.StartAsync();
        service.Client.DefaultRequestHeaders.Add("x-deadline-ms", milliseconds);
        var response = await service.PostAsync(Samples.Kitchen, "image/jpeg");
        Assert.Equal(status, (int)response.StatusCode);
        if (status == 400) Assert.Equal("deadline_invalid", (await Samples.JsonAsync(response)).GetProperty("code").GetString());
    }
}
