using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using RoomTypes.Decoding;
using RoomTypes.Evaluate;
using RoomTypes.Hosting;

namespace RoomTypes.Tests.Support;

/// <summary>A folder with what the shipped pipeline needs: a data set, pictures to keep and to measure on, noisy ones to learn from, models and gates.</summary>
internal sealed class Rooms : IDisposable
{
    private Rooms() => Folder = Directory.CreateTempSubdirectory("room-type-pipeline-").FullName;

    public string Folder { get; }

    public string State => Path.Combine(Folder, "state");

    public string Data => Path.Combine(Folder, "data");

    public string Models => Path.Combine(Folder, "models");

    /// <summary>Where nobody has ever been seen.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>
    {
        ["RoomType__Events__Store"] = "sqlite",
        ["RoomType__Events__File"] = Path.Combine(Folder, "events.db"),
    };

    /// <summary>The parameters of the shipped pipeline.</summary>
    public string[] Parameters => [.. new[]
    {
        $"data={Data}", $"from={Path.Combine(Folder, "noisy")}", $"models={Models}", $"gates={Path.Combine(Folder, "gates.yaml")}", "runs=none",
        $"reports={Path.Combine(Folder, "reports")}", $"work={Path.Combine(Folder, "work")}",
    }.SelectMany(parameter => new[] { "--set", parameter })];

    private static string Samples => Path.Combine(AppContext.BaseDirectory, "Fixtures/samples");

    public static async Task<Rooms> MakeAsync(bool noisy = false)
    {
        var rooms = new Rooms();
        foreach (var sample in Directory.GetFiles(Samples, "*.jpg"))
        {
            rooms.Put(sample, "data/test");
            rooms.Put(sample, "data/keep");
            if (noisy) rooms.PutNoisy(sample);
        }

        Copy(Path.Combine(AppContext.BaseDirectory, "models"), rooms.Models);
        await File.WriteAllTextAsync(Path.Combine(rooms.Folder, "gates.yaml"), "dataSets:\n  test: { folder: data/test, pictures: 18, accuracy: 0.9 }\n");
        await File.WriteAllTextAsync(Path.Combine(rooms.Folder, "events.db"), "");
        var (exitCode, error) = await RunAsync("Data", "add", Path.Combine(rooms.Data, "test"), "--to", Path.Combine(rooms.Data, "data.jsonl"));
        Assert.True(exitCode == 0, error);
        return rooms;
    }

    /// <summary>The version that an alias stands for.</summary>
    public string? Version(string alias) => (string?)JsonNode.Parse(File.ReadAllText(Path.Combine(Models, "registry.json")))!["aliases"]!["room-type"]![alias];

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static string LabelOf(string sample) => Path.GetFileName(sample)[..Path.GetFileName(sample).LastIndexOf('_')];

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    private static async Task<(int ExitCode, string Error)> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, $"{program}.dll"), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await error);
    }

    private void Put(string sample, string folder)
    {
        var target = Directory.CreateDirectory(Path.Combine(Folder, folder, LabelOf(sample))).FullName;
        File.Copy(sample, Path.Combine(target, Path.GetFileName(sample)));
    }

    /// <summary>Four homes whose cameras are out of focus and noisy, which the model is often wrong about.</summary>
    private void PutNoisy(string sample)
    {
        var decoder = new ImageDecoder(ServiceOptions.Read(new ConfigurationBuilder().Build()).Decoding);
        var blurred = Corruption.Find("blur")!.Apply(decoder, File.ReadAllBytes(sample), seed: 0);
        for (var seed = 0; seed < 4; seed++)
        {
            var home = Directory.CreateDirectory(Path.Combine(Folder, "noisy", LabelOf(sample), $"{Path.GetFileName(sample)} {seed}"));
            File.WriteAllBytes(Path.Combine(home.FullName, "1.png"), Corruption.Find("noise")!.Apply(decoder, blurred, seed));
        }
    }
}
