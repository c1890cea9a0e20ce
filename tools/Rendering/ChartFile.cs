namespace Rendering;

/// <summary>Charts that a command was asked to write.</summary>
internal static class ChartFile
{
    /// <summary>Writes one, and says where it is.</summary>
    public static async Task WriteAsync(string path, string svg, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        await File.WriteAllTextAsync(path, svg + "\n", cancellation);
        await Console.Error.WriteLineAsync($"The chart is in {path}.");
    }
}
