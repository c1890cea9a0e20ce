using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Google.Protobuf;
using RoomTypes.Http.Parsing;
using RoomTypes.Recognition;
using RoomTypes.V1;

namespace RoomTypes.Tests.Http.Parsing;

/// <summary>The readers against Google.Protobuf's own serialiser and JSON formatter.</summary>
public class RequestReaderTests
{
    private static readonly Arbitrary<RecognizeRequest> Requests = Generator().ToArbitrary();

    [Fact]
    public void Protobuf_OfAnyMessage_ReadsWhatTheOfficialSerialiserWrote() => Prop.ForAll(Requests, message =>
    {
        using var request = new RecognitionRequest();
        ProtobufRequestReader.Read(message.ToByteArray(), request);
        return Same(message, request);
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Json_OfAnyMessage_ReadsWhatTheOfficialFormatterWrote(bool originalNames) => Prop.ForAll(Requests, message =>
    {
        var settings = JsonFormatter.Settings.Default.WithFormatDefaultValues(originalNames).WithPreserveProtoFieldNames(originalNames);
        using var request = new RecognitionRequest();
        JsonRequestReader.Read(Encoding.UTF8.GetBytes(new JsonFormatter(settings).Format(message)), request);
        return Same(message, request);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Protobuf_CutAnywhere_IsReadOrRefusedAsMalformed()
    {
        var body = Samples.Recorded("recognize.binpb");
        for (var length = 0; length < body.Length; length += length < 300 ? 1 : 997)
        {
            AssertReadOrRefused(body.AsSpan(0, length).ToArray());
        }
    }

    [Fact]
    public void Protobuf_OfRandomBytes_IsReadOrRefusedAsMalformed() =>
        Prop.ForAll<byte[]>(bytes => AssertReadOrRefused(bytes)).QuickCheckThrowOnFailure();

    [Fact]
    public void Protobuf_WithUnknownFieldsOfEveryWireType_PassesOverThem()
    {
        // Fields 100 to 104: varint, fixed64, bytes, group, fixed32; then top_k.
        byte[] body = [0xA0, 0x06, 0x96, 0x01, 0xA9, 0x06, 1, 2, 3, 4, 5, 6, 7, 8, 0xB2, 0x06, 1, 9, 0xBB, 0x06, 0xA0, 0x06, 1, 0xBC, 0x06, 0xC5, 0x06, 1, 2, 3, 4, 0x38, 3];
        using var request = new RecognitionRequest();
        ProtobufRequestReader.Read(body, request);
        Assert.Equal(3u, request.TopK);
        Assert.Equal(3u, RecognizeRequest.Parser.ParseFrom(body).TopK);
    }

    [Theory]
    [InlineData("""{"rooms":[{"images":[{"content":"!!"}]}]}""", "content must be base64")]
    [InlineData("""{"rooms":[{"images":[{"content":"AAAAA"}]}]}""", "content must be base64")]
    [InlineData("""{"rooms":[{"images":[{"content":"AAAA","uri":"s3://b/k"}]}]}""", "one of content and uri")]
    [InlineData("""{"rooms":{}}""", "rooms must be an array")]
    [InlineData("""{"rooms":[1]}""", "must be an object")]
    [InlineData("""{"topK":-1}""", "whole number from 0 to 4294967295")]
    [InlineData("""{"topK":1.5}""", "whole number from 0 to 4294967295")]
    [InlineData("""{"romms":[]}""", "'romms' is not known; known are requestId")]
    [InlineData("""{"entityId":7}""", "entityId must be a string")]
    [InlineData("""{"entityId":"\ud800"}""", "cannot be read")]
    [InlineData("""{"rooms":[""", "is not JSON")]
    [InlineData("""{} {}""", "is not JSON")]
    [InlineData("[]", "must be an object")]
    [InlineData("", "is not JSON")]
    public void Json_ThatIsWrong_SaysWhatAndWhere(string json, string expected)
    {
        using var request = new RecognitionRequest();
        var refusal = Assert.Throws<ServiceException>(() => JsonRequestReader.Read(Encoding.UTF8.GetBytes(json), request));
        Assert.Equal(ErrorKind.Malformed, refusal.Kind);
        Assert.Contains(expected, refusal.Message);
    }

    [Theory]
    [InlineData("""{"rooms":[{"images":[{"content":"_-8\u003d"}]}]}""")]
    [InlineData("""{"rooms":[{"images":[{"content":"\u002f\u002B8="}]}]}""")]
    [InlineData("""{"rooms":[{"images":[{"content":"\/+8="}]}]}""")]
    [InlineData("""{"rooms":[{"images":[{"content":"/+\r\n8=\n"}]}]}""")]
    [InlineData("""{"rooms":[{"images":[{"content":" /+8\u000a="}]}]}""")]
    [InlineData("""{"rooms":[{"images":[{"\u0063ontent":"_-8"}]}]}""")]
    [InlineData("\uFEFF{\"rooms\":[{\"images\":[{\"content\":\"_-8\"}]}]}")]
    [InlineData("""{"rooms":[{"images":[{"content":"/+8="}]}], "models":null, "attributes":null, "topK":null, "entityId":null}""")]
    [InlineData("""{"rooms":[{"images":[{"content":"/+8=", "uri": null}]}], "topK":"2"}""")]
    public void Json_InItsOtherSpellings_IsRead(string json)
    {
        using var request = new RecognitionRequest();
        JsonRequestReader.Read(Encoding.UTF8.GetBytes(json), request);
        Assert.Equal([0xFF, 0xEF], request.Rooms[0].Pictures[0].Content.ToArray());
    }

    [Theory]
    [InlineData("""\b/+8=""")]
    [InlineData("""\u012B+8=""")]
    [InlineData("""\u00e9+8=""")]
    [InlineData("""/+8=\\""")]
    public void Json_WithEscapesThatStandForNoBase64_IsRefused(string content)
    {
        using var request = new RecognitionRequest();
        var refusal = Assert.Throws<ServiceException>(() => JsonRequestReader.Read(Encoding.UTF8.GetBytes($$"""{"rooms":[{"images":[{"content":"{{content}}"}]}]}"""), request));
        Assert.Contains("content must be base64", refusal.Message);
    }

    [Theory]
    [InlineData("rooms_too_many", """{"rooms":[{},{},{},{}]}""")]
    [InlineData("images_too_many", """{"rooms":[{"images":[{},{}]},{"images":[{},{}]}]}""")]
    [InlineData("models_too_many", """{"models":["a","b","c","d","e","f","g","h","i"]}""")]
    public void Json_OfTooMany_StopsThere(string code, string json)
    {
        using var request = new RecognitionRequest { MostPictures = 3 };
        Assert.Equal(code, Assert.Throws<ServiceException>(() => JsonRequestReader.Read(Encoding.UTF8.GetBytes(json), request)).Code);
    }

    [Fact]
    public void Protobuf_OfMillionsOfEmptyRooms_StopsAtTheMost()
    {
        using var request = new RecognitionRequest { MostPictures = 64 };
        byte[] body = [.. Enumerable.Repeat<byte[]>([0x2A, 0], 2_000_000).SelectMany(room => room)];
        Assert.Equal("rooms_too_many", Assert.Throws<ServiceException>(() => ProtobufRequestReader.Read(body, request)).Code);
        Assert.Equal(64, request.Rooms.Count);
    }

    [Fact]
    public void Base64_OfAnyBytesInAnyAlphabetAndPadding_DecodesInPlace() => Prop.ForAll<byte[], bool, bool>((bytes, urlSafe, padded) =>
    {
        var text = Convert.ToBase64String(bytes);
        if (urlSafe) text = text.Replace('+', '-').Replace('/', '_');
        if (!padded) text = text.TrimEnd('=');
        var buffer = Encoding.ASCII.GetBytes(text);
        return Base64Content.TryDecodeInPlace(buffer, out var length) && buffer.AsSpan(0, length).SequenceEqual(bytes);
    }).QuickCheckThrowOnFailure();

    private static void AssertReadOrRefused(byte[] body)
    {
        try
        {
            using var request = new RecognitionRequest();
            ProtobufRequestReader.Read(body, request);
        }
        catch (ServiceException refusal)
        {
            Assert.Equal("protobuf_malformed", refusal.Code);
        }
    }

    private static bool Same(RecognizeRequest message, RecognitionRequest request)
    {
        var copy = new RecognizeRequest
        {
            RequestId = request.RequestId,
            EntityId = request.EntityId,
            MissionId = request.MissionId,
            TopK = request.TopK,
            Explain = request.Explain,
            ExplainLabels = { request.ExplainLabels },
            Models = { request.Models },
            Attributes = { request.Attributes },
        };
        foreach (var room in request.Rooms)
        {
            copy.Rooms.Add(new Room { RoomId = room.RoomId, Images = { room.Pictures.Select(Image) } });
        }

        return copy.Equals(message);
    }

    private static Image Image(Picture picture) => picture.Uri is not null
        ? new Image { Uri = picture.Uri }
        : new Image { Content = ByteString.CopyFrom(picture.Content.Span) };

    private static Gen<RecognizeRequest> Generator()
    {
        // Lone surrogates, which no encoder can write, become U+FFFD.
        var text = ArbMap.Default.ArbFor<UnicodeString>().Generator.Select(value => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(value.Get ?? "")));
        var image = Gen.OneOf(
            ArbMap.Default.ArbFor<byte[]>().Generator.Select(bytes => new Image { Content = ByteString.CopyFrom(bytes) }),
            text.Select(uri => new Image { Uri = uri }));
        var room = from id in text
                   from images in image.ListOf()
                   select new Room { RoomId = id, Images = { images } };
        return from id in text
               from entity in text
               from mission in text
               from keys in text.ListOf().Select(keys => keys.Take(32))
               from rooms in room.ListOf()
               from models in text.ListOf().Select(models => models.Take(8))
               from topK in ArbMap.Default.ArbFor<uint>().Generator
               from explain in ArbMap.Default.ArbFor<bool>().Generator
               from labels in text.ListOf().Select(labels => labels.Take(32))
               select new RecognizeRequest(Message(id, entity, mission, keys, rooms, models, topK)) { Explain = explain, ExplainLabels = { labels } };
    }

    private static RecognizeRequest Message(
        string id, string entity, string mission, IEnumerable<string> keys, IEnumerable<Room> rooms, IEnumerable<string> models, uint topK)
    {
        var message = new RecognizeRequest { RequestId = id, EntityId = entity, MissionId = mission, Rooms = { rooms }, Models = { models }, TopK = topK };
        foreach (var key in keys) message.Attributes[key] = entity;
        return message;
    }
}
