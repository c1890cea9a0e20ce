using System.Net.Http.Headers;
using System.Text.Json;

namespace RoomTypes.Tests.Support;

/// <summary>Pictures and recorded bodies.</summary>
internal static class Samples
{
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Fixtures");

    public static byte[] Kitchen { get; } = Picture("kitchen_1.jpg");

    public static byte[] Bedroom { get; } = Picture("bedroom_1.jpg");

    public static string ModelsFolder { get; } = Path.Combine(AppContext.BaseDirectory, "models");

    public static byte[] Picture(string name) => File.ReadAllBytes(Path.Combine(Folder, "samples", name));

    public static byte[] Recorded(string name) => File.ReadAllBytes(Path.Combine(Folder, "bodies", name));

    public static ByteArrayContent Body(byte[] body, string contentType)
    {
        var content = new ByteArrayContent(body);
        if (contentType.Length > 0) content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        return content;
    }

    public static async Task<JsonElement> JsonAsync(HttpResponseMessage response)
    {
        using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return document.RootElement.Clone();
    }

    /// <summary>A new folder with a copy of the shipped models, deleted at the end.</summary>
    public static TemporaryFolder CopyModels()
    {
        var folder = new TemporaryFolder();
        foreach (var file in Directory.EnumerateFiles(ModelsFolder, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(folder.Path, Path.GetRelativePath(ModelsFolder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return folder;
    }
}

/// <summary>A folder that is deleted at the end.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("room-type-test-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);

    /// <summary>Replaces text in a file below; fails if it is not there.</summary>
    public void Replace(string file, string old, string @new)
    {
        var path = System.IO.Path.Combine(Path, file);
        var text = File.ReadAllText(path);
        Assert.Contains(old, text);
        File.WriteAllText(path, text.Replace(old, @new));
    }
}
