namespace RoomTypes.Experiments.Changes;

/// <summary>Writes the experiments file.</summary>
internal static class ExperimentFileWriter
{
    /// <summary>Puts the text in the place of the file's.</summary>
    /// <param name="path">The file, or a link to it.</param>
    /// <param name="text">All of it.</param>
    /// <param name="reloadSeconds">Told to who cannot: when a change made elsewhere is noticed.</param>
    /// <exception cref="ServiceException">The file or its folder cannot be written.</exception>
    public static void Write(string path, byte[] text, int reloadSeconds)
    {
        try
        {
            AtomicFile.Write(path, text);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ServiceException(
                ErrorKind.Conflict, "experiments_read_only",
                $"The experiments file {Quote.Of(Path.GetFileName(path))} cannot be written here. Change it where it comes from, the image or the volume; that is noticed within {reloadSeconds} seconds. Or let the service write its folder.");
        }
    }
}
