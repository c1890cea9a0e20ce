using System.Text;
using RoomTypes.Http.Parsing;
using RoomTypes.Recognition;

namespace RoomTypes.Tests.Http.Parsing;

public class MultipartRequestReaderTests
{
    [Theory]
    [InlineData("boundary=--===1626454906178===", "--===1626454906178===")]
    [InlineData("boundary=a/b", "a/b")]
    [InlineData("boundary=\"a b\"", "a b")]
    [InlineData("boundary=\"a;b\"; charset=utf-8", "a;b")]
    [InlineData("boundary=\"a\\\"b\"", "a\"b")]
    [InlineData("boundary=\"ab", "ab")]
    [InlineData(";boundary=ab;", "ab")]
    [InlineData(" BOUNDARY = ab ", "ab")]
    [InlineData("charset=utf-8; boundary=ab", "ab")]
    public void Read_AnySpellingOfTheBoundary_IsUnderstood(string parameter, string boundary)
    {
        using var request = Read(Part("name=\"image\"; filename=\"a.jpg\"", "JPEG").Replace("--b", "--" + boundary), "multipart/form-data; " + parameter);
        Assert.Equal("JPEG", Pictures(request, ""));
    }

    [Theory]
    [InlineData("multipart/form-data")]
    [InlineData("multipart/form-data; boundary=")]
    [InlineData("multipart/form-data; boundary=\"\"")]
    [InlineData("multipart/form-data; boundary=c")]
    public void Read_NoBoundaryThatIsInTheBody_IsMalformed(string contentType) =>
        Assert.Equal("multipart_malformed", Refusal(Part("name=\"image\"; filename=\"a\"", "x"), contentType).Code);

    [Theory]
    [InlineData("name=\"r\"; filename=\"a.jpg\"")]
    [InlineData("name=r; filename=a.jpg")]
    [InlineData("name=\"r\"; filename*=UTF-8''%E2%82%AC.jpg")]
    [InlineData("name=\"r\"; filename=\"C:\\photos\\a.jpg\"")]
    [InlineData("name=\"r\"; filename=\"a;b\\\"c.jpg\"")]
    [InlineData("name=\"r\"; filename=\"a.jpg")]
    [InlineData("filename=\"a.jpg\"; ; name=\"r\"")]
    [InlineData("name=\"r\"\r\nContent-Type: image/heic")]
    [InlineData("\r\n name=\"r\";\r\n\tfilename=\"a.jpg\"\r\nContent-Type: image/jpeg")]
    [InlineData("name=r;\n filename=a.jpg")]
    [InlineData("name=\"r\"\r\ncontent-type:application/octet-stream")]
    public void Read_AFileHoweverItIsTold_IsAPicture(string disposition)
    {
        using var request = Read(Part(disposition, "JPEG"));
        Assert.Equal("JPEG", Pictures(request, "r"));
    }

    [Theory]
    [InlineData("na%22me", "na\"me")]
    [InlineData("na%0D%0Ame", "na\r\nme")]
    [InlineData("na\\\"me", "na\"me")]
    [InlineData("50%25", "50%25")]
    [InlineData("Küche", "Küche")]
    public void Read_NamesAsBrowsersWriteThem_AreUnescaped(string written, string name)
    {
        using var request = Read(Part($"name=\"{written}\"; filename=\"a\"", "JPEG"));
        Assert.Equal("JPEG", Pictures(request, name));
    }

    [Fact]
    public void Read_AnExtendedName_IsDecoded()
    {
        using var request = Read(Part("name*=utf-8''K%C3%BCche; filename=\"a\"", "JPEG"));
        Assert.Equal("JPEG", Pictures(request, "Küche"));
    }

