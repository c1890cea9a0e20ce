using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Text.RegularExpressions;
using Page.Tests.Support;

namespace Page.Tests;

/// <summary>What the service answers where its page is.</summary>
[Collection(nameof(Site))]
public sealed partial class ServingTests(Site site)
{
    [Theory]
    [InlineData("/")]
    [InlineData("/try")]
    [InlineData("/missions")]
    [InlineData("/experiments")]
    [InlineData("/models")]
    [InlineData("/metrics-overview")]
    public async Task Place_AskedFor_IsTheDocumentUnderAStrictPolicy(string place)
    {
        using var response = await site.Client.GetAsync(place);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/html; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        Assert.Equal("no-cache", response.Headers.CacheControl!.ToString());
        Assert.Equal("nosniff", Header(response, "X-Content-Type-Options"));
        Assert.Equal("no-referrer", Header(response, "Referrer-Policy"));
        var policy = Header(response, "Content-Security-Policy");
        Assert.StartsWith("default-src 'none'; script-src 'self'; style-src 'self';", policy);
        Assert.Contains("frame-ancestors 'none'", policy);
        Assert.DoesNotContain("unsafe", policy);
        Assert.Contains("<title>Room types</title>", await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("br", "br")]
    [InlineData("gzip, br", "br")]
    [InlineData("gzip", "gzip")]
    [InlineData("br;q=0, gzip", "gzip")]
    [InlineData("br;q=0.1, gzip;q=0.9", "gzip")]
    [InlineData("*", "br")]
    [InlineData("deflate", null)]
    [InlineData("br;q=0", null)]
    public async Task File_ByWhatIsAccepted_IsTheSameText(string accepted, string? encoding)
    {
        var script = (await FilesAsync()).First(file => file.EndsWith(".js", StringComparison.Ordinal));
        using var request = new HttpRequestMessage(HttpMethod.Get, script);
        request.Headers.TryAddWithoutValidation("Accept-Encoding", accepted);
        using var response = await site.Client.SendAsync(request);

        Assert.Equal(encoding, response.Content.Headers.ContentEncoding.SingleOrDefault());
        Assert.Equal("Accept-Encoding", response.Headers.Vary.Single());
        Assert.Equal(await site.Client.GetStringAsync(script), await TextAsync(response));
    }

    [Fact]
    public async Task File_ByItsFingerprint_IsKeptForeverUnderATagOfItsEncoding()
    {
        var tags = new HashSet<string>();
        foreach (var file in await FilesAsync())
        {
            foreach (var encoding in new[] { "br", "gzip", "identity" })
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, file) { Headers = { { "Accept-Encoding", encoding } } };
                using var response = await site.Client.SendAsync(request);
                Assert.Equal("public, max-age=31536000, immutable", Header(response, "Cache-Control"));
                // Pictures are the same in all.
                Assert.True(tags.Add(response.Headers.ETag!.Tag) || response.Content.Headers.ContentEncoding.Count == 0);
            }
        }
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/models")]
    public async Task Place_WithTheTagThatIsKept_IsNotSentAgain(string place)
    {
        using var first = await site.Client.GetAsync(place);
        using var request = new HttpRequestMessage(HttpMethod.Get, place) { Headers = { IfNoneMatch = { first.Headers.ETag! } } };
        using var second = await site.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        Assert.Equal(first.Headers.ETag, second.Headers.ETag);
        Assert.Empty(await second.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Place_ByHead_HasTheHeadersAlone()
    {
        using var get = await site.Client.GetAsync("/");
        using var request = new HttpRequestMessage(HttpMethod.Head, "/");
        using var head = await site.Client.SendAsync(request);

        Assert.Equal((get.StatusCode, get.Headers.ETag, get.Content.Headers.ContentType), (head.StatusCode, head.Headers.ETag, head.Content.Headers.ContentType));
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("GET", "/page/none.js")]
    [InlineData("GET", "/page/../RoomTypes.dll")]
    [InlineData("GET", "/page/index.html")]
    [InlineData("GET", "/trying")]
    [InlineData("POST", "/try")]
    public async Task Path_OfNoFile_IsUnknownAsOthersAre(string method, string path)
    {
        using var response = await site.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("route_unknown", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Everything_ThatTheFirstViewLoads_IsUnder150Kilobytes()
    {
        var sizes = new Dictionary<string, long>();
        foreach (var file in (await FilesAsync()).Prepend("/"))
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, file) { Headers = { { "Accept-Encoding", "br" } } };
            using var response = await site.Client.SendAsync(request);
            sizes[file] = (await response.Content.ReadAsByteArrayAsync()).Length;
        }

        Assert.True(sizes.Count > 8, string.Join(", ", sizes));
        Assert.True(sizes.Values.Sum() < 150_000, string.Join(", ", sizes));
    }

    /// <summary>The page is compiled against the types of the document that the service has now.</summary>
    [Fact]
    public async Task Types_OfTheServicesDocument_FitThePage()
    {
        var web = Path.Combine(Repository.Root, "web");
        var folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "types"));
        var document = Path.Combine(folder.FullName, "openapi.json");
        await File.WriteAllTextAsync(document, await site.Client.GetStringAsync("/openapi/v1.json"));
        await RunAsync(web, "node_modules/.bin/openapi-typescript", document, "--output", Path.Combine(folder.FullName, "schema.d.ts"));
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "tsconfig.json"), $$"""
            {
              "extends": "{{web}}/tsconfig.json",
              "compilerOptions": { "noEmit": true, "types": ["{{web}}/node_modules/vite/client"], "paths": { "preact": ["{{web}}/node_modules/preact"], "preact/*": ["{{web}}/node_modules/preact/*"], "uplot": ["{{web}}/node_modules/uplot"], "marked": ["{{web}}/node_modules/marked"] } },
              "include": ["src"]
            }
            """);
        var source = Path.Combine(folder.FullName, "src");
        if (Directory.Exists(source)) Directory.Delete(source, recursive: true);
        await RunAsync(web, "/bin/cp", "-r", "src", source);
        File.Copy(Path.Combine(folder.FullName, "schema.d.ts"), Path.Combine(source, "api", "schema.d.ts"), overwrite: true);

        await RunAsync(folder.FullName, Path.Combine(web, "node_modules", ".bin", "tsc"), "--project", ".");
    }

    [Fact]
    public async Task Page_SwitchedOff_IsNotThere()
    {
        var file = (await FilesAsync())[0];
        await using var service = await PageService.StartAsync("Http:Page=false");
        using var client = new HttpClient { BaseAddress = service.Address };

        foreach (var path in new[] { "/", "/try", file }) Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(path)).StatusCode);
    }

    [Fact]
    public async Task Page_WhereSignaturesAreRequired_IsOpenAndWhatItAsksIsNot()
    {
        var keys = Path.GetTempFileName();
        await File.WriteAllTextAsync(keys, """{"keys": [{"name": "robot", "accessKeyId": "AKIDEXAMPLE", "secretAccessKey": "a-secret-of-forty-characters-for-a-test"}]}""");
        await using var service = await PageService.StartAsync("Http:Signatures=required", $"Http:SignatureKeys={keys}");
        using var client = new HttpClient { BaseAddress = service.Address };

        foreach (var path in new[] { "/", "/models", (await FilesAsync())[0] }) Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(path)).StatusCode);
        foreach (var path in new[] { "/v1/models", "/v1/experiments" }) Assert.Equal(HttpStatusCode.Forbidden, (await client.GetAsync(path)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await client.PostAsync("/models/room-type", new ByteArrayContent([]))).StatusCode);
        File.Delete(keys);
    }

    /// <summary>All that the document and its script name.</summary>
    private async Task<IReadOnlyList<string>> FilesAsync()
    {
        var document = await site.Client.GetStringAsync("/");
        var named = FileName().Matches(document).Select(match => match.Value).ToList();
        Assert.Contains(named, file => file.EndsWith(".js", StringComparison.Ordinal));
        var script = await site.Client.GetStringAsync(named.First(file => file.EndsWith(".js", StringComparison.Ordinal)));
        return [.. named.Concat(FileName().Matches(script).Select(match => match.Value)).Distinct()];
    }

    private static async Task RunAsync(string folder, string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Path.Combine(folder, program), arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync() + await error;
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program}: {output}");
    }

    private static string Header(HttpResponseMessage response, string name) => response.Headers.GetValues(name).Single();

    private static async Task<string> TextAsync(HttpResponseMessage response)
    {
        await using var content = await response.Content.ReadAsStreamAsync();
        await using var text = response.Content.Headers.ContentEncoding.SingleOrDefault() switch
        {
            "br" => new BrotliStream(content, CompressionMode.Decompress),
            "gzip" => new GZipStream(content, CompressionMode.Decompress),
            _ => content,
        };
        using var reader = new StreamReader(text);
        return await reader.ReadToEndAsync();
    }

    [GeneratedRegex(@"/page/[\w.-]+\.(js|css|svg|jpg)")]
    private static partial Regex FileName();
}
