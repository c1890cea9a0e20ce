using System.Text;
using System.Text.Json;
using RoomTypes.Json;

namespace RoomTypes.Tests.Json;

public sealed class StrictJsonTests
{
    [Theory]
    [InlineData("""{"a":"\ud83d\ude00"}""")]
    [InlineData("""{"\u00e9":"é"}""")]
    [InlineData("\uFEFF{}")]
    public void Parse_Unicode_IsRead(string json) => Assert.Equal(JsonValueKind.Object, StrictJson.Parse(json).RootElement.ValueKind);

    [Theory]
    [InlineData("""{"a":"\ud83d"}""")]
    [InlineData("""{"a":["\ude00\ud83d"]}""")]
    [InlineData("""{"\ud83d":1}""")]
    [InlineData("{")]
    public void Parse_HalvesOfSurrogatePairs_AreRefused(string json) => Assert.ThrowsAny<JsonException>(() => StrictJson.Parse(json));

    [Fact]
    public void Parse_BytesThatAreNoUtf8_AreRefused() => Assert.Throws<JsonException>(() => StrictJson.Parse(new byte[] { (byte)'"', 0xFF, (byte)'"' }));

    [Fact]
    public void ExperimentsFileAndFlagsDocument_WithAByteOrderMark_AreRead()
    {
        const string Feature = """{"features":[{"name":"f","defaultVariation":"a","variations":[{"name":"a","value":"m@1"}]}]}""";
        Assert.Single(RoomTypes.Experiments.Files.ExperimentFile.Parse(Encoding.UTF8.GetBytes("\uFEFF" + Feature), "file"));
        Assert.Null(RoomTypes.Experiments.AppConfig.FeatureFlags.Parse(Encoding.UTF8.GetBytes("\uFEFF{\"version\":\"1\",\"values\":{}}")).Evaluate("f", "e", default));
    }

    [Theory]
    [InlineData("{\"a\":1,}", "The JSON object contains a trailing comma at the end which is not supported in this mode (line 1, byte 8).")]
    [InlineData("{\n\"a\":NaN}", "'N' is an invalid start of a value (line 2, byte 5).")]
    [InlineData("{\"a\":\"\\ud800\"}", "The text at byte 5 holds half a surrogate pair.")]
    public void Reason_OfNoJson_TellsWhatIsWrongWhere(string json, string reason) =>
        Assert.Equal(reason, StrictJson.Reason(Assert.ThrowsAny<JsonException>(() => StrictJson.Parse(json))));
}
