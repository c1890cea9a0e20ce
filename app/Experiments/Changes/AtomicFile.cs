namespace RoomTypes.Experiments.Changes;

/// <summary>Writes a file so that a reader, and a machine that stops, has the text of before or the new one, and never a part.</summary>
internal static class AtomicFile
{
    /// <summary>Puts the text in the place of the file's, with its rights.</summary>
    /// <param name="path">The file, or a link to it.</param>
    /// <param name="text">All of it.</param>
    /// <param name="reloadSeconds">Told to who cannot: when a change made elsewhere is noticed.</param>
    /// <exception cref="ServiceException">The file or its folder cannot be written.</exception>
    public static void Write(string path, byte[] text, int reloadSeconds)
    {
        string? next = null;
        try
        {
            // A link stays one.
            var target = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(path);
            next = Path.Combine(Path.GetDirectoryName(target)!, $".{Path.GetFileName(target)}.{Guid.NewGuid():N}");
            using (var file = new FileStream(next, FileMode.CreateNew, FileAccess.Write))
            {
                file.Write(text);
                file.Flush(flushToDisk: true);
            }

            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(next, File.GetUnixFileMode(target));
            File.Move(next, target, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            if (next is not null) Forget(next);
            throw new ServiceException(
                ErrorKind.Conflict, "experiments_read_only",
                $"The experiments file {Quote.Of(Path.GetFileName(path))} cannot be written here. Change it where it comes from, the image or the volume; that is noticed within {reloadSeconds} seconds. Or let the service write its folder.");
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
