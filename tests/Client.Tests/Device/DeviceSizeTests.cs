using System.Buffers.Binary;

namespace RoomTypes.Tests.Device;

/// <summary>What the C library takes on a Cortex-M4, by clang, which the service's publishing needs anyway; the compiler of Arm's own makes less of it.</summary>
public class DeviceSizeTests
{
    private const int MostCode = 6 * 1024;
    private const int MostStack = 1024;

    // What signing does not need.
    private static readonly string[] Others = ["rt_iot.c", "rt_request.c"];

    // The ways through it, with all of the hash at their ends; what the compiler puts into its caller has no frame.
    private static readonly string[][] Ways =
    [
        ["rt_head", "rt_authorization", "rt_signature", "sign", "hmac_of_secret", "hmac", "end_hmac", "begin_block", "rt_add", "rt_add_text"],
        ["rt_head", "rt_authorization", "rt_signature", "hash_request", "rt_add_query", "sort_query", "compare_parameters", "compare_escaped", "reader_next", "rt_escape"],
        ["rt_head", "rt_authorization", "rt_signature", "hash_request", "rt_add_query", "add_again_escaped", "reader_next", "rt_escape", "rt_add_char"],
        ["rt_head", "rt_authorization", "rt_signature", "hash_request", "rt_add_path", "is_taken_back", "segment_at", "add_escaped", "rt_escape"],
        ["rt_head", "rt_authorization", "rt_signature", "hash_request", "rt_add_headers", "add_trimmed", "add_lower", "rt_lower", "rt_add_char"],
    ];

    [Fact]
    public void Signer_OnACortexM_TakesLessThanSixKilobytesAndOneOfStack()
    {
        var folder = DeviceLibrary.NewFolder();
        // What it needs of a C library, and no more: another function would not compile.
        File.WriteAllText(Path.Combine(folder, "string.h"), "#include <stddef.h>\nvoid *memcpy(void *, const void *, size_t);\nint memcmp(const void *, const void *, size_t);\nsize_t strlen(const char *);\n");
        var (code, hash, frames) = (0L, 0, new Dictionary<string, int>());
        foreach (var source in DeviceLibrary.Sources)
        {
            var target = Path.Combine(folder, Path.ChangeExtension(Path.GetFileName(source), ".o"));
            DeviceLibrary.Compiler("clang", "--target=thumbv7em-none-eabi", "-mcpu=cortex-m4", "-Oz", "-ffreestanding", "-fstack-usage", "-isystem", folder, "-c", source, "-o", target);
            foreach (var line in File.ReadLines(Path.ChangeExtension(target, ".su")).Select(line => line.Split('\t')))
            {
                var bytes = int.Parse(line[1], System.Globalization.CultureInfo.InvariantCulture);
                if (Path.GetFileName(source) == "rt_sha256.c") hash += bytes;
                else if (Path.GetFileName(source) != "rt_iot.c") frames[line[0].Split(':')[^1]] = bytes + frames.GetValueOrDefault(line[0].Split(':')[^1]);
            }

            if (!Others.Contains(Path.GetFileName(source))) code += SizeOfCode(File.ReadAllBytes(target));
        }

        Assert.InRange(code, 1, MostCode);
        Assert.InRange(Ways.Max(way => hash + way.Sum(function => frames.GetValueOrDefault(function))), 1, MostStack);
    }

    [Fact]
    public void Sources_ByGccsAnalyzer_HaveNoFault()
    {
        var folder = DeviceLibrary.NewFolder();
        foreach (var source in DeviceLibrary.Sources) DeviceLibrary.Compiler("gcc", "-fanalyzer", "-Os", "-c", source, "-o", Path.Combine(folder, "x.o"));
    }

    // Sections that lie in flash: of the program, and not written to (ELF, 32 bits, little-endian).
    private static long SizeOfCode(byte[] elf)
    {
        var (table, size, count) = (Word(elf, 32), BinaryPrimitives.ReadUInt16LittleEndian(elf.AsSpan(46)), BinaryPrimitives.ReadUInt16LittleEndian(elf.AsSpan(48)));
        return Enumerable.Range(0, count).Select(i => (int)table + (i * size)).Where(at => Word(elf, at + 4) == 1 && (Word(elf, at + 8) & 3) == 2).Sum(at => Word(elf, at + 20));
    }

    private static long Word(byte[] elf, int at) => BinaryPrimitives.ReadUInt32LittleEndian(elf.AsSpan(at));
}
