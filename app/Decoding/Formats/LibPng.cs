using System.Runtime.InteropServices;

namespace RoomTypes.Decoding.Formats;

/// <summary>The part of libpng's simplified API (png.h, section 5.5) that decoding takes. It keeps its longjmp to itself.</summary>
internal static unsafe partial class LibPng
{
    public const uint FormatRgb = 2;
    public const uint FormatRgba = 3;

    /// <summary>Added to a format: 16-bit linear samples, with alpha multiplied in.</summary>
    public const uint FormatLinear = 4;

    /// <summary>16-bit samples without a gamma chunk are sRGB, as every other reader takes them, not linear.</summary>
    public const uint Flag16BitSrgb = 4;

    private const uint ImageVersion = 1;
    private const int MessageLength = 64;

    [LibraryImport(NativeLibraries.Png, EntryPoint = "png_image_begin_read_from_memory")]
    public static partial int BeginRead(Image* image, byte* memory, nuint length);

    [LibraryImport(NativeLibraries.Png, EntryPoint = "png_image_finish_read")]
    public static partial int FinishRead(Image* image, void* background, byte* target, int rowStride, void* colormap);

    [LibraryImport(NativeLibraries.Png, EntryPoint = "png_image_free")]
    public static partial void Free(Image* image);

    /// <summary>png_image.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Image
    {
        private readonly nint _control;
        private uint _version;
        public uint Width;
        public uint Height;
        public uint Format;
        public uint Flags;
        private readonly uint _colormapEntries;
        private readonly uint _warningOrError;
        private fixed byte _message[MessageLength];

        public static Image Create() => new() { _version = ImageVersion };

        public readonly string Message()
        {
            fixed (byte* message = _message)
                return Marshal.PtrToStringUTF8((nint)message) ?? "";
        }
    }
}
