using Microsoft.Extensions.Logging.Abstractions;

namespace RoomTypes.Tests.Experiments.Files;

public sealed class WatchedFileTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();
    private readonly ManualTime _time = new();

    [Fact]
    public void Value_OfAFileThatChanges_FollowsAndKeepsWhatCannotBeReplaced()
    {
        Write("one", 1);
        var file = new WatchedFile<string>(_path, Read, TimeSpan.FromSeconds(10), _time, NullLogger.Instance.ExperimentsReloaded, NullLogger.Instance.ExperimentsNotReloaded);
        Assert.Equal("one", file.Value);
        Write("two", 2);
        file.Refresh();
        Assert.Equal("two", file.Value);
        Write("broken", 3);
        file.Refresh();
        Assert.Equal("two", file.Value);
        Write("three", 4);
        file.Refresh();
        Assert.Equal("three", file.Value);
    }

    [Fact]
    public void Value_OfAFolderThatIsSwappedAsKubernetesDoes_FollowsTheLinks()
    {
        using var folder = new TemporaryFolder();
        string In(string name) => Path.Combine(folder.Path, name);
        var written = DateTime.UnixEpoch.AddDays(1);
        foreach (var version in new[] { "one", "two" })
        {
            Directory.CreateDirectory(In($"..{version}"));
            File.WriteAllText(In($"..{version}/e.json"), version);
            File.SetLastWriteTimeUtc(In($"..{version}/e.json"), written);
        }

        Directory.CreateSymbolicLink(In("..data"), "..one");
        File.CreateSymbolicLink(In("e.json"), "..data/e.json");
        var file = new WatchedFile<string>(In("e.json"), File.ReadAllText, TimeSpan.FromSeconds(10), _time, NullLogger.Instance.ExperimentsReloaded, NullLogger.Instance.ExperimentsNotReloaded);
        Assert.Equal("one", file.Value);
        Directory.Delete(In("..data"));
        Directory.CreateSymbolicLink(In("..data"), "..two");
        file.Refresh();
        Assert.Equal("two", file.Value);
    }

    [Fact]
    public void Value_AfterTheInterval_LooksInTheBackground()
    {
        Write("one", 1);
        using var read = new ManualResetEventSlim();
        var file = new WatchedFile<string>(
            _path,
            path =>
            {
                if (File.ReadAllText(path) == "two") read.Set();
                return File.ReadAllText(path);
            },
            TimeSpan.FromSeconds(10), _time, NullLogger.Instance.ExperimentsReloaded, NullLogger.Instance.ExperimentsNotReloaded);
        Assert.Equal("one", file.Value);
        Write("two", 2);
        Assert.Equal("one", file.Value);
        Assert.False(read.IsSet);
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("one", file.Value);
        Assert.True(read.Wait(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public void Value_TheFirstTime_ThrowsWhatReadingThrows()
    {
        Write("broken", 1);
        Assert.Throws<FormatException>(() => new WatchedFile<string>(_path, Read, TimeSpan.FromSeconds(10), _time, NullLogger.Instance.ExperimentsReloaded, NullLogger.Instance.ExperimentsNotReloaded).Value);
    }

    public void Dispose() => File.Delete(_path);

    private static string Read(string path) => File.ReadAllText(path) is var text && text == "broken" ? throw new FormatException(text) : text;

    private void Write(string text, int minute)
    {
        File.WriteAllText(_path, text);
        File.SetLastWriteTimeUtc(_path, Rules.Day1.UtcDateTime.AddMinutes(minute));
    }
}
