using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace RoomTypes.Inference;

/// <summary>ONNX Runtime's process-wide environment, made once.</summary>
/// <remarks>
/// ONNX Runtime's Linux builds (1.29 here) send usage data to Microsoft, write logs and a device id to disk, and crash on a root without
/// /etc/machine-id. ORT_DISABLE_TELEMETRY=1 is its full opt-out; the API call only follows the first event (microsoft/onnxruntime#27379).
/// </remarks>
internal static partial class ModelRuntime
{
    private static readonly Lazy<OrtEnv> Environment = new(Make);

    /// <summary>Makes it on another thread: binding to the library takes about as long as building the web host.</summary>
    /// <returns>Ends when it is made, or cannot be; who needs it is told then.</returns>
    public static async Task StartEarlyAsync() => await Task.Run(Require).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    /// <summary>To be called before anything else of ONNX Runtime.</summary>
    public static void Require() => _ = Environment.Value;

    /// <summary>Its version, for example 1.29.0.</summary>
    public static string Version => Environment.Value.GetVersionString();

    private static OrtEnv Make()
    {
        // .NET's own copy of the environment is not what native code reads.
        if (OperatingSystem.IsLinux())
        {
            _ = SetEnvironmentVariable("ORT_DISABLE_TELEMETRY", "1", overwrite: 1);
            KeepFreedMemory();
        }

        return OrtEnv.Instance();
    }

    // Loading a model frees as much as it keeps, and a run frees megabytes: fetching them from the kernel again costs more than the work on
    // them. Up to 64 MB stay with each of the C library's heaps, whose blocks may be as large as it allows (mallopt(3)).
    private static void KeepFreedMemory()
    {
        const int TrimThreshold = -1, TopPad = -2, MmapThreshold = -3;
        const int Megabyte = 1 << 20;
        _ = SetAllocation(MmapThreshold, 32 * Megabyte);
        _ = SetAllocation(TrimThreshold, 64 * Megabyte);
        _ = SetAllocation(TopPad, 16 * Megabyte);
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int SetAllocation(int parameter, int value);

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironmentVariable(string name, string value, int overwrite);
}
