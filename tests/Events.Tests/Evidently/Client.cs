using System.Diagnostics;
using System.Text.Json;
using Seams.Tests.Support;

namespace RoomTypes.Tests.Evidently;

/// <summary>A real client, as a process.</summary>
internal static class Client
{
    /// <summary>Whether the service models of Debian's botocore know Evidently.</summary>
    public static bool IsInstalled { get; } = Directory.Exists("/usr/lib/python3/dist-packages/botocore/data/evidently") && File.Exists("/usr/bin/aws");

    /// <summary>The program of AWS's JavaScript client.</summary>
    public static string JavaScript { get; } = Program("Evidently", "project.mjs");

    /// <summary>A program of JavaScript clients; npm ci in its folder restores those.</summary>
    public static string Program(string subject, string file) => Path.Combine(DocumentTable.Root, "tests", "Events.Tests", subject, "javascript", file);

    /// <summary>Runs it and answers what it printed as JSON.</summary>
    public static async Task<JsonElement> RunAsync(string program, IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment.Append(("AWS_ACCESS_KEY_ID", "x")).Append(("AWS_SECRET_ACCESS_KEY", "y")).Append(("AWS_DEFAULT_REGION", "us-east-1")).Append(("AWS_PAGER", "")))
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await error);
        if (output.Length == 0) return default;
        using var document = JsonDocument.Parse(output);
        return document.RootElement.Clone();
    }
}

/// <summary>A test that needs Debian's awscli and python3-boto3, whose versions still know Evidently.</summary>
internal sealed class ClientFactAttribute : FactAttribute
{
    public ClientFactAttribute()
    {
        if (!Client.IsInstalled) Skip = "Debian's awscli and python3-boto3 are not installed.";
    }
}
