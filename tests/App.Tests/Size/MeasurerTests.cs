using RoomTypes.Size;

namespace RoomTypes.Tests.Size;

public class MeasurerTests
{
    [Fact]
    public void Limits_OfAMachine_ArePartsOfACoreAndPowersOfTwoUpToItsCores()
    {
        Assert.Equal([0.25, 0.5, 1, 2, 4, 6], Measurer.Limits(6, hasParts: true));
        Assert.Equal([1, 2], Measurer.Limits(2, hasParts: false));
        Assert.Equal([1], Measurer.Limits(1, hasParts: false));
    }

    [Fact]
    public async Task Measure_TheService_TellsWhatItDoesAndLeavesNothing()
    {
        using var client = new HttpClient();
        var program = Path.Combine(AppContext.BaseDirectory, "RoomTypes");
        var point = await new Measurer(client, program, [Samples.Kitchen], TimeSpan.FromMilliseconds(100)).MeasureAsync(1, CancellationToken.None);
        Assert.Equal(1, point.Vcpus);
        Assert.All([point.PerSecond, point.AloneMilliseconds, point.P99Milliseconds, point.CpuMilliseconds, point.PeakMegabytes], value => Assert.InRange(value, 0.01, 1e6));
        Assert.Empty(Directory.Exists("/sys/fs/cgroup") ? Directory.EnumerateDirectories("/sys/fs/cgroup", $"room-type-size-{Environment.ProcessId}", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 1 }) : []);
    }

    [Fact]
    public async Task Measure_AProgramThatEnds_SaysThatItDidNotStart()
    {
        using var client = new HttpClient();
        var exception = await Assert.ThrowsAsync<SizeException>(() => new Measurer(client, "/bin/false", [Samples.Kitchen], TimeSpan.FromMilliseconds(1)).MeasureAsync(1, CancellationToken.None));
        Assert.Contains("/bin/false was not ready", exception.Message);
    }
}