    [Fact]
    public void Read_AnUnusedFileInput_IsLeftOut()
    {
        using var request = Read(
            Part("name=\"images\"; filename=\"a.jpg\"\r\nContent-Type: image/jpeg", "JPEG", isLast: false) + Part("name=\"more\"; filename=\"\"\r\nContent-Type: application/octet-stream", ""));
        Assert.Equal("JPEG", Pictures(request, ""));
        Assert.Single(request.Rooms);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Read_RoomId_NamesTheRoomBeforeOrAfterItsPictures(bool isFirst)
    {
        var picture = "name=\"image\"; filename=\"a.jpg\"";
        using var request = Read(isFirst
            ? Part("name=\"room_id\"", "hall", isLast: false) + Part(picture, "JPEG")
            : Part(picture, "JPEG", isLast: false) + Part("name=\"room_id\"", "hall"));
        Assert.Equal("JPEG", Pictures(request, "hall"));
    }

    [Fact]
    public void Read_TwoRoomIds_IsRefused() =>
        Assert.Equal("field_invalid", Refusal(Part("name=\"room_id\"", "a", isLast: false) + Part("name=\"room_id\"", "b")).Code);

    [Theory]
    [InlineData("", "utf-8")]
    [InlineData("\r\nContent-Type: text/plain; charset=iso-8859-1", "iso-8859-1")]
    [InlineData("\r\nContent-Type: text/plain;charset=\"UTF-8\"", "utf-8")]
    [InlineData("\r\nContent-Type: text/plain; charset=windows-1252", "iso-8859-1")]
    [InlineData("\r\nContent-Type: text/plain; charset=utf-16le", "utf-16")]
    public void Read_TextInItsCharset_IsDecoded(string type, string charset)
    {
        using var request = new RecognitionRequest();
        byte[] body =
        [
            .. Encoding.UTF8.GetBytes($"--b\r\nContent-Disposition: form-data; name=\"entity_id\"{type}\r\n\r\n"), .. Encoding.GetEncoding(charset).GetBytes("Küche"),
            .. "\r\n--b--"u8,
        ];
        MultipartRequestReader.Read(body, "multipart/form-data; boundary=b", request);
        Assert.Equal("Küche", request.EntityId);
    }

    [Fact]
    public void Read_TextThatIsNoUtf8_IsMalformed()
    {
        using var request = new RecognitionRequest();
        byte[] body = [.. "--b\r\nContent-Disposition: form-data; name=\"entity_id\"\r\n\r\n"u8, 0xFC, .. "\r\n--b--"u8];
        var refusal = Assert.Throws<ServiceException>(() => MultipartRequestReader.Read(body, "multipart/form-data; boundary=b", request));
        Assert.Equal("multipart_malformed", refusal.Code);
    }

    [Fact]
    public void Read_LinesWithoutCarriageReturns_PreambleAndEpilogue_AreUnderstood()
    {
        using var request = Read("preamble\n--b \t\nContent-Disposition: form-data; name=r; filename=a\n\n\r\n--bb\n--\n--b--\nepilogue\n--b\n");
        Assert.Equal("\r\n--bb\n--", Pictures(request, "r"));
    }

    [Fact]
    public void Read_Base64Part_IsDecoded()
    {
        using var request = Read(Part("name=\"r\"; filename=\"a\"\r\nContent-Transfer-Encoding: base64", "SlBF\r\nRw=="));
        Assert.Equal("JPEG", Pictures(request, "r"));
    }

    [Fact]
    public void Read_ManyParts_StopsAtTheMostAndCopiesNothing()
    {
        var part = Part("name=\"r\"; filename=\"a\"", "x", isLast: false);
        var body = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(part, 40_000)));
        using var request = new RecognitionRequest { MostPictures = 64 };
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal("images_too_many", Assert.Throws<ServiceException>(() => MultipartRequestReader.Read(body, "multipart/form-data; boundary=b", request)).Code);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000);
    }

    private static string Part(string disposition, string content, bool isLast = true) =>
        $"--b\r\nContent-Disposition: form-data; {disposition}\r\n\r\n{content}\r\n{(isLast ? "--b--\r\n" : "")}";

    private static RecognitionRequest Read(string body, string contentType = "multipart/form-data; boundary=b")
    {
        var request = new RecognitionRequest();
        MultipartRequestReader.Read(Encoding.UTF8.GetBytes(body), contentType, request);
        return request;
    }

    private static ServiceException Refusal(string body, string contentType = "multipart/form-data; boundary=b") =>
        Assert.Throws<ServiceException>(() => Read(body, contentType));

    private static string Pictures(RecognitionRequest request, string room) =>
        Encoding.UTF8.GetString(Assert.Single(Assert.Single(request.Rooms, own => own.RoomId == room).Pictures).Content.Span);
}
