using System.Runtime.Intrinsics.X86;

namespace RoomTypes.Inference;

/// <summary>What ONNX Runtime's int8 kernels do on this processor (MLAS, MlasPlatformU8S8Overflow).</summary>
internal static class Int8Kernels
{
    private const int ExtendedFeatures = 7;
    private const int Avx512Vnni = 1 << 11;
    private const int AvxVnni = 1 << 4;

    /// <summary>
    /// Whether products of unsigned and signed bytes are added in 16 bits and saturate, as on x64 without VNNI. The kernels for unsigned
    /// bytes alone are exact there, so that signed weights are turned into unsigned ones.
    /// </summary>
    public static bool Saturate { get; } = X86Base.IsSupported && !HasVnni();

    private static bool HasVnni() =>
        (Avx512F.IsSupported && (X86Base.CpuId(ExtendedFeatures, 0).Ecx & Avx512Vnni) != 0)
        || (Avx2.IsSupported && (X86Base.CpuId(ExtendedFeatures, 1).Eax & AvxVnni) != 0);
}
