using System.Runtime.InteropServices;

namespace RoomTypes.Decoding.Formats;

/// <summary>The C libraries behind the codecs, by the names that Debian gives them.</summary>
internal static class NativeLibraries
{
    public const string TurboJpeg = "libturbojpeg.so.0";
    public const string Png = "libpng16.so.16";
    public const string WebP = "libwebp.so.7";

    /// <summary>Loads every library, so that a missing one is told at start and not by the first picture that needs it.</summary>
    public static void Require()
    {
        Require(TurboJpeg, "libturbojpeg0");
        Require(Png, "libpng16-16");
        Require(WebP, "libwebp7");
    }

    private static void Require(string library, string package)
    {
        if (!NativeLibrary.TryLoad(library, typeof(NativeLibraries).Assembly, searchPath: null, out _))
            throw new DllNotFoundException($"{library} cannot be loaded. Install the Debian package {package}.");
    }
}
