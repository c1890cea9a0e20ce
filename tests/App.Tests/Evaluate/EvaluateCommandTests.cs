using System.Text.Json;

namespace RoomTypes.Tests.Evaluate;

/// <summary>The command as a process, on the sample pictures.</summary>
public class EvaluateCommandTests
{
    [Fact]
    public async Task Evaluate_TheSamples_FindsEveryRoomAndReportsABrokenFile()
    {
        using var folder = LabelledSamples();
        File.WriteAllBytes(Path.Combine(folder.Path, "kitchen", "broken.jpg"), Samples.Kitchen[..1000]);
        var (exitCode, output, _) = await RunAsync(folder.Path, "--json");
        Assert.Equal(0, exitCode);
        var json = JsonDocument.Parse(output).RootElement;
        Assert.Equal(18, json.GetProperty("pictures").GetInt32());
        Assert.Equal(1, json.GetProperty("accuracy").GetDouble());
        Assert.Equal("room-type@2", json.GetProperty("model").GetString());
        Assert.InRange(json.GetProperty("unknownThreshold").GetDouble(), -10, 0);
        Assert.InRange(json.GetProperty("unknownShare").GetDouble(), 0, 0.06);
        Assert.Equal(3, json.GetProperty("confusion").GetProperty("kitchen").GetProperty("kitchen").GetInt32());
        Assert.Equal("image_corrupt", json.GetProperty("failures")[0].GetProperty("code").GetString());
        Assert.True(json.GetProperty("picturesPerSecond").GetDouble() > 0);
    }

    [Fact]
    public async Task Evaluate_AFolderOfFilesThatAreNamedByLabel_ReadsTheirNames()
    {
        var (exitCode, output, _) = await RunAsync(Path.Combine(Samples.Folder, "samples"), "--json");
        Assert.Equal((0, 18), (exitCode, JsonDocument.Parse(output).RootElement.GetProperty("pictures").GetInt32()));
    }

    [Fact]
    public async Task Evaluate_AsATable_IsPlainTextWhenRedirected()
    {
        using var folder = LabelledSamples();
        var (exitCode, output, _) = await RunAsync(folder.Path, "--model", "room-type@3");
        Assert.Equal(0, exitCode);
        Assert.Contains("room-type@3", output);
        Assert.Contains("expected calibration error", output);
        Assert.DoesNotContain('\u001b', output);
    }

    [Fact]
    public async Task Evaluate_WhatMacAndHiddenFoldersLeave_IsPassedOverAndNamed()
    {
        using var folder = LabelledSamples();
        foreach (var hidden in new[] { "__MACOSX", ".cache", "kitchen/.thumbnails" })
        {
            Directory.CreateDirectory(Path.Combine(folder.Path, hidden));
            File.WriteAllBytes(Path.Combine(folder.Path, hidden, "kitchen_9.jpg"), Samples.Kitchen);
        }

        File.WriteAllBytes(Path.Combine(folder.Path, "kitchen", "._kitchen_1.jpg"), [0, 5, 22, 7]);
        var (exitCode, output, error) = await RunAsync(folder.Path, "--json");
        Assert.Equal(0, exitCode);
        Assert.Equal(18, JsonDocument.Parse(output).RootElement.GetProperty("pictures").GetInt32());
        foreach (var name in new[] { "__MACOSX", ".cache", ".thumbnails", "._kitchen_1.jpg" }) Assert.Contains(name, error.ReplaceLineEndings(""));
    }

    [Fact]
    public async Task Evaluate_AFolderThatIsNoLabel_NamesItAndTheLabels()
    {
        using var folder = LabelledSamples();
        Directory.CreateDirectory(Path.Combine(folder.Path, "garage"));
        var (exitCode, _, error) = await RunAsync(folder.Path);
        Assert.Equal(2, exitCode);
        Assert.Contains("garage", error);
        Assert.Contains("dining_room", error);
    }

    private static TemporaryFolder LabelledSamples()
    {
        var folder = new TemporaryFolder();
        foreach (var file in Directory.GetFiles(Path.Combine(Samples.Folder, "samples"), "*.jpg"))
        {
            var name = Path.GetFileName(file);
            var label = Directory.CreateDirectory(Path.Combine(folder.Path, name[..name.LastIndexOf('_')].Replace('_', '-')));
            File.Copy(file, Path.Combine(label.FullName, name));
        }

        return folder;
    }

    private static Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments) => Tool.RunAsync("Evaluate", [.. arguments, "--runs", "none"]);
}
