using System.Diagnostics;

namespace RoomTypes.Tests.Device;

/// <summary>The parsers of the C library under libFuzzer: all that it has found so far, and some more.</summary>
public class DeviceFuzzTests
{
    [Fact]
    public void Parsers_OnTheCorpusAndWhatIsMadeOfIt_HaveNoFault()
    {
        var folder = DeviceLibrary.NewFolder();
        var (fuzz, fuzzer) = (Path.Combine(DeviceLibrary.Folder, "fuzz"), Path.Combine(folder, "fuzzer"));
        DeviceLibrary.Compiler("clang", ["-g", "-O1", "-fsanitize=fuzzer,address,undefined", "-fno-sanitize-recover=all", .. DeviceLibrary.Sources, Path.Combine(fuzz, "fuzz.c"), "-o", fuzzer]);
        // Of a seed, so that a failure comes again.
        var start = new ProcessStartInfo(fuzzer, ["-runs=5000", "-seed=26", "-max_len=2048", $"-dict={fuzz}/tokens.dict", $"-artifact_prefix={folder}/", Directory.CreateDirectory(Path.Combine(folder, "new")).FullName, Path.Combine(fuzz, "corpus")]) { RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, said);
        Assert.True(Directory.EnumerateFiles(Path.Combine(fuzz, "corpus")).Count() > 50);
    }
}
