namespace RoomTypes;

/// <summary>Writes a file so that a reader, and a machine that stops, has the text of before or the new one, and never a part.</summary>
internal static class AtomicFile
{
    /// <summary>Makes the file, or puts the text in the place of what it has, with its rights.</summary>
    /// <param name="path">The file, or a link to it, which stays one.</param>
    /// <param name="text">All of it.</param>
    /// <exception cref="IOException">The file or its folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">They may not be.</exception>
    public static void Write(string path, byte[] text)
    {
        var isThere = File.Exists(path);
        var target = (isThere ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName : null) ?? Path.GetFullPath(path);
        var next = Path.Combine(Path.GetDirectoryName(target)!, $".{Path.GetFileName(target)}.{Guid.NewGuid():N}");
        try
        {
            using (var file = new FileStream(next, FileMode.CreateNew, FileAccess.Write))
            {
                file.Write(text);
                file.Flush(flushToDisk: true);
            }

            if (isThere && !OperatingSystem.IsWindows()) File.SetUnixFileMode(next, File.GetUnixFileMode(target));
            File.Move(next, target, overwrite: true);
        }
        catch
        {
            Forget(next);
            throw;
        }
    }

    private static void Forget(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // What could not be written is not there either.
        }
    }
}
