using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Xml.Linq;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace RoomTypes.Tests.Support;

/// <summary>Objects in memory behind the parts of S3's protocol that a registry needs: GetObject, HeadObject and PutObject with their conditions, DeleteObject and ListObjectsV2.</summary>
internal sealed class MemoryS3 : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly Lock _lock = new();

    private MemoryS3(WebApplication server)
    {
        _server = server;
        server.MapMethods("/{bucket}/{**key}", ["GET", "HEAD"], Get);
        server.MapGet("/{bucket}", List);
        server.MapPut("/{bucket}/{**key}", PutAsync);
        server.MapDelete("/{bucket}/{**key}", Delete);
    }

    public string Address => _server.Urls.Single();

    /// <summary>Bytes by bucket/key.</summary>
    public ConcurrentDictionary<string, byte[]> Objects { get; } = [];

    /// <summary>Requests of each method and key.</summary>
    public ConcurrentDictionary<string, int> Requests { get; } = [];

    /// <summary>Told of a write before it is looked at; what it does comes first.</summary>
    public Action<string>? BeforePut { get; set; }

    /// <summary>What becomes of a write after its body has come: true where it goes on, and else whatever was answered.</summary>
    public Func<HttpContext, Task<bool>> AllowPut { get; set; } = _ => Task.FromResult(true);

    /// <summary>Seen once for each write that was not allowed.</summary>
    public SemaphoreSlim Refused { get; } = new(0);

    /// <summary>The status of the n-th GET or HEAD of a key, from 1, in place of the object; null gives the object.</summary>
    public Func<string, int, int?> Fault { get; set; } = (_, _) => null;

    public static async Task<MemoryS3> StartAsync()
    {
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", "test");
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", "test");
        var builder = WebApplication.CreateSlimBuilder(["--urls", "http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        var s3 = new MemoryS3(builder.Build());
        await s3._server.StartAsync();
        return s3;
    }

    /// <summary>Puts a folder of this machine below a prefix.</summary>
    public void PutFolder(string folder, string prefix)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)) Objects[$"{prefix}/{Path.GetRelativePath(folder, file)}"] = File.ReadAllBytes(file);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static string Tag(byte[] bytes) => $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes))}\"";

    private IResult List(string bucket, string? prefix)
    {
        var keys = Objects.Keys.Where(key => key.StartsWith($"{bucket}/{prefix}", StringComparison.Ordinal)).Select(key => key[(bucket.Length + 1)..]).Order(StringComparer.Ordinal);
        XNamespace xml = "http://s3.amazonaws.com/doc/2006-03-01/";
        return Results.Text(new XElement(xml + "ListBucketResult", new XElement(xml + "IsTruncated", "false"), keys.Select(key => new XElement(xml + "Contents", new XElement(xml + "Key", key)))).ToString(), "application/xml");
    }

    private IResult Get(string bucket, string key, HttpContext context)
    {
        if (Fault(key, Requests.AddOrUpdate($"{context.Request.Method} {key}", 1, (_, count) => count + 1)) is { } status) return Results.StatusCode(status);
        if (!Objects.TryGetValue($"{bucket}/{key}", out var bytes)) return Results.NotFound();
        if (context.Request.Headers.IfMatch is [{ } match] && match.Trim('"') != Tag(bytes).Trim('"')) return Results.StatusCode(412);
        context.Response.Headers.ETag = Tag(bytes);
        return Results.Bytes(bytes, lastModified: DateTimeOffset.UnixEpoch);
    }

    private IResult Delete(string bucket, string key)
    {
        Objects.TryRemove($"{bucket}/{key}", out _);
        return Results.NoContent();
    }

    private async Task<IResult> PutAsync(string bucket, string key, HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        BeforePut?.Invoke(key);
        if (!await AllowPut(context))
        {
            Refused.Release();
            return Results.Empty;
        }

        lock (_lock)
        {
            Requests.AddOrUpdate($"PUT {key}", 1, (_, count) => count + 1);
            var there = Objects.GetValueOrDefault($"{bucket}/{key}");
            if (context.Request.Headers.IfNoneMatch == "*" && there is not null) return Results.StatusCode(412);
            if (context.Request.Headers.IfMatch is [{ } match] && (there is null || match.Trim('"') != Tag(there).Trim('"'))) return Results.StatusCode(412);
            Objects[$"{bucket}/{key}"] = body.ToArray();
            context.Response.Headers.ETag = Tag(body.ToArray());
            return Results.Ok();
        }
    }
}
