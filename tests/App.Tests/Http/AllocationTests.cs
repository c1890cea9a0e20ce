namespace RoomTypes.Tests.Http;

/// <summary>What requests leave on the heap.</summary>
[Collection(nameof(Alone))]
public class AllocationTests
{
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
