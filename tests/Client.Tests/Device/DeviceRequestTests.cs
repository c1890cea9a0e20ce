using System.Security.Cryptography;
using Google.Protobuf;
using RoomTypes.V1;

namespace RoomTypes.Tests.Device;

/// <summary>What the C library writes and reads, against the contract's own types.</summary>
public class DeviceRequestTests
{
    [Fact]
    public void Write_RandomRequests_AreThoseOfTheContract()
    {
        var random = new Random(26);
        var requests = Enumerable.Range(0, 200).Select(_ => Request(random)).ToList();
        var answers = DeviceLibrary.Ask(requests.Select(request => Line(request, random.Next(64, 4096))));
        for (var i = 0; i < requests.Count; i++)
        {
            var expected = requests[i].ToByteArray();
            Assert.Equal($"0 {expected.Length} {Convert.ToHexStringLower(SHA256.HashData(expected))} {DeviceLibrary.Hex(expected)}", answers[i]);
        }
    }

    [Fact]
    public void Write_UnderValgrind_HasNoFault()
    {
        var random = new Random(27);
        DeviceLibrary.AskValgrind(Enumerable.Range(0, 20).Select(_ => Line(Request(random), 64)));
    }

    [Theory]
    [InlineData("""{"credentials":{"accessKeyId":"ASIA1","secretAccessKey":"a\/b\u002bc","sessionToken":"t==","expiration":"2026-11-21T13:00:00Z"}}""", "0 ASIA1 a/b+c t== 1795266000")]
    [InlineData("""{ "credentials" : { "more": 12, "accessKeyId" : "ASIA1" , "secretAccessKey" : "s", "sessionToken" : "t", "expiration" : "2000-02-29T00:00:00.5Z" } }""", "0 ASIA1 s t 951782400")]
    [InlineData("""{"credentials":{"accessKeyId":"ASIA1","secretAccessKey":"s","sessionToken":"t"}}""", "1")]
    [InlineData("""{"credentials":{"accessKeyId":"ASIA1","secretAccessKey":"s","sessionToken":"t","expiration":"soon"}}""", "1")]
    [InlineData("""{"credentials":{"accessKeyId":null,"secretAccessKey":"s","sessionToken":"t","expiration":"2026-11-21T13:00:00Z"}}""", "1")]
    [InlineData("""{"message":"Forbidden"}""", "1")]
    [InlineData("""{"credentials":{"accessKeyId":"A""", "1")]
    [InlineData("", "1")]
    public void Read_CredentialsOfAThing_AreThose(string json, string expected) => Assert.Equal(expected, DeviceLibrary.Ask([$"iot {DeviceLibrary.Hex(json)}"]).Single());

    [Fact]
    public void Read_CutAndChangedAnswers_AreRefusedOrRead()
    {
        const string Json = """{"credentials":{"accessKeyId":"ASIA1","secretAccessKey":"a\/b","sessionToken":"t","expiration":"2026-11-21T13:00:00Z"}}""";
        var random = new Random(29);
        var lines = Enumerable.Range(0, Json.Length).Select(length => Json[..length])
            .Concat(Enumerable.Range(0, 2_000).Select(_ => Json.Remove(random.Next(Json.Length), 1).Insert(random.Next(Json.Length), $"{"\"\\{}:, x"[random.Next(8)]}")));
        Assert.All(DeviceLibrary.Ask(lines.Select(line => $"iot {DeviceLibrary.Hex(line)}")), answer => Assert.Matches("^(1|0 .+)$", answer));
    }

    private static RecognizeRequest Request(Random random)
    {
        var request = new RecognizeRequest { RequestId = Text(random), EntityId = Text(random), MissionId = Text(random), TopK = random.Next(3) == 0 ? (uint)random.Next() : 0 };
        for (var i = 0; i < random.Next(4); i++)
        {
            var room = new Room { RoomId = Text(random) };
            for (var j = 0; j < random.Next(4); j++)
            {
                var picture = new byte[random.Next(9) switch { 0 => 0, 1 => 127, 2 => 128, 3 => 16_384, _ => random.Next(3_000) }];
                random.NextBytes(picture);
                room.Images.Add(new Image { Content = ByteString.CopyFrom(picture) });
            }

            request.Rooms.Add(room);
        }

        return request;
    }

    private static string Text(Random random) => random.Next(3) == 0 ? "" : new string('ä', random.Next(1, 100));

    private static string Line(RecognizeRequest request, int buffer)
    {
        var rooms = request.Rooms.Select(room => $"{DeviceLibrary.Hex(room.RoomId)} {room.Images.Count} {string.Join(' ', room.Images.Select(image => DeviceLibrary.Hex(image.Content.ToByteArray())))}");
        return $"write {buffer} {DeviceLibrary.Hex(request.RequestId)} {DeviceLibrary.Hex(request.EntityId)} {DeviceLibrary.Hex(request.MissionId)} {request.TopK} {request.Rooms.Count} {string.Join(' ', rooms)}";
    }
}
