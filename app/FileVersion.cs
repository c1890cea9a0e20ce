using System.Runtime.InteropServices;

namespace RoomTypes;

/// <summary>Tells one state of a file from another.</summary>
/// <param name="Path">Where it really lies, without links.</param>
/// <param name="Written">Its time stamp.</param>
/// <param name="Length">Its length in bytes; -1 if there is none.</param>
internal readonly partial record struct FileVersion(string Path, DateTime Written, long Length)
{
    /// <summary>PATH_MAX of Linux.</summary>
    private const int LongestPath = 4096;

    /// <summary>The present state of what a path leads to.</summary>
    public static FileVersion Of(string path)
    {
        var file = new FileInfo(RealPath(path));
        return new(file.FullName, file.LastWriteTimeUtc, file.Exists ? file.Length : -1);
    }

    /// <summary>The path without links, also without those among its folders, which .NET does not resolve.</summary>
    private static unsafe string RealPath(string path)
    {
        if (OperatingSystem.IsWindows()) return path;
        var buffer = stackalloc byte[LongestPath];
        return Marshal.PtrToStringUTF8(RealPath(path, buffer)) ?? path;
    }

    [LibraryImport("libc", EntryPoint = "realpath", StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial nint RealPath(string path, byte* resolved);
}
