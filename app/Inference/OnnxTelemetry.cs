using System.Runtime.InteropServices;

namespace RoomTypes.Inference;

/// <summary>
/// ONNX Runtime's Linux builds (1.29 here) send usage data to Microsoft, write logs and a device id to disk, and crash on a root without
/// /etc/machine-id. ORT_DISABLE_TELEMETRY=1 is its full opt-out; the API call only follows the first event (microsoft/onnxruntime#27379).
/// </summary>
internal static partial class OnnxTelemetry
{
    /// <summary>To be called before anything else of ONNX Runtime.</summary>
    public static void SwitchOff()
    {
        // .NET's own copy of the environment is not what native code reads.
        if (OperatingSystem.IsLinux()) _ = SetEnvironmentVariable("ORT_DISABLE_TELEMETRY", "1", overwrite: 1);
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironmentVariable(string name, string value, int overwrite);
}
