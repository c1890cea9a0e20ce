using System.Text;
using System.Text.Json.Nodes;
using Parquet;

namespace RoomTypes.Tests.Batch;

/// <summary>./run batch as the image runs it.</summary>
public sealed class BatchCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("room-type-batch-");

    private static string Samples => Path.Combine(AppContext.BaseDirectory, "Fixtures/samples");

    private string Input => Path.Combine(_folder.FullName, "in");

    private string Output => Path.Combine(_folder.FullName, "out");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Batch_OfAFolder_AnswersEachPictureAndTellsApartWhatItCannotRead()
    {
        CopySamples(1);
        File.WriteAllText(Path.Combine(Input, "0", "broken.jpg"), "no picture");
        File.WriteAllText(Path.Combine(Input, "notes.txt"), "no picture either, and no name of one");
        var (exitCode, _, error) = await RunAsync();

        Assert.Equal(1, exitCode);
        Assert.Contains("18 answers and 1 failures", error);
        var answers = Lines("part");
        Assert.Equal(18, answers.Count);
        Assert.All(answers, answer => Assert.Equal(1, answer["probabilities"]!.AsObject().Sum(pair => (double)pair.Value!), 3));
        Assert.True(answers.Count(answer => Path.GetFileName((string)answer["id"]!).StartsWith((string)answer["roomType"]!, StringComparison.Ordinal)) >= 17);
        var failure = Assert.Single(Lines("failures"));
        Assert.Equal(("0/broken.jpg", "image_format_unsupported"), ((string)failure["id"]!, (string)failure["code"]!));
        Assert.Equal(0, (await RunAsync("--tolerate", "6")).ExitCode);
    }

    [Fact]
    public async Task Batch_OfAManifestAndOfFolders_AnswersARoomOnce()
    {
        CopySamples(1);
        Directory.CreateDirectory(Path.Combine(Input, "1"));
        File.Copy(Path.Combine(Samples, "kitchen_1.jpg"), Path.Combine(Input, "1", "a.jpg"));
        var manifest = Path.Combine(_folder.FullName, "missions.jsonl");
        File.WriteAllText(manifest, """{"id": "m/kitchen", "mission": "m", "room": "kitchen", "pictures": ["in/0/kitchen_1.jpg", "in/0/kitchen_2.jpg", "in/none.jpg"]}""" + "\n\n" + """{"file": "in/0/bathroom_1.jpg"}""" + "\n");
        Assert.Equal(0, (await RunAsync(manifest, Output)).ExitCode);

        var rooms = Lines("part").OrderBy(answer => (string)answer["id"]!, StringComparer.Ordinal).ToList();
        Assert.Equal(["in/0/bathroom_1.jpg", "m/kitchen"], rooms.Select(room => (string)room["id"]!));
        Assert.Equal(("m", "kitchen", 2, "kitchen"), ((string)rooms[1]["mission"]!, (string)rooms[1]["room"]!, (int)rooms[1]["pictures"]!, (string)rooms[1]["roomType"]!));
        Assert.Equal("image_unavailable", (string)Assert.Single(Lines("failures"))["code"]!);

        var folders = Path.Combine(_folder.FullName, "folders");
        Assert.Equal(0, (await RunAsync(Input, folders, "--rooms")).ExitCode);
        Assert.Equal([("0", 18), ("1", 1)], Lines("part", folders).Select(room => ((string)room["id"]!, (int)room["pictures"]!)).Order());
    }

    [Fact]
    public async Task Batch_Killed_GoesOnAndAnswersEachItemOnce()
    {
        CopySamples(20);
        using (var process = Start(Input, Output, "--part", "10"))
        {
            await UntilAsync(() => PartsDone() >= 3);
            process.Kill();
            await process.EndAsync();
        }

        var done = PartsDone();
        File.AppendAllText(Path.Combine(Output, ".batch", "journal.jsonl"), "{\"part\":99,\"fail");
        var (exitCode, _, error) = await RunAsync("--part", "10");

        Assert.Equal(0, exitCode);
        Assert.Contains($"Goes on: {done * 10} of 360 are done.", error);
        Assert.Equal(360, Lines("part").Select(answer => (string)answer["id"]!).Distinct().Count());
        Assert.Equal(360, Lines("part").Count);
        Assert.Equal("""{"model":"room-type@2","items":360,"failed":0,"parts":36}""", File.ReadAllText(Path.Combine(Output, "summary.json")));
    }

    [Fact]
    public async Task Batch_Interrupted_KeepsWhatIsDone()
    {
        CopySamples(20);
        using (var process = Start(Input, Output, "--part", "50"))
        {
            await UntilAsync(() => PartsDone() >= 1);
            process.Interrupt();
            var (code, _, told) = await process.EndAsync();
            Assert.Equal(130, code);
            Assert.Contains("The same command goes on from here.", told);
        }

        Assert.Equal(0, (await RunAsync()).ExitCode);
        Assert.Equal(360, Lines("part").Select(answer => (string)answer["id"]!).Distinct().Count());
        Assert.Equal(360, Lines("part").Count);
    }

    /// <summary>What the state machine of a stack hands a task.</summary>
    [Fact]
    public async Task Batch_OfAListInS3_AnswersItsPicturesAndThoseOfItsManifests()
    {
        await using var s3 = await MemoryS3.StartAsync();
        s3.PutFolder(Samples, "robots/missions/1");
        s3.Objects["robots/missions/3/manifest.jsonl"] = Encoding.UTF8.GetBytes("""{"id": "m3/kitchen", "mission": "m3", "pictures": ["kitchen.jpg", "s3://robots/missions/1/kitchen_2.jpg"]}""" + "\n\n" + """{"file": "kitchen.jpg"}""");
        s3.Objects["robots/missions/3/kitchen.jpg"] = await File.ReadAllBytesAsync(Path.Combine(Samples, "kitchen_1.jpg"));
        s3.Objects["robots/answers/lists/1.json"] = """[{"file": "s3://robots/missions/1/kitchen_1.jpg"}, {"file": "s3://robots/missions/3/manifest.jsonl"}, {"file": "s3://robots/missions/3/notes.txt"}]"""u8.ToArray();

        var (exitCode, error) = await RunInS3Async(s3, "s3://robots/answers/lists/1.json", "s3://robots/answers/1");

        Assert.True(exitCode == 0, error);
        var answers = Encoding.UTF8.GetString(s3.Objects["robots/answers/1/part-00000.jsonl"]).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).OrderBy(answer => (string)answer["id"]!, StringComparer.Ordinal).ToList();
        Assert.Equal(
            [("m3/kitchen", "m3", 2), ("s3://robots/missions/1/kitchen_1.jpg", null, 1), ("s3://robots/missions/3/kitchen.jpg", null, 1)],
            answers.Select(answer => ((string)answer["id"]!, (string?)answer["mission"], (int)answer["pictures"]!)));
        Assert.All(answers, answer => Assert.Equal("kitchen", (string)answer["roomType"]!));
        Assert.Equal(0, (await RunInS3Async(s3, "s3://robots/missions/3/manifest.jsonl", "s3://robots/answers/3")).ExitCode);
    }

    [Theory]
    [InlineData("s3://robots/none.json", "s3://robots/none.json cannot be read")]
    [InlineData("s3://robots/object.json", "Allowed are lists such as")]
    [InlineData("s3://robots/local.json", "an object of a list has a \"file\" in S3")]
    [InlineData("s3://robots/broken.jsonl", "s3://robots/broken.jsonl, line 2")]
    public async Task Batch_OfWhatIsNoListInS3_IsToldWhatIsOne(string input, string message)
    {
        await using var s3 = await MemoryS3.StartAsync();
        s3.Objects["robots/object.json"] = """{"file": "s3://robots/a.jpg"}"""u8.ToArray();
        s3.Objects["robots/local.json"] = """[{"file": "a.jpg"}]"""u8.ToArray();
        s3.Objects["robots/broken.jsonl"] = "{\"file\": \"a.jpg\"}\n{}"u8.ToArray();

        var (exitCode, error) = await RunInS3Async(s3, input, "s3://robots/answers/1");

        Assert.Equal(2, exitCode);
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Batch_FromS3ToParquetInS3_IsReadBack()
    {
        await using var s3 = await MemoryS3.StartAsync();
        s3.PutFolder(Samples, "robots/missions/1");
        s3.Objects["robots/missions/2/broken.png"] = [1, 2, 3];
        using var process = PipelineProcess.StartStep(
            new Dictionary<string, string> { ["RoomType__Storage__Endpoint"] = s3.Address, ["RoomType__Storage__ForcePathStyle"] = "true" },
            "batch", "s3://robots/missions", "s3://robots/answers/today", "--format", "parquet", "--part", "10", "--work", _folder.FullName, "--tolerate", "10");
        var (exitCode, _, error) = await process.EndAsync();

        Assert.True(exitCode == 0, error);
        Assert.Equal(["failures", "part-00000.parquet", "part-00001.parquet", "summary.json"], s3.Objects.Keys.Where(key => key.StartsWith("robots/answers/today/", StringComparison.Ordinal)).Select(key => key["robots/answers/today/".Length..]).Select(key => key.StartsWith("failures", StringComparison.Ordinal) ? "failures" : key).Order(StringComparer.Ordinal));
        var rooms = new List<string>();
        foreach (var part in new[] { 0, 1 })
        {
            await using var reader = await ParquetReader.CreateAsync(new MemoryStream(s3.Objects[$"robots/answers/today/part-0000{part}.parquet"]));
            Assert.Contains("probability_kitchen", reader.Schema.DataFields.Select(field => field.Name));
            using var group = reader.OpenRowGroupReader(0);
            var ids = new string[group.RowCount];
            await group.ReadAsync(reader.Schema.DataFields.First(field => field.Name == "id"), ids.AsMemory()!);
            rooms.AddRange(ids);
        }

        Assert.Equal(18, rooms.Distinct().Count());
        Assert.Contains("1/kitchen_1.jpg", rooms);
    }

    [Fact]
    public async Task Batch_OfManyItems_HoldsNoMoreThanOfFew()
    {
        Directory.CreateDirectory(_folder.FullName);
        var (few, many) = (await PeakAsync(1_000), await PeakAsync(100_000));

        Assert.InRange(many, 0, few + 40);
    }

    [Theory]
    [InlineData("There is no 'nowhere'", "nowhere")]
    [InlineData("--tolerate is '101'", ".", "--tolerate", "101")]
    [InlineData("--part is '0'", ".", "--part", "0")]
    [InlineData("room-type@9", ".", "--model", "room-type@9")]
    public async Task Batch_OfWhatCannotBe_EndsWith2AndSaysWhy(string why, string input, params string[] arguments)
    {
        var (exitCode, _, error) = await RunAsync([input == "." ? Samples : input, Output, .. arguments]);

        Assert.Equal(2, exitCode);
        Assert.Contains(why, error);
    }

    [Fact]
    public async Task Batch_WhereAnotherOneWasBegun_IsRefused()
    {
        CopySamples(1);
        Assert.Equal(0, (await RunAsync()).ExitCode);
        var (exitCode, _, error) = await RunAsync("--format", "parquet");

        Assert.Equal(2, exitCode);
        Assert.Contains($"Another batch was begun there: of {Input} by room-type@2 as jsonl.", error);
    }

    [Theory]
    [InlineData("""{"id": "1"}""", "either \"file\" or \"pictures\"")]
    [InlineData("""{"pictures": []}""", "needs at least one")]
    [InlineData("""{"file": "a.jpg", "rooms": 1}""", "rooms")]
    [InlineData("a.jpg", "line 1")]
    public async Task Batch_OfALineThatIsNone_SaysWhichAndWhatIsAllowed(string line, string why)
    {
        var manifest = Path.Combine(_folder.FullName, "missions.jsonl");
        File.WriteAllText(manifest, line);
        var (exitCode, _, error) = await RunAsync(manifest, Output);

        Assert.Equal(2, exitCode);
        Assert.Contains("missions.jsonl, line 1", error);
        Assert.Contains(why, error);
        Assert.False(File.Exists(Path.Combine(Output, ".batch", "items.jsonl")));
    }

    /// <summary>The most megabytes that a batch of pictures that are not there holds.</summary>
    private async Task<double> PeakAsync(int items)
    {
        var manifest = Path.Combine(_folder.FullName, $"{items}.jsonl");
        File.WriteAllLines(manifest, Enumerable.Range(0, items).Select(i => $$"""{"file": "none-{{i}}.jpg"}"""));
        var (exitCode, peak) = await PipelineProcess.PeakMegabytesAsync("batch", manifest, Path.Combine(_folder.FullName, $"out-{items}"), "--part", "1000");
        Assert.Equal(1, exitCode);
        return peak;
    }

    private void CopySamples(int times)
    {
        foreach (var i in Enumerable.Range(0, times))
        {
            var folder = Directory.CreateDirectory(Path.Combine(Input, $"{i}"));
            foreach (var sample in Directory.GetFiles(Samples, "*.jpg")) File.Copy(sample, Path.Combine(folder.FullName, Path.GetFileName(sample)));
        }
    }

    private List<JsonNode> Lines(string kind, string? output = null) =>
        [.. Directory.GetFiles(output ?? Output, $"{kind}-*.jsonl").Order(StringComparer.Ordinal).SelectMany(File.ReadLines).Select(line => JsonNode.Parse(line)!)];

    [Fact]
    public async Task Batch_BesideAnotherAtTheSameOutput_IsRefused()
    {
        CopySamples(1);
        Directory.CreateDirectory(Path.Combine(Output, ".batch"));
        using var held = new FileStream(Path.Combine(Output, ".batch", "journal.jsonl.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        var (exitCode, _, error) = await RunAsync();

        Assert.Equal(2, exitCode);
        Assert.Contains("Is another batch under way there?", error);
    }

    private int PartsDone()
    {
        var journal = Path.Combine(Output, ".batch", "journal.jsonl");
        if (!File.Exists(journal)) return 0;
        using var reader = new StreamReader(new FileStream(journal, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return Math.Max(0, reader.ReadToEnd().Count(character => character == '\n') - 1);
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (!holds()) await Task.Delay(10, limit.Token);
    }

    private static PipelineProcess Start(params string[] arguments) => PipelineProcess.StartStep(new Dictionary<string, string>(), ["batch", .. arguments]);

    private Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments) => EndAsync(arguments is [] or [['-', '-', ..], ..] ? [Input, Output, .. arguments] : arguments);

    private static async Task<(int ExitCode, string Output, string Error)> EndAsync(string[] arguments)
    {
        using var process = Start(arguments);
        return await process.EndAsync();
    }

    private async Task<(int ExitCode, string Error)> RunInS3Async(MemoryS3 s3, string input, string output)
    {
        using var process = PipelineProcess.StartStep(
            new Dictionary<string, string> { ["RoomType__Storage__Endpoint"] = s3.Address, ["RoomType__Storage__ForcePathStyle"] = "true" },
            "batch", input, output, "--work", Path.Combine(_folder.FullName, "work"));
        var (exitCode, _, error) = await process.EndAsync();
        return (exitCode, error);
    }
}
