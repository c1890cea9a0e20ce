using System.Diagnostics;

namespace Policies.Tests.Client;

/// <summary>Modules run from the cache of compiled code as they do without it.</summary>
public sealed class CompileCacheTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    public CompileCacheTests() => Write("""
        'use strict';
        const self = [__filename, __dirname, require.resolve('./index.js'), require.main === module, this === exports];
        console.log(JSON.stringify([self, greet('it')]));
        function greet(name) { return `hello ${name} from line ${new Error().stack.split('\n')[1].match(/:(\d+):/)[1]}`; }
        """);

    private string Program => Path.Combine(_folder.FullName, "index.js");

    private string Cache => Path.Combine(_folder.FullName, "cache");

    [Fact]
    public async Task Run_ColdThenWarm_IsAsWithoutCache()
    {
        var plain = await RunAsync(cached: false);

        Assert.Contains("hello it from line 4", plain, StringComparison.Ordinal);
        Assert.Equal(plain, await RunAsync(cached: true));
        var files = CacheFiles();
        Assert.NotEmpty(files);
        Assert.Equal(plain, await RunAsync(cached: true));
        Assert.Equal(files, CacheFiles());
    }

    [Fact]
    public async Task Run_SourceChanged_RunsTheNewOne()
    {
        await RunAsync(cached: true);
        // Of the same length, which is all that V8 itself compares.
        Write((await File.ReadAllTextAsync(Program)).Replace("hello", "howdy", StringComparison.Ordinal));

        Assert.Contains("howdy it", await RunAsync(cached: true), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_DynamicImport_WorksColdAndWarm()
    {
        Write("import('node:path').then(path => console.log(path.basename(__filename)));");

        Assert.Equal("index.js\n", await RunAsync(cached: true));
        Assert.Equal("index.js\n", await RunAsync(cached: true));
    }

    [Fact]
    public async Task Run_DamagedCache_IsAsWithoutIt()
    {
        var plain = await RunAsync(cached: true);
        foreach (var file in CacheFiles())
            await File.WriteAllTextAsync(file, "damaged");

        Assert.Equal(plain, await RunAsync(cached: true));
    }

    [Fact]
    public async Task Run_CacheThatCannotBeWritten_IsAsWithoutIt()
    {
        await File.WriteAllTextAsync(Cache, "a file, not a folder");

        Assert.Equal(await RunAsync(cached: false), await RunAsync(cached: true));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>The program, made long enough to be worth its place.</summary>
    private void Write(string source) => File.WriteAllText(Program, $"{source}\n// {new string('x', 10_000)}\n");

    private List<string> CacheFiles() => [.. Directory.GetFiles(Cache, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    private async Task<string> RunAsync(bool cached)
    {
        using var process = Process.Start(new ProcessStartInfo("node", ["--require", Path.Combine(AppContext.BaseDirectory, "compile-cache.cjs"), Program])
        {
            RedirectStandardOutput = true,
            Environment = { ["NODE_COMPILE_CACHE"] = cached ? Cache : "" },
        })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        return output;
    }
}
