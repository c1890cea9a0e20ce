using System.Diagnostics;
using System.Text;

namespace RoomTypes.Tests.Device;

/// <summary>The C library, compiled with every warning an error and with what finds faults of memory, and asked line by line.</summary>
internal static class DeviceLibrary
{
    public static readonly string Root = Above(AppContext.BaseDirectory, "RoomTypeInfra.sln");
    public static readonly string Folder = Path.Combine(Root, "clients", "device");

    private static readonly string[] Strict = ["-std=c99", "-Wall", "-Wextra", "-Wconversion", "-Wpedantic", "-Wshadow", "-Werror", "-I", Path.Combine(Folder, "include")];
    private static readonly string Host = Path.Combine(Root, "tests", "Client.Tests", "Device", "native", "host.c");
    private static readonly Lazy<string> Checked = new(() => Compile("checked", "-g", "-O1", "-fsanitize=address,undefined", "-fno-sanitize-recover=all"));
    private static readonly Lazy<string> WithMbedTls = new(() => Compile("mbedtls", "-g", "-O1", "-fsanitize=address,undefined", "-fno-sanitize-recover=all", "-DRT_MBEDTLS", "-I", Path.Combine(Folder, "example")));
    private static readonly Lazy<string> Plain = new(() => Compile("plain", "-g", "-O1"));

    public static IEnumerable<string> Sources => Directory.EnumerateFiles(Path.Combine(Folder, "source"), "*.c").Order();

    /// <summary>What it answers to lines.</summary>
    public static string[] Ask(IEnumerable<string> lines) => Run(Checked.Value, lines, []);

    /// <summary>The same with the hash of mbedTLS in place of its own.</summary>
    public static string[] AskMbedTls(IEnumerable<string> lines) => Run(WithMbedTls.Value, lines, []);

    /// <summary>The same under valgrind, which finds memory that was read before it was written.</summary>
    public static string[] AskValgrind(IEnumerable<string> lines) => Run("valgrind", lines, ["-q", "--error-exitcode=99", "--leak-check=full", Plain.Value]);

    /// <summary>Text, in hex.</summary>
    public static string Hex(string? text) => Hex(Encoding.UTF8.GetBytes(text ?? ""));

    public static string Hex(byte[] bytes) => bytes.Length == 0 ? "-" : Convert.ToHexStringLower(bytes);

    /// <summary>Compiles sources, and fails with what the compiler says.</summary>
    public static void Compiler(string program, params string[] arguments)
    {
        var (code, output) = Start(program, [], [.. Strict, .. arguments]);
        Assert.True(code == 0, output);
    }

    public static string NewFolder() => Directory.CreateTempSubdirectory("device-").FullName;

    private static string Compile(string name, params string[] options)
    {
        var program = Path.Combine(NewFolder(), name);
        Compiler("gcc", [.. options, "-D_POSIX_C_SOURCE=200809L", .. Sources, Host, "-o", program, .. options.Contains("-DRT_MBEDTLS") ? new[] { "-lmbedcrypto" } : []]);
        return program;
    }

    private static string[] Run(string program, IEnumerable<string> lines, string[] arguments)
    {
        var (code, output) = Start(program, lines, arguments);
        Assert.True(code == 0, output);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static (int Code, string Output) Start(string program, IEnumerable<string> lines, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        foreach (var line in lines) process.StandardInput.WriteLine(line);
        process.StandardInput.Close();
        process.WaitForExit();
        return (process.ExitCode, output.Result + errors.Result);
    }

    private static string Above(string folder, string file) => File.Exists(Path.Combine(folder, file)) ? folder : Above(Path.GetDirectoryName(folder) ?? throw new FileNotFoundException(file), file);
}
