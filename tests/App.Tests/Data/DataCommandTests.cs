using System.Text.Json;
using RoomTypes.Data;

namespace RoomTypes.Tests.Data;

/// <summary>The command as a process, on the sample pictures.</summary>
public sealed class DataCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public DataCommandTests()
    {
        foreach (var file in Directory.GetFiles(Path.Combine(Samples.Folder, "samples"), "*.jpg"))
        {
            var name = Path.GetFileName(file);
            // A home has one picture of each room.
            var folder = Directory.CreateDirectory(Path.Combine(_folder.Path, $"home-{name[^5]}", name[..name.LastIndexOf('_')].Replace('_', '-')));
            File.Copy(file, Path.Combine(folder.FullName, name));
        }
    }

    private string Manifest => Path.Combine(_folder.Path, "data.jsonl");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Data_FromFoldersToSplits_EveryHomeIsInOne()
    {
        var (code, output, error) = await RunAsync("add", _folder.Path, "--to", Manifest, "--entity", "home-[0-9]+");
        Assert.True(code == 0, error);
        Assert.StartsWith("18 added, 0 there already, 0 not taken; 18 pictures", output);

        Assert.Equal(0, (await RunAsync("split", Manifest, "--shares", "train=0.67,test=0.33")).ExitCode);

        var data = DataSet.Read(Manifest);
        Assert.Equal(["home-1", "home-2", "home-3"], data.Items.Select(item => item.Entity).Distinct().Order());
        Assert.All(data.Items.GroupBy(item => item.Entity), home => Assert.Single(home.Select(item => item.Split).Distinct()));
        Assert.Equal(12, data.Items.Count(item => item.Split == "train"));
        Assert.Equal((0, 0), await ValidateAsync());
    }

    [Fact]
    public async Task Validate_WhatIsWrong_IsFoundAndEndsWith1()
    {
        File.Copy(Path.Combine(_folder.Path, "home-1/kitchen/kitchen_1.jpg"), Path.Combine(_folder.Path, "home-1/bedroom/again.jpg"));
        await RunAsync("add", _folder.Path, "--to", Manifest, "--entity", "home-[0-9]+");
        var data = DataSet.Read(Manifest);
        Assert.DoesNotContain(data.Items, item => item.File.EndsWith("kitchen_1.jpg", StringComparison.Ordinal));
        (data with { Items = [.. data.Items.Select((item, i) => item with { Split = i == 0 ? "test" : "train" })] }).Write(Manifest);
        File.Delete(Path.Combine(_folder.Path, "home-2/kitchen/kitchen_2.jpg"));
        File.AppendAllText(Path.Combine(_folder.Path, "home-3/kitchen/kitchen_3.jpg"), " ");

        var (code, output, _) = await RunAsync("validate", Manifest, "--json", "--model", "room-type@2");

        using var report = JsonDocument.Parse(output);
        var findings = report.RootElement.GetProperty("findings").EnumerateArray().Select(finding => $"{finding.GetProperty("kind").GetString()} {finding.GetProperty("files")[0].GetString()}").Order().ToList();
        Assert.Equal(["changed home-3/kitchen/kitchen_3.jpg", "leak home-1/bathroom/bathroom_1.jpg", "missing home-2/kitchen/kitchen_2.jpg", "suspect home-1/bedroom/again.jpg"], findings);
        Assert.Equal((1, 3), (code, report.RootElement.GetProperty("errors").GetInt32()));
    }

    [Fact]
    public async Task Add_AFileThatIsNoPictureAndOneThatIsThere_AreToldAndTheRestIsAdded()
    {
        await RunAsync("add", Path.Combine(_folder.Path, "home-1"), "--to", Manifest);
        var broken = Path.Combine(_folder.Path, "home-2/kitchen/broken.jpg");
        File.WriteAllBytes(broken, Samples.Kitchen[..1000]);

        var (code, output, error) = await RunAsync("add", _folder.Path, "--to", Manifest);

        Assert.Equal(1, code);
        Assert.StartsWith("12 added, 6 there already, 1 not taken; 18 pictures", output);
        Assert.Contains("broken.jpg", error);
    }

    [Theory]
    [InlineData("neither a picture nor a folder", "add", "none.jpg", "--to", "x.jsonl")]
    [InlineData("allowed are bathroom", "add", ".", "--to", "x.jsonl", "--label", "garage")]
    [InlineData("no regular expression", "add", ".", "--to", "x.jsonl", "--entity", "(")]
    [InlineData("There is no manifest", "stats", "none.jsonl")]
    [InlineData("Line 2", "stats", "broken.jsonl")]
    [InlineData("sum to 1", "split", "empty.jsonl", "--shares", "train=0.5,test=0.6")]
    public async Task Data_WhatCannotBeDone_EndsWith2AndSaysWhy(string why, params string[] arguments)
    {
        File.WriteAllText(Path.Combine(_folder.Path, "empty.jsonl"), "");
        File.WriteAllText(Path.Combine(_folder.Path, "broken.jsonl"), "\n{\"file\":3}\n");

        var (code, _, error) = await RunAsync([.. arguments.Select(argument => argument == "." || argument.EndsWith(".jsonl", StringComparison.Ordinal) ? Path.Combine(_folder.Path, argument) : argument)]);

        Assert.Equal(2, code);
        // A narrow console wraps lines.
        Assert.Contains(why, string.Join(' ', error.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
    }

    [Fact]
    public async Task Stats_OfSplitPictures_CountsThemAndDrawsThem()
    {
        await RunAsync("add", _folder.Path, "--to", Manifest, "--split", "train");
        var chart = Path.Combine(_folder.Path, "chart.svg");

        var (_, output, _) = await RunAsync("stats", Manifest, "--json", "--svg", chart);

        using var json = JsonDocument.Parse(output);
        Assert.Equal(3, json.RootElement.GetProperty("counts").GetProperty("train").GetProperty("living_room").GetInt32());
        Assert.Equal(DataSet.Read(Manifest).Digest, json.RootElement.GetProperty("digest").GetString());
        Assert.Contains("living_room", File.ReadAllText(chart));
    }

    private async Task<(int ExitCode, int Errors)> ValidateAsync()
    {
        var (code, output, _) = await RunAsync("validate", Manifest, "--json");
        using var json = JsonDocument.Parse(output);
        return (code, json.RootElement.GetProperty("errors").GetInt32());
    }

    private static Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments) => Tool.RunAsync("Data", arguments);
}
