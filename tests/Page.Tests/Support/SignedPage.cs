using System.Diagnostics;

namespace Page.Tests.Support;

/// <summary>./run page: the page as a process of its own, in front of a service.</summary>
internal sealed class SignedPage : IAsyncDisposable
{
    private readonly Process _process;

    private SignedPage(Process process, Uri address)
    {
        _process = process;
        Client = new HttpClient { BaseAddress = address };
    }

    /// <summary>Asks it.</summary>
    public HttpClient Client { get; }

    /// <summary>Starts it as who has the key.</summary>
    public static async Task<SignedPage> StartAsync(Uri service, string accessKeyId, string secretAccessKey)
    {
        var process = Start(accessKeyId, secretAccessKey, "--url", service.ToString(), "--region", "us-east-1", "--port", "0");
        var line = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException(await process.StandardError.ReadToEndAsync());
        return new(process, new Uri(line.Split(" is ")[1].Split(' ')[0]));
    }

    /// <summary>Runs it to its end, and returns what it says of what is wrong.</summary>
    public static async Task<(int Code, string Errors)> RunAsync(params string[] arguments)
    {
        using var process = Start("", "", arguments);
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, errors);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static Process Start(string accessKeyId, string secretAccessKey, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Page.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("AWS_", StringComparison.Ordinal)).ToList()) start.Environment.Remove(name);
        foreach (var file in new[] { "AWS_SHARED_CREDENTIALS_FILE", "AWS_CONFIG_FILE" }) start.Environment[file] = Path.Combine(AppContext.BaseDirectory, "none");
        (start.Environment["AWS_ACCESS_KEY_ID"], start.Environment["AWS_SECRET_ACCESS_KEY"]) = (accessKeyId, secretAccessKey);
        return Process.Start(start)!;
    }
}
