using System.Net;
using System.Text.Json;
using Hosting.Tests.Processes;

namespace Hosting.Tests.SageMaker;

/// <summary>The published program as the container of a job of Batch Transform, and jobs over folders.</summary>
[Collection(nameof(PublishedApp))]
public sealed class TransformTests(PublishedApp app) : IDisposable
{
    private static readonly (string, string) InAJob = ("SAGEMAKER_BATCH", "true");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    private string Objects => Path.Combine(_folder.FullName, "missions");

    private string Answers => Path.Combine(_folder.FullName, "answers");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Job_WithBrokenPicturesBetween_AnswersEachObjectAndTellsWhyThoseHaveNone()
    {
        var picture = AppCalls.Picture("kitchen_1.jpg");
        Write("1/kitchen.jpg", picture);
        Write("1/hallway.jpg", AppCalls.Picture("hallway_1.jpg"));
        Write("1/small.png", Image("png-rgb8.png"));
        Write("1/small.webp", Image("webp-lossy.webp"));
        Write("2/truncated.jpg", picture[..(picture.Length / 2)]);
        Write("2/manifest.jsonl", "{\"file\": \"kitchen.jpg\"}"u8.ToArray());
        Write("2/folder", []);
        Write("2/large.jpg", new byte[5_000_000]);
        await using var process = AppProcess.StartServing(app, InAJob);
        using var job = new TransformJob(await process.ListeningAsync(), "image/jpeg");

        Assert.True(await job.RunAsync(Objects, Answers));

        Assert.Empty(job.Failures);
        Assert.Equal(
            ["1/hallway.jpg: ROOM_TYPE_HALLWAY", "1/kitchen.jpg: ROOM_TYPE_KITCHEN", "1/small.png: room", "1/small.webp: room", "2/folder: body_empty", "2/large.jpg: body_too_large", "2/manifest.jsonl: image_format_unsupported", "2/truncated.jpg: image_corrupt"],
            Directory.EnumerateFiles(Answers, "*.out", SearchOption.AllDirectories).Select(Told).Order(StringComparer.Ordinal));
    }

    /// <summary>The mistake is the job's: it fails at its first object and not with as many answers that say so.</summary>
    [Fact]
    public async Task Job_OfAnotherContentType_Fails()
    {
        Write("1/kitchen.jpg", AppCalls.Picture("kitchen_1.jpg"));
        await using var process = AppProcess.StartServing(app, InAJob);
        using var job = new TransformJob(await process.ListeningAsync(), "text/csv") { Retries = 0 };

        Assert.False(await job.RunAsync(Objects, Answers));

        Assert.Equal([HttpStatusCode.UnsupportedMediaType], job.Failures);
        Assert.False(Directory.Exists(Answers));
    }

    /// <summary>More pictures at once than a live service lets wait, on one worker: what is refused for want of room there waits here.</summary>
    [Fact]
    public async Task Job_OfRoomsOfManyPictures_IsRefusedNoneForWantOfRoom()
    {
        const int Rooms = 12;
        const int Pictures = 24;
        var room = JsonSerializer.SerializeToUtf8Bytes(new { rooms = new[] { new { roomId = "r1", images = Enumerable.Repeat(new { content = AppCalls.Picture("kitchen_1.jpg") }, Pictures) } } });
        for (var i = 0; i < Rooms; i++) Write($"{i}.json", room);
        await using var process = AppProcess.StartServing(app, InAJob, ("SAGEMAKER_MAX_CONCURRENT_TRANSFORMS", $"{Rooms}"), ("RoomType__Inference__Workers", "1"), ("RoomType__Cache__Level", "none"));
        using var job = new TransformJob(await process.ListeningAsync(), "application/json") { AtOnce = Rooms, Retries = 0 };

        Assert.True(await job.RunAsync(Objects, Answers));

        Assert.Empty(job.Failures);
        Assert.All(Directory.EnumerateFiles(Answers), answer => Assert.EndsWith("ROOM_TYPE_KITCHEN", Told(answer), StringComparison.Ordinal));
    }

    /// <summary>An endpoint's callers read what is refused by its status.</summary>
    [Fact]
    public async Task Refusal_AtAnEndpoint_KeepsItsStatus()
    {
        Write("1/folder", []);
        await using var process = AppProcess.StartServing(app);
        using var job = new TransformJob(await process.ListeningAsync(), "image/jpeg") { Retries = 0 };

        Assert.False(await job.RunAsync(Objects, Answers));

        Assert.Equal([HttpStatusCode.BadRequest], job.Failures);
    }

    [Fact]
    public async Task Parameters_OfAJob_AreByItsCoresOrWhatItWasTold()
    {
        await using var process = AppProcess.StartServing(app, InAJob);
        await using var told = AppProcess.StartServing(app, InAJob, ("SAGEMAKER_MAX_CONCURRENT_TRANSFORMS", "6"));
        await using var endpoint = AppProcess.StartServing(app);
        using var job = new TransformJob(await process.ListeningAsync(), "image/jpeg");
        using var toldJob = new TransformJob(await told.ListeningAsync(), "image/jpeg");
        using var none = new TransformJob(await endpoint.ListeningAsync(), "image/jpeg");
        // Payloads of 5 MB, which hold the service's 4,500,000 bytes.
        var atOnce = Math.Min(2 * Environment.ProcessorCount, 20);

        Assert.Equal(new TransformJob.Parameters(atOnce, "SINGLE_RECORD", 100 / atOnce), await job.ParametersAsync());
        Assert.Equal(new TransformJob.Parameters(6, "SINGLE_RECORD", 16), await toldJob.ParametersAsync());
        Assert.Equal(new TransformJob.Parameters(1, "MULTI_RECORD", 6), await none.ParametersAsync());
    }

    private void Write(string key, byte[] content)
    {
        var path = Path.Combine(Objects, key);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
    }

    private string Told(string file)
    {
        using var answer = JsonDocument.Parse(File.ReadAllBytes(file));
        var key = Path.GetRelativePath(Answers, file)[..^".out".Length];
        if (answer.RootElement.TryGetProperty("code", out var code)) return $"{key}: {code.GetString()}";
        var room = Assert.Single(answer.RootElement.GetProperty("rooms").EnumerateArray());
        // What shows no room is some type all the same.
        return $"{key}: {(key.Contains("small", StringComparison.Ordinal) ? "room" : room.GetProperty("roomType").GetString())}";
    }

    private static byte[] Image(string name) => File.ReadAllBytes(Path.Combine(PublishedApp.Repository, "tests", "Fixtures", "images", name));
}
