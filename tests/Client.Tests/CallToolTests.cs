using System.Net;
using System.Text.Json;
using RoomTypes.Tests.Signatures;

namespace RoomTypes.Tests;

/// <summary>./run call and ./run sign, as programs, against a service that takes signed requests only.</summary>
public sealed class CallToolTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("call-").FullName;
    private SignedService _service = null!;

    public async Task InitializeAsync()
    {
        _service = await SignedService.StartAsync();
        foreach (var name in new[] { "a.jpg", "b.jpg" }) File.Copy(Path.Combine(AppContext.BaseDirectory, "Fixtures", "samples", "kitchen_1.jpg"), Path.Combine(_folder, name));
    }

    public async Task DisposeAsync()
    {
        await _service.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Call_AFolder_AsksForEachPictureOnce()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "c.png"), "no picture");
        var output = Path.Combine(_folder, "answers.jsonl");
        string[] arguments = ["call", _folder, "--url", _service.Address.ToString(), "--region", "eu-west-1", "--out", output, "--entity", "robot 1"];

        var (code, errors) = await RunAsync(arguments);
        Assert.Equal(1, code);
        Assert.Contains("c.png: ", errors, StringComparison.Ordinal);
        Assert.Contains("3 of 3", errors, StringComparison.Ordinal);
        var lines = (await File.ReadAllLinesAsync(output)).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(["a.jpg", "b.jpg"], lines.Select(line => Path.GetFileName(line.GetProperty("picture").GetString())).Order());
        Assert.All(lines, line => Assert.Equal("ROOM_TYPE_KITCHEN", line.GetProperty("answer").GetProperty("rooms")[0].GetProperty("roomType").GetString()));

        // A run that was killed while it wrote goes on where it was.
        File.Delete(Path.Combine(_folder, "c.png"));
        await using (var file = File.Open(output, FileMode.Open)) file.SetLength(file.Length - 5);
        (code, errors) = await RunAsync(arguments);
        Assert.Equal(0, code);
        Assert.Contains("1 of 2 were answered before.", errors, StringComparison.Ordinal);
        Assert.Equal(2, (await File.ReadAllLinesAsync(output)).Length);
    }

    [Theory]
    [InlineData("call", "nothing.jpg", "'nothing.jpg' is neither a file nor a folder.")]
    [InlineData("call", ".", "There are no pictures")]
    [InlineData("sign", "GET", "Required argument")]
    public async Task Anything_ThatCannotBeDone_IsTold(string command, string argument, string message)
    {
        var (code, output) = await RunAsync([command, argument], Directory.CreateTempSubdirectory().FullName);
        Assert.NotEqual(0, code);
        Assert.Contains(message, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sign_ARequest_PrintsHeadersThatAreTaken()
    {
        var body = Path.Combine(_folder, "a.jpg");
        var (code, output) = await RunAsync(["sign", "post", $"{_service.Address}v1/recognize", "--region", "eu-west-1", "--body", body, "--content-type", "image/jpeg"]);
        Assert.Equal(0, code);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{_service.Address}v1/recognize") { Content = new ByteArrayContent(await File.ReadAllBytesAsync(body)) };
        foreach (var line in output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(": ", 2)))
        {
            if (line[0] == "content-type") request.Content.Headers.Add(line[0], line[1]);
            else request.Headers.TryAddWithoutValidation(line[0], line[1]);
        }

        using var client = new HttpClient();
        Assert.Equal(HttpStatusCode.OK, (await client.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task Sign_Presigned_PrintsAnAddressThatIsTakenOnce()
    {
        var (code, output) = await RunAsync(["sign", "GET", $"{_service.Address}v1/models", "--region", "eu-west-1", "--presign", "60"]);
        Assert.Equal(0, code);
        using var client = new HttpClient();
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri(output.Trim()))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await client.GetAsync(new Uri(output.Trim()))).StatusCode);
    }

    private static Task<(int Code, string Output)> RunAsync(string[] arguments, string? folder = null) => CallTool.RunAsync(
        arguments, new() { ["AWS_ACCESS_KEY_ID"] = SignedService.Id, ["AWS_SECRET_ACCESS_KEY"] = SignedService.Secret, ["AWS_SESSION_TOKEN"] = "" }, folder);
}
