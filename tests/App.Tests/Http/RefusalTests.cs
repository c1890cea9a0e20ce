using System.Buffers.Binary;
using System.Text;

namespace RoomTypes.Tests.Http;

/// <summary>Bad requests: each gets its status and code, and the server goes on.</summary>
public sealed class RefusalTests(SharedService shared) : IClassFixture<SharedService>
{
    private readonly TestService _service = shared.Service;

    public static TheoryData<string, byte[], string, int, string> Cases => new()
    {
        { "a truncated JPEG", Samples.Kitchen[..(Samples.Kitchen.Length / 2)], "image/jpeg", 422, "image_corrupt" },
        { "one byte of a PNG", [0x89], "image/png", 422, "image_format_unsupported" },
        { "a PNG of 60,000 x 60,000", PngHeader(60_000, 60_000), "image/png", 422, "image_too_large" },
        { "text as a picture", "hello, this is text"u8.ToArray(), "image/jpeg", 422, "image_format_unsupported" },
        { "an empty body", [], "image/jpeg", 400, "body_empty" },
        { "a wrong content type", Samples.Kitchen, "text/html", 415, "content_type_unsupported" },
        { "no content type", Samples.Kitchen, "", 415, "content_type_unsupported" },
        { "malformed protobuf", [0x2A, 0xFF, 0xFF, 0x01], "application/x-protobuf", 400, "protobuf_malformed" },
        { "malformed JSON", "{"u8.ToArray(), "application/json", 400, "json_malformed" },
        { "an unknown field", """{"room":[]}"""u8.ToArray(), "application/json", 400, "json_field_unknown" },
        { "no rooms", "{}"u8.ToArray(), "application/json", 400, "rooms_missing" },
        { "no pictures", """{"rooms":[{"roomId":"a"}]}"""u8.ToArray(), "application/json", 400, "images_missing" },
        { "a room twice", """{"rooms":[{"roomId":"a","images":[{}]},{"roomId":"a","images":[{}]}]}"""u8.ToArray(), "application/json", 400, "room_id_repeated" },
        { "an empty picture", """{"rooms":[{"images":[{}]}]}"""u8.ToArray(), "application/json", 422, "image_empty" },
        { "an unknown model", """{"rooms":[{"images":[{"content":"AA=="}]}],"models":["room-type@77"]}"""u8.ToArray(), "application/json", 400, "model_unknown" },
        { "a malformed model", """{"rooms":[{"images":[{"content":"AA=="}]}],"models":["Room Type"]}"""u8.ToArray(), "application/json", 400, "model_malformed" },
        { "a bad request id", """{"requestId":"a b","rooms":[{"images":[{"content":"AA=="}]}]}"""u8.ToArray(), "application/json", 400, "request_id_invalid" },
        { "a form without a boundary", "x"u8.ToArray(), "multipart/form-data", 400, "multipart_malformed" },
        { "a form that is cut", "--b\r\nContent-Disposition: form-data; name=\"image\"; filename=\"a\"\r\n\r\nabc"u8.ToArray(), "multipart/form-data; boundary=b", 400, "multipart_malformed" },
        { "an unknown form field", "--b\r\nContent-Disposition: form-data; name=\"colour\"\r\n\r\nred\r\n--b--\r\n"u8.ToArray(), "multipart/form-data; boundary=b", 400, "field_invalid" },
        { "65 pictures", Encoding.UTF8.GetBytes($$"""{"rooms":[{"images":[{{string.Join(',', Enumerable.Repeat("{}", 65))}}]}]}"""), "application/json", 400, "images_too_many" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Recognize_ABadRequest_IsRefusedWithItsCodeAndTheServerGoesOn(string what, byte[] body, string contentType, int status, string code)
    {
        var response = await _service.PostAsync(body, contentType);
        var problem = await Samples.JsonAsync(response);
        Assert.True(status == (int)response.StatusCode, $"{what}: {(int)response.StatusCode} {problem}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(code, problem.GetProperty("code").GetString());
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.Equal(response.Headers.GetValues("x-request-id").Single(), problem.GetProperty("requestId").GetString());
        Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
        Assert.True((await _service.PostAsync(Samples.Kitchen, "image/jpeg")).IsSuccessStatusCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Recognize_ABodyOf100MB_IsRefusedWithTheLimit(bool tellsItsLength)
    {
        using var content = new StreamContent(new EndlessStream(100_000_000));
        content.Headers.ContentType = new("image/jpeg");
        if (tellsItsLength) content.Headers.ContentLength = 100_000_000;
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/recognize") { Content = content };
        // As curl does: the answer comes before the body is sent.
        request.Headers.ExpectContinue = true;
        if (!tellsItsLength) request.Headers.TransferEncodingChunked = true;
        var response = await _service.Client.SendAsync(request);
        Assert.Equal(413, (int)response.StatusCode);
        Assert.Equal("body_too_large", (await Samples.JsonAsync(response)).GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("GET", "/v1/recognize", 405, "method_not_allowed")]
    [InlineData("GET", "/nothing", 404, "route_unknown")]
    [InlineData("GET", "/openapi/v2.json", 404, "route_unknown")]
    [InlineData("GET", "/v1/models/room-type/9", 404, "model_unknown")]
    [InlineData("GET", "/v1/experiments/a/results?history=maybe", 400, "request_malformed")]
    public async Task Request_OfAnUnknownRouteOrMethod_IsAProblemToo(string method, string path, int status, string code)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        var response = await _service.Client.SendAsync(request);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(code, (await Samples.JsonAsync(response)).GetProperty("code").GetString());
    }

    /// <summary>A PNG's signature and header with a right checksum, and nothing after it.</summary>
    private static byte[] PngHeader(int width, int height)
    {
        byte[] png = [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, 0, 0, 0, 13, (byte)'I', (byte)'H', (byte)'D', (byte)'R', .. new byte[17]];
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(16), width);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(20), height);
        png[24] = 8;
        png[25] = 2;
        BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan(29), Crc32(png.AsSpan(12, 17)));
        return png;
    }

    /// <summary>The checksum of PNG (ISO 3309), bit by bit.</summary>
    private static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var octet in bytes)
        {
            crc ^= octet;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) == 1 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
        }

        return ~crc;
    }

    private sealed class EndlessStream(long length) : Stream
    {
        private long _left = length;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = (int)Math.Min(count, _left);
            _left -= read;
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
