using System.Runtime.InteropServices;

namespace RoomTypes.Events.Lake;

/// <summary>Files that are there, by their names, after the machine has lost its power.</summary>
internal static partial class DurableFile
{
    /// <summary>Writes a file whole or not at all, and the folders that it lacks. Readers never see a part.</summary>
    /// <exception cref="IOException">It cannot be written, or not be synced.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be.</exception>
    public static void Write(string path, byte[] bytes)
    {
        var folder = Path.GetDirectoryName(path)!;
        MakeFolder(folder);
        // No pattern of readers matches the name before the file is whole.
        var part = Path.Combine(folder, $".{Guid.NewGuid():N}.part");
        try
        {
            using (var file = new FileStream(part, FileMode.CreateNew, FileAccess.Write))
            {
                file.Write(bytes);
                file.Flush(flushToDisk: true);
            }

            File.Move(part, path, overwrite: true);
        }
        catch
        {
            File.Delete(part);
            throw;
        }

        SyncFolder(folder);
    }

    private static void MakeFolder(string folder)
    {
        if (Directory.Exists(folder)) return;
        var parent = Path.GetDirectoryName(folder);
        if (parent is not null) MakeFolder(parent);
        Directory.CreateDirectory(folder);
        if (parent is not null) SyncFolder(parent);
    }

    // A name is durable when its folder is synced (fsync(2)); .NET opens no folders.
    private static void SyncFolder(string folder)
    {
        var descriptor = Open(folder, 0);
        if (descriptor < 0) throw new IOException($"{folder} cannot be opened: error {Marshal.GetLastPInvokeError()}.");
        var result = Sync(descriptor);
        var error = Marshal.GetLastPInvokeError();
        _ = Close(descriptor);
        if (result != 0) throw new IOException($"{folder} cannot be synced: error {error}.");
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
