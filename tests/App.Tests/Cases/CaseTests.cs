using System.Globalization;
using System.Text;
using System.Text.Json;

namespace RoomTypes.Tests.Cases;

/// <summary>tests/Fixtures/cases: what was answered wrong once, with what is right.</summary>
public sealed class CaseTests(CaseService cases) : IClassFixture<CaseService>
{
    private static readonly string Folder = Path.Combine(Samples.Folder, "cases");

    public static TheoryData<string, string, string, string, int, string> Cases
    {
        get
        {
            var data = new TheoryData<string, string, string, string, int, string>();
            foreach (var row in File.ReadLines(Path.Combine(Folder, "cases.tsv")).Skip(1).Select(line => line.Split('\t')))
                data.Add(row[0], row[1], row[2], row[3], int.Parse(row[4], CultureInfo.InvariantCulture), row[5]);
            return data;
        }
    }

    public static TheoryData<string> Clients => [.. Directory.EnumerateFiles(Path.Combine(Samples.Folder, "clients")).Select(file => Path.GetFileName(file)!).Order()];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Request_OfACase_IsAnsweredRight(string file, string kind, string request, string contentType, int status, string code)
    {
        var (actual, answer, error) = await SendAsync(file, request, contentType);
        Assert.True(status == actual, $"{kind}: {actual} {answer}");
        if (code.Length == 0) return;
        var root = JsonDocument.Parse(answer).RootElement;
        if (status != 200) Assert.Equal(code, error ?? root.GetProperty("code").GetString());
        else if (code == "match") Assert.True(root.GetProperty("match").GetBoolean());
        else Assert.Equal(code, root.GetProperty("rooms")[0].GetProperty("roomType").GetString());
    }

    [Fact]
    public void Table_NamesEveryFileOfTheFolder()
    {
        var files = Directory.EnumerateFiles(Folder).Select(Path.GetFileName).Except(["README.md", "make.py", "cases.tsv"]);
        Assert.Equal(files.Order(), Cases.Select(row => (string?)row[0]).Distinct().Order());
    }

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task Recognize_AsAClientSendsIt_SeesTheKitchen(string file)
    {
        var answer = await RawRequest.SendAsync(cases.Service.Address, File.ReadAllBytes(Path.Combine(Samples.Folder, "clients", file)));
        Assert.True(answer.Status == 200, answer.Body);
        Assert.Contains("\"roomType\":\"ROOM_TYPE_KITCHEN\"", answer.Body);
    }

    [Fact]
    public async Task Recognize_HeicAsJpeg_SaysWhatItIsAndWhatToSend()
    {
        var (_, answer, _) = await SendAsync("heic-as-jpeg.jpg", "POST /v1/recognize", "image/jpeg");
        var problem = JsonDocument.Parse(answer).RootElement;
        Assert.Equal("HEIC", problem.GetProperty("value").GetString());
        Assert.Equal("JPEG, PNG or WebP", problem.GetProperty("limit").GetString());
    }

    private async Task<(int Status, string Answer, string? Error)> SendAsync(string file, string request, string contentType)
    {
        var body = File.ReadAllBytes(Path.Combine(Folder, file));
        if (file.EndsWith(".http", StringComparison.Ordinal))
        {
            var raw = await RawRequest.SendAsync(cases.Service.Address, body);
            return (raw.Status, raw.Body, null);
        }

        using var message = new HttpRequestMessage(new HttpMethod(request.Split(' ')[0]), request.Split(' ')[1]) { Content = new ByteArrayContent(Current(body)) };
        message.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        using var response = await cases.Service.Client.SendAsync(message);
        var error = response.Headers.TryGetValues("x-amzn-ErrorType", out var types) ? types.Single() : null;
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(), error);
    }

    // Ids hold the time at which they were made, which must not be after now.
    private static byte[] Current(byte[] body)
    {
        var id = "01a220522fdd78459d1730af5fe1a113"u8;
        var at = body.AsSpan().IndexOf(id);
        if (at >= 0) Encoding.ASCII.GetBytes(Guid.CreateVersion7().ToString("N")).CopyTo(body, at);
        return body;
    }
}
