using Microsoft.Extensions.Configuration;
using RoomTypes.Configuration;
using RoomTypes.Hosting;

namespace RoomTypes.Tests.Hosting;

public class ServiceOptionsTests
{
    [Fact]
    public void Read_WithoutSettings_GivesTheDefaults()
    {
        var options = Read();
        Assert.Equal(4_500_000, options.Requests.MaxRequestBytes);
        Assert.Equal(64, options.Requests.MaxImages);
        Assert.Equal(25, options.Requests.TimeoutSeconds);
        Assert.Empty(options.Models.Serve);
        Assert.False(options.Storage.ForcePathStyle);
    }

    [Fact]
    public void Read_SeveralProblems_TellsAllAtOnceWithValueAndRange()
    {
        var exception = Assert.Throws<InvalidSettingsException>(() => Read(
            ("Http:MaxRequestBytes", "many"), ("Http:MaxImages", "0"), ("Storage:Endpoint", "localhost"), ("Models:Serve", "room-type@2,Nope!")));
        Assert.Equal(4, exception.Errors.Count);
        Assert.Contains("RoomType:Http:MaxRequestBytes is 'many'; allowed is a whole number of bytes from 1024 to 100000000 (default 4500000).", exception.Errors);
        Assert.Contains(exception.Errors, error => error.StartsWith("RoomType:Models:Serve is 'Nope!'", StringComparison.Ordinal));
    }

    [Fact]
    public void Read_UnknownKey_NamesTheNearestKnownOne()
    {
        var exception = Assert.Throws<InvalidSettingsException>(() => Read(("Http:MaxImage", "3")));
        Assert.Equal("RoomType:Http:MaxImage is not a setting. Did you mean RoomType:Http:MaxImages?", Assert.Single(exception.Errors));
    }

    [Fact]
    public void Read_MorePicturesThanTheQueueHolds_IsRefused()
    {
        var exception = Assert.Throws<InvalidSettingsException>(() => Read(("Http:MaxImages", "65"), ("Inference:QueueCapacity", "64")));
        Assert.Contains("QueueCapacity", exception.Message);
    }

    // Heaps of containers of 256 MB, 1 GB, 2 GB and of a large machine.
    [Theory]
    [InlineData(1, 128, 1, 128, 32)]
    [InlineData(2, 512, 2, 256, 128)]
    [InlineData(1, 1_024, 1, 128, 64)]
    [InlineData(16, 16_384, 16, 2_048, 1_024)]
    public void Read_OnAHost_IsSizedByItsCoresAndMemory(int cores, long heapMegabytes, int workers, int queue, long bufferedMegabytes)
    {
        var options = Read(new HostLimits(cores, heapMegabytes << 20));
        Assert.Equal((workers, queue, bufferedMegabytes << 20), (options.Inference.Workers, options.Inference.QueueCapacity, options.Requests.MaxBufferedBytes));
    }

    [Fact]
    public void Read_OnASmallHost_StillHasRoomForOneRequest()
    {
        var options = Read(new HostLimits(1, 1 << 20), ("Http:MaxImages", "200"));
        Assert.Equal((200, options.Requests.MaxRequestBytes), (options.Inference.QueueCapacity, options.Requests.MaxBufferedBytes));
    }

    /// <summary>Nobody else asks, and none of what a job sends at once is refused for want of room: three quarters of the queue are for rooms, half of the memory for one caller.</summary>
    [Fact]
    public void Read_InAJobOfBatchTransform_HasRoomForAllThatItSendsAtOnce()
    {
        var options = Read(new HostLimits(4, 2_048L << 20, Transforms: 8), ("Http:MaxRequestBytes", "10000000"));
        var told = Read(new HostLimits(1, 512L << 20, Transforms: 40), ("Http:MaxRequestBytes", "4500000"), ("Http:TimeoutSeconds", "20"));

        Assert.True(options.Inference.QueueCapacity * 3 / 4 >= 8 * options.Requests.MaxImages);
        Assert.True(options.Requests.MaxBufferedBytes / 2 >= 8 * options.Requests.MaxRequestBytes);
        Assert.Equal((600, 600_000), (options.Requests.TimeoutSeconds, options.Inference.StandingQueueMilliseconds));
        // The job's 100 MB, whatever one of them may have.
        Assert.Equal((200L << 20, 20), (told.Requests.MaxBufferedBytes, told.Requests.TimeoutSeconds));
    }

    [Theory]
    [InlineData(null, null, 0)]
    [InlineData("false", "8", 0)]
    [InlineData("true", null, 12)]
    [InlineData("true", "0", 12)]
    [InlineData("true", "many", 12)]
    [InlineData("True", "5", 5)]
    public void CountTransforms_OfAJob_AreWhatItWasToldOrTwoACore(string? batch, string? told, int transforms) =>
        Assert.Equal(transforms, HostLimits.CountTransforms(name => name == "SAGEMAKER_BATCH" ? batch : told, 6));

    [Theory]
    [InlineData(null, null, 6)]
    [InlineData("512", null, 1)]
    [InlineData("1770", null, 2)]
    [InlineData("10240", null, 6)]
    [InlineData("2048", "16", 6)]
    public void CountCores_OfAFunction_AreThoseThatItsMemoryPaysFor(string? memory, string? concurrency, int cores) =>
        Assert.Equal(cores, HostLimits.CountCores(name => name == "AWS_LAMBDA_FUNCTION_MEMORY_SIZE" ? memory : concurrency, 6));

    [Theory]
    [InlineData("Models:Serve", "room-type@2,room-type@3")]
    [InlineData("Models:Serve:0", "room-type@2")]
    public void Read_AList_MayBeOneTextOrSeveralKeys(string key, string value)
    {
        Assert.Equal(value.Split(','), Read((key, value)).Models.Serve.Select(reference => reference.ToString()));
    }

    [Fact]
    public void Read_AListOfSeveralKeys_KeepsTheirOrderAndRefusesDeeperOnes()
    {
        var settings = Enumerable.Range(0, 12).Select(i => ($"Models:Serve:{i}", $"room-type@{i + 1}")).ToArray();
        Assert.Equal(settings.Select(setting => setting.Item2), Read(settings).Models.Serve.Select(reference => reference.ToString()));
        Assert.Contains("Models:Serve:0:1", Assert.Throws<InvalidSettingsException>(() => Read(("Models:Serve:0:1", "room-type@2"))).Message);
    }

    [Fact]
    public void Read_AnEndpointOfOnesOwn_ImpliesPathStyle() => Assert.True(Read(("Storage:Endpoint", "http://localhost:9000")).Storage.ForcePathStyle);

    private static ServiceOptions Read(params (string Key, string Value)[] settings) => ServiceOptions.Read(Configuration(settings));

    private static ServiceOptions Read(HostLimits host, params (string Key, string Value)[] settings) =>
        ServiceOptions.Read(new SettingReader(Configuration(settings).GetSection(SettingReader.Section)), host);

    private static IConfigurationRoot Configuration((string Key, string Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create($"RoomType:{setting.Key}", (string?)setting.Value)))
        .Build();
}
