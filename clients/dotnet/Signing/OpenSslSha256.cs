using System.Runtime.InteropServices;

namespace RoomTypes.Signing;

/// <summary>
/// SHA-256 of OpenSSL 3 by an algorithm that is fetched once (EVP_MD_fetch). The runtime has it looked up for each hash, which takes longer
/// than the hash of a small request. It is the library that the runtime itself uses on Linux, with the providers that it is configured for.
/// </summary>
internal sealed unsafe class OpenSslSha256
{
    private static readonly nint Library = OperatingSystem.IsLinux() && NativeLibrary.TryLoad("libcrypto.so.3", out var library) ? library : 0;
    private static readonly delegate* unmanaged<nint> NewContext = (delegate* unmanaged<nint>)Export("EVP_MD_CTX_new");
    private static readonly delegate* unmanaged<nint, void> Free = (delegate* unmanaged<nint, void>)Export("EVP_MD_CTX_free");
    private static readonly delegate* unmanaged<nint, nint, nint, int> Begin = (delegate* unmanaged<nint, nint, nint, int>)Export("EVP_DigestInit_ex");
    private static readonly delegate* unmanaged<nint, byte*, nuint, int> Add = (delegate* unmanaged<nint, byte*, nuint, int>)Export("EVP_DigestUpdate");
    private static readonly delegate* unmanaged<nint, byte*, nint, int> End = (delegate* unmanaged<nint, byte*, nint, int>)Export("EVP_DigestFinal_ex");
    private static readonly nint Algorithm = Fetch();

    [ThreadStatic]
    private static OpenSslSha256? _ofThread;

    private readonly nint _context = NewContext();

    private OpenSslSha256()
    {
    }

    ~OpenSslSha256() => Free(_context);

    /// <summary>Whether it is there.</summary>
    public static bool IsThere => Algorithm != 0;

    /// <summary>Writes the hash; false if it could not be made.</summary>
    public static bool TryHash(scoped ReadOnlySpan<byte> text, scoped Span<byte> hash)
    {
        var own = _ofThread ??= new();
        fixed (byte* start = text, result = hash)
        {
            var isMade = own._context != 0 && Begin(own._context, Algorithm, 0) == 1 && Add(own._context, start, (nuint)text.Length) == 1 && End(own._context, result, 0) == 1;
            GC.KeepAlive(own);
            return isMade;
        }
    }

    private static nint Fetch()
    {
        var fetch = (delegate* unmanaged<nint, byte*, byte*, nint>)Export("EVP_MD_fetch");
        if (fetch is null || NewContext is null || Free is null || Begin is null || Add is null || End is null) return 0;
        fixed (byte* name = "SHA256\0"u8) return fetch(0, name, null);
    }

    private static nint Export(string name) => Library != 0 && NativeLibrary.TryGetExport(Library, name, out var address) ? address : 0;
}
