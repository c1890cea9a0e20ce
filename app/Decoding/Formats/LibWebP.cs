using System.Runtime.InteropServices;

namespace RoomTypes.Decoding.Formats;

/// <summary>The part of libwebp's advanced decoding API (webp/decode.h, ABI 2.9) that decoding takes.</summary>
internal static unsafe partial class LibWebP
{
    public const int Ok = 0;
    public const int ModeRgb = 0;
    public const int ModeRgba = 1;

    private const int AbiVersion = 0x0209;

    public static int GetFeatures(byte* data, nuint length, out Features features)
    {
        fixed (Features* target = &features)
            return GetFeatures(data, length, target, AbiVersion);
    }

    public static int InitConfig(Config* config) => InitConfig(config, AbiVersion);

    [LibraryImport(NativeLibraries.WebP, EntryPoint = "WebPDecode")]
    public static partial int Decode(byte* data, nuint length, Config* config);

    /// <summary>VP8StatusCode in words.</summary>
    public static string Describe(int status) => status switch
    {
        3 => "bitstream error",
        4 => "unsupported feature",
        5 or 7 => "not enough data",
        _ => $"libwebp status {status}",
    };

    [LibraryImport(NativeLibraries.WebP, EntryPoint = "WebPGetFeaturesInternal")]
    private static partial int GetFeatures(byte* data, nuint length, Features* features, int abiVersion);

    [LibraryImport(NativeLibraries.WebP, EntryPoint = "WebPInitDecoderConfigInternal")]
    private static partial int InitConfig(Config* config, int abiVersion);

    /// <summary>WebPBitstreamFeatures.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Features
    {
        public int Width, Height, HasAlpha, HasAnimation, Encoding;
        private fixed uint _padding[5];
    }

    /// <summary>WebPDecBuffer with its RGBA view; the YUVA view makes its union larger.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Output
    {
        public int ColorSpace, Width, Height, IsExternal;
        public byte* Data;
        public int Stride;
        public nuint Size;
        private fixed long _restOfUnion[7];
        private fixed uint _padding[4];
        private readonly byte* _private;
    }

    /// <summary>WebPDecoderOptions.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Options
    {
        public int BypassFiltering, NoFancyUpsampling, UseCropping, CropLeft, CropTop, CropWidth, CropHeight;
        public int UseScaling, ScaledWidth, ScaledHeight, UseThreads, Dithering, Flip, AlphaDithering;
        private fixed uint _padding[5];
    }

    /// <summary>WebPDecoderConfig.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Config
    {
        public Features Input;
        public Output Output;
        public Options Options;
    }
}
