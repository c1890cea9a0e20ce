using System.Text;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using RoomTypes.Http;
using RoomTypes.Http.Parsing;
using RoomTypes.V1;

namespace RoomTypes.Tests.Http.Parsing;

/// <summary>The readers against Google.Protobuf's own serialiser, parser and JSON formatter.</summary>
public class FeedbackReaderTests
{
    private const int Messages = 300;

    [Fact]
    public void Read_EitherForm_IsWhatTheOfficialSerialiserWrote()
    {
        var random = new Random(7);
        for (var i = 0; i < Messages; i++)
        {
            var message = Message(random);
            Assert.Equal(message, FeedbackReader.Read(MediaTypes.Protobuf, message.ToByteArray()));
            Assert.Equal(message, FeedbackReader.Read(MediaTypes.Json, Encoding.UTF8.GetBytes(JsonFormatter.Default.Format(message))));
        }
    }

    [Fact]
    public void Read_MutatedProtobuf_IsRefusedAsMalformedOrReadAsTheOfficialParserDoes()
    {
        var random = new Random(8);
        for (var i = 0; i < 20 * Messages; i++)
        {
            var body = Message(random).ToByteArray();
            if (body.Length == 0) continue;
            if (random.Next(2) == 0) body = body[..random.Next(body.Length)];
            else body[random.Next(body.Length)] = (byte)random.Next(256);
            try
            {
                var read = FeedbackReader.Read(MediaTypes.Protobuf, body);
                Assert.Equal(FeedbackRequest.Parser.WithDiscardUnknownFields(true).ParseFrom(body), read);
            }
            catch (ServiceException refusal)
            {
                Assert.Equal("protobuf_malformed", refusal.Code);
            }
        }
    }

    [Theory]
    [InlineData("""{"correctRoomType":"ROOM_TYPE_KITCHEN","metric":null}""")]
    [InlineData("""{"metric":null,"correct_room_type":5,"time":null,"feedbackId":null,"predictionId":null}""")]
    [InlineData("\uFEFF{\"correctRoomType\":\"ROOM\\u005fTYPE_KITCHEN\"}")]
    public void Read_NullBesideTheOtherMember_IsUnset(string json) =>
        Assert.Equal(new FeedbackRequest { CorrectRoomType = RoomType.Kitchen }, FeedbackReader.Read(MediaTypes.Json, Encoding.UTF8.GetBytes(json)));

    [Theory]
    [InlineData("\"1.5\"", 1.5)]
    [InlineData("-0.25e1", -2.5)]
    [InlineData("\"NaN\"", double.NaN)]
    [InlineData("\"-Infinity\"", double.NegativeInfinity)]
    public void Read_NumbersInTheirSpellings_AreRead(string value, double expected) =>
        Assert.Equal(expected, FeedbackReader.Read(MediaTypes.Json, Encoding.UTF8.GetBytes("{\"metric\":{\"value\":" + value + "}}")).Metric.Value);

    [Theory]
    [InlineData("2026-01-31T12:00:00Z", "2026-01-31T12:00:00Z")]
    [InlineData("2026-01-31T12:00:00.5+02:00", "2026-01-31T10:00:00.500Z")]
    [InlineData("0001-01-01T00:00:00.000000001Z", "0001-01-01T00:00:00.000000001Z")]
    public void Read_Times_AreAsTheOfficialParserReadsThem(string time, string expected) =>
        Assert.Equal(
            JsonParser.Default.Parse<Timestamp>($"\"{expected}\""), FeedbackReader.Read(MediaTypes.Json, Encoding.UTF8.GetBytes($$"""{"time":"{{time}}"}""")).Time);

    [Theory]
    [InlineData("""{"metric":{},"correctRoomType":1}""", "one of correctRoomType and metric")]
    [InlineData("""{"correctRoomType":"KITCHEN"}""", "ROOM_TYPE_UNSPECIFIED, ROOM_TYPE_BATHROOM")]
    [InlineData("""{"correctRoomType":1.5}""", "name or number")]
    [InlineData("""{"metric":{"value":"1,5"}}""", "a number")]
    [InlineData("""{"metric":{"value":1e999}}""", "a number")]
    [InlineData("""{"metric":[]}""", "an object")]
    [InlineData("""{"time":"yesterday"}""", "a time such as")]
    [InlineData("""{"time":"2026-01-31T12:00:00"}""", "a time such as")]
    [InlineData("""{"time":"2026-01-31T12:00:00.Z"}""", "a time such as")]
    [InlineData("""{"time":"2026-02-30T12:00:00Z"}""", "a time such as")]
    [InlineData("""{"entityId":"\ud800"}""", "cannot be read")]
    [InlineData("""{"entity":"x"}""", "'entity' is not known")]
    [InlineData("", "is not JSON")]
    public void Read_JsonThatIsWrong_SaysWhat(string json, string expected)
    {
        var refusal = Assert.Throws<ServiceException>(() => FeedbackReader.Read(MediaTypes.Json, Encoding.UTF8.GetBytes(json)));
        Assert.Equal(ErrorKind.Malformed, refusal.Kind);
        Assert.Contains(expected, refusal.Message);
    }

    [Theory]
    [InlineData("0A01FF")] // an id that is no UTF-8
    [InlineData("0A05")] // cut short
    [InlineData("220911000000000000F0")]
    [InlineData("FFFFFFFFFFFFFFFFFFFF01")] // a tag that is too long
    [InlineData("21")] // the metric as a number
    public void Read_MalformedProtobuf_SaysSo(string hex) =>
        Assert.Equal("protobuf_malformed", Assert.Throws<ServiceException>(() => FeedbackReader.Read(MediaTypes.Protobuf, Convert.FromHexString(hex))).Code);

    private static FeedbackRequest Message(Random random)
    {
        var message = new FeedbackRequest { PredictionId = Text(random), EntityId = Text(random), FeedbackId = Text(random) };
        if (random.Next(3) > 0) message.Time = new Timestamp { Seconds = random.NextInt64(-60_000_000_000, 200_000_000_000), Nanos = random.Next(1_000_000_000) };
        if (random.Next(2) == 0) message.CorrectRoomType = (RoomType)random.Next(0, 12);
        else if (random.Next(3) > 0) message.Metric = new Metric { Name = Text(random), Value = random.Next(4) switch { 0 => double.NaN, 1 => double.PositiveInfinity, _ => random.NextDouble() * 1e6 } };
        return message;
    }

    private static string Text(Random random) => new([.. Enumerable.Range(0, random.Next(6)).Select(_ => "aZ0\"\\\n\u00e9\u20ac\0"[random.Next(9)])]);
}
