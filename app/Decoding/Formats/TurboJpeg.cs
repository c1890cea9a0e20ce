using System.Runtime.InteropServices;

namespace RoomTypes.Decoding.Formats;

/// <summary>The part of the TurboJPEG 2.x API (turbojpeg.h) that decoding takes.</summary>
internal static unsafe partial class TurboJpeg
{
    public const int FormatRgb = 0;
    public const int FormatCmyk = 11;

    /// <summary>Gives up on pictures of more than 500 scans, each of which would take a pass over the whole picture.</summary>
    public const int LimitScans = 32768;

    [LibraryImport(NativeLibraries.TurboJpeg, EntryPoint = "tjInitDecompress")]
    public static partial nint InitDecompress();

    [LibraryImport(NativeLibraries.TurboJpeg, EntryPoint = "tjDecompress2")]
    public static partial int Decompress(
        nint handle, byte* jpeg, CULong jpegLength, byte* target, int width, int pitch, int height, int format, int flags);

    [LibraryImport(NativeLibraries.TurboJpeg, EntryPoint = "tjGetErrorStr2")]
    private static partial nint GetErrorText(nint handle);

    [LibraryImport(NativeLibraries.TurboJpeg, EntryPoint = "tjDestroy")]
    private static partial int DestroyHandle(nint handle);

    /// <summary>Fails only for a null handle.</summary>
    public static void Destroy(nint handle) => _ = DestroyHandle(handle);

    public static string ErrorMessage(nint handle) => Marshal.PtrToStringUTF8(GetErrorText(handle)) ?? "unknown error";
}
