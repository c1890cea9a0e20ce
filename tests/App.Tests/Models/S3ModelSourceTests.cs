using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;


namespace RoomTypes.Tests.Models;

/// <summary>Against a server of our own that answers GetObject as S3 does, and sometimes fails.</summary>
[Collection(nameof(S3ModelSourceTests))]
public sealed class S3ModelSourceTests : IAsyncLifetime
{
    private readonly TemporaryFolder _cache = new();
    private readonly ConcurrentDictionary<string, int> _requests = new();
    private WebApplication _s3 = null!;

    /// <summary>Decides over the n-th request of a key, from 1: null serves the object.</summary>
    private Func<string, int, IResult?> _fault = (_, _) => null;

    public async Task InitializeAsync()
    {
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", "test");
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", "test");
        var builder = WebApplication.CreateSlimBuilder(["--urls", "http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        _s3 = builder.Build();
        _s3.MapGet("/models-bucket/v1/{**key}", Serve);
        await _s3.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _s3.DisposeAsync();
        _cache.Dispose();
    }

    [Fact]
    public async Task Start_FromS3_DownloadsOnceAndThenUsesTheCache()
    {
        await using (var service = await StartAsync()) Assert.True(service.Recognition.IsReady);
        await using (var again = await StartAsync()) Assert.True(again.Recognition.IsReady);
        Assert.Equal(1, _requests["room-type/2/model.onnx"]);
        Assert.Empty(Directory.GetFiles(_cache.Path, "*.partial"));
    }

    [Fact]
    public async Task Start_WhenTheFirstAttemptsFail_RetriesUntilItHasTheModel()
    {
        _fault = (key, attempt) => key.EndsWith(".onnx", StringComparison.Ordinal) && attempt < 3 ? Results.StatusCode(503) : null;
        await using var service = await StartAsync();
        Assert.True(service.Recognition.IsReady);
        Assert.Equal(3, _requests["room-type/2/model.onnx"]);
    }

    [Fact]
    public async Task Start_WhenADownloadIsCutOrChanged_RetriesAndKeepsNothingOfIt()
    {
        _fault = (key, attempt) => key.EndsWith(".onnx", StringComparison.Ordinal) && attempt == 1 ? Results.Bytes([1, 2, 3]) : null;
        await using var service = await StartAsync();
        Assert.True(service.Recognition.IsReady);
        Assert.Equal(2, Directory.GetFiles(_cache.Path).Length);
    }

    [Fact]
    public async Task Start_WhenEveryAttemptFails_IsLiveButNotReadyAndSaysWhy()
    {
        _fault = (key, _) => key.EndsWith(".onnx", StringComparison.Ordinal) ? Results.StatusCode(500) : null;
        await using var service = await StartAsync();
        Assert.Equal(3, _requests["room-type/2/model.onnx"]);
        Assert.Equal(200, (int)(await service.Client.GetAsync("/health/live")).StatusCode);
        var ready = await service.Client.GetAsync("/health/ready");
        Assert.Equal(503, (int)ready.StatusCode);
        var problem = await Samples.JsonAsync(ready);
        Assert.Equal("model_unavailable", problem.GetProperty("code").GetString());
        Assert.Matches("s3://models-bucket/v1/room-type/[23]/model.onnx could not be downloaded in 3 of 3 attempts", problem.GetProperty("detail").GetString());
        Assert.Empty(Directory.GetFiles(_cache.Path));
    }

    [Fact]
    public async Task Recognize_APictureInAnAllowedBucket_IsFetched()
    {
        await using var service = await StartAsync("Storage:PictureBuckets=models-bucket");
        var answer = await RecognizeAsync(service, "s3://models-bucket/v1/kitchen_1.jpg");
        Assert.Equal("ROOM_TYPE_KITCHEN", answer.GetProperty("rooms")[0].GetProperty("roomType").GetString());
    }

    [Theory]
    [InlineData("\"0123456789abcdef-17\"")]
    [InlineData("\"CLr1yK3w1oQDEAE=\"")]
    [InlineData("\"d41d8cd98f00b204e9800998ecf8427e\"")]
    [InlineData("\"\"")]
    [InlineData(null)]
    public async Task Start_FromAStoreWhoseTagsAreNoDigestsAndThatTellsNoLength_LoadsModelsAndPictures(string? tag)
    {
        _fault = (key, _) => new Chunked(File.ReadAllBytes(FileOf(key)), tag);
        await using var service = await StartAsync("Storage:PictureBuckets=models-bucket");
        Assert.True(service.Recognition.IsReady, service.Recognition.Failure);
        var answer = await RecognizeAsync(service, "s3://models-bucket/v1/kitchen_1.jpg");
        Assert.Equal("ROOM_TYPE_KITCHEN", answer.GetProperty("rooms")[0].GetProperty("roomType").GetString());
    }

    [Theory]
    [InlineData(301)]
    [InlineData(307)]
    [InlineData(403)]
    [InlineData(500)]
    public async Task Recognize_APictureThatTheStoreRefuses_FailsAloneAndTellsNothingOfTheStore(int status)
    {
        await using var service = await StartAsync("Storage:PictureBuckets=models-bucket");
        _fault = (key, _) => key.StartsWith("bedroom", StringComparison.Ordinal)
            ? Results.Text("<Error><Code>AccessDenied</Code><Message>User: arn:aws:sts::123456789012:assumed-role/secret is not authorized</Message></Error>", "application/xml", statusCode: status)
            : null;
        var body = System.Text.Encoding.UTF8.GetBytes("""{"rooms":[{"images":[{"uri":"s3://models-bucket/v1/bedroom_1.jpg"},{"uri":"s3://models-bucket/v1/kitchen_1.jpg"}]}]}""");
        var room = (await Samples.JsonAsync(await service.PostAsync(body, "application/json"))).GetProperty("rooms")[0];
        Assert.Equal("ROOM_TYPE_KITCHEN", room.GetProperty("roomType").GetString());
        var failure = room.GetProperty("failures")[0];
        Assert.Equal("image_unavailable", failure.GetProperty("code").GetString());
        Assert.DoesNotContain("123456789012", failure.GetRawText());
    }

    [Fact]
    public async Task Recognize_APictureOverTheLimit_IsNotReadToItsEnd()
    {
        await using var service = await StartAsync("Storage:PictureBuckets=models-bucket", "Decoding:MaxImageBytes=1024");
        Assert.Equal("image_too_large", (await RecognizeAsync(service, "s3://models-bucket/v1/kitchen_1.jpg")).GetProperty("code").GetString());
    }

    [Fact]
    public async Task Recognize_AnAddressOfAMegabyte_IsNotSentBack()
    {
        await using var service = await StartAsync();
        var problem = await RecognizeAsync(service, $"ftp://{new string('x', 1_000_000)}");
        Assert.InRange(problem.GetRawText().Length, 1, 2_000);
    }

    [Theory]
    [InlineData("s3://models-bucket/v1/nothing.jpg", "image_unavailable")]
    [InlineData("s3://other-bucket/v1/kitchen_1.jpg", "image_uri_forbidden")]
    [InlineData("http://127.0.0.1/kitchen_1.jpg", "image_uri_unsupported")]
    [InlineData("file:///etc/passwd", "image_uri_unsupported")]
    public async Task Recognize_APictureThatMayNotOrCannotBeHad_SaysWhy(string uri, string code)
    {
        await using var service = await StartAsync("Storage:PictureBuckets=models-bucket");
        Assert.Equal(code, (await RecognizeAsync(service, uri)).GetProperty("code").GetString());
    }

    private static async Task<System.Text.Json.JsonElement> RecognizeAsync(TestService service, string uri)
    {
        var body = System.Text.Encoding.UTF8.GetBytes($$"""{"rooms":[{"images":[{"uri":"{{uri}}"}]}]}""");
        return await Samples.JsonAsync(await service.PostAsync(body, "application/json"));
    }

    private Task<TestService> StartAsync(params string[] settings) => TestService.StartAsync(
        ["Models:Source=s3://models-bucket/v1", $"Models:CacheFolder={_cache.Path}", "Models:DownloadAttempts=3", $"Storage:Endpoint={_s3.Urls.Single()}", .. settings]);

    private IResult Serve(string key)
    {
        var attempt = _requests.AddOrUpdate(key, 1, (_, count) => count + 1);
        if (_fault(key, attempt) is { } fault) return fault;
        var file = FileOf(key);
        return File.Exists(file) ? Results.File(file) : Results.NotFound();
    }

    private static string FileOf(string key) => key.EndsWith(".jpg", StringComparison.Ordinal) ? Path.Combine(Samples.Folder, "samples", key) : Path.Combine(Samples.ModelsFolder, key);

    /// <summary>An object as other stores than S3 give it: without its length, with whatever they take for a tag.</summary>
    private sealed class Chunked(byte[] content, string? tag) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            if (tag is not null) httpContext.Response.Headers.ETag = tag;
            await httpContext.Response.Body.WriteAsync(content.AsMemory(0, content.Length / 2));
            await httpContext.Response.Body.FlushAsync();
            await httpContext.Response.Body.WriteAsync(content.AsMemory(content.Length / 2));
        }
    }
}
