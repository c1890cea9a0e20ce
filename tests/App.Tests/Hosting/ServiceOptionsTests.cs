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
        Assert.Equal(256, options.Inference.QueueCapacity);
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

    private static ServiceOptions Read(params (string Key, string Value)[] settings) => ServiceOptions.Read(new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create($"RoomType:{setting.Key}", (string?)setting.Value)))
        .Build());
}
