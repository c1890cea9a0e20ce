using RoomTypes.Http;

namespace RoomTypes.Tests.Http;

public class TransformsTests
{
    /// <summary>All requests at once have 100 MB at the most, and each as much as the service takes.</summary>
    [Theory]
    [InlineData(4, 4_500_000, 4, 25)]
    [InlineData(16, 4_500_000, 16, 6)]
    [InlineData(32, 4_500_000, 20, 5)]
    [InlineData(8, 25_000_000, 4, 25)]
    [InlineData(8, 100_000_000, 1, 100)]
    [InlineData(200, 1_024, 100, 1)]
    public void Parameters_OfAJob_FitIntoWhatAJobMaySend(int transforms, int mostBytes, int concurrent, int megabytes)
    {
        var parameters = Transforms.Parameters(transforms, mostBytes);

        Assert.Equal(new ExecutionParameters(concurrent, "SINGLE_RECORD", megabytes), parameters);
        Assert.InRange(parameters.MaxConcurrentTransforms * parameters.MaxPayloadInMB, 1, 100);
        Assert.True(parameters.MaxPayloadInMB * (1L << 20) >= mostBytes);
    }
}
