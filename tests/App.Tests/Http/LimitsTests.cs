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
            Assert.Equal("1", refused.Headers.GetValues("Retry-After").Single());
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
    public async Task Recognize_BodiesOfPictures_AllocateNothingOnTheLargeObjectHeap()
    {
        await using var service = await TestService.StartAsync();
        var body = Samples.Recorded("recognize.binpb");
        var json = Samples.Recorded("recognize.json");
        for (var i = 0; i < 5; i++) await SendAsync();
        var before = LargeObjectBytes();
        const int Requests = 20;
        for (var i = 0; i < Requests; i++) await SendAsync();
        // Each body is over 80,000 bytes: one copy of one of them a request would show as 1.6 MB.
        Assert.InRange(LargeObjectBytes() - before, long.MinValue, Requests * 80_000 / 2);

        async Task SendAsync()
        {
            using var first = await service.PostAsync(body, "application/x-protobuf");
            using var second = await service.PostAsync(json, "application/json");
            Assert.True(first.IsSuccessStatusCode && second.IsSuccessStatusCode);
        }
    }

    /// <summary>The size of the large object heap (generation 3) with nothing collected from it in between.</summary>
    private static long LargeObjectBytes()
    {
        GC.Collect(0);
        return GC.GetGCMemoryInfo(GCKind.Any).GenerationInfo[3].SizeAfterBytes;
    }
}
