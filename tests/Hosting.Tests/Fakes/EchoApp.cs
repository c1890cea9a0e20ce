using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Hosting.Tests.Fakes;

/// <summary>Endpoints that show what arrived, and answers of every kind.</summary>
internal static class EchoApp
{
    public const string UnicodeText = "Küche, 寝室 🛏 \"quoted\" \\ \u0001 \u2028 </script>";

    public static void Map(WebApplication app)
    {
        app.Map("/echo/{**rest}", EchoAsync);
        app.Map("/", EchoAsync);
        app.MapPost("/bytes", (HttpContext http) => CopyAsync(http, "application/octet-stream"));
        app.MapPost("/protobuf", (HttpContext http) => CopyAsync(http, "application/x-protobuf"));
        app.MapPost("/pipe", PipeAsync);
        app.MapMethods("/text", ["GET", "HEAD"], () => Results.Text(UnicodeText, "text/plain; charset=utf-8"));
        app.MapGet("/json", () => Results.Text("{\"room\":\"kitchen\"}", "application/json"));
        app.MapGet("/cookies", (HttpContext http) =>
        {
            http.Response.Cookies.Append("session", "a b,c");
            http.Response.Cookies.Append("theme", "dark", new CookieOptions { HttpOnly = true, Path = "/v1" });
            http.Response.Cookies.Append("visits", "3");
        });
        app.MapGet("/headers", (HttpContext http) =>
        {
            http.Response.Headers.Append("X-Room", new(["kitchen", "bath"]));
            http.Response.Headers.Vary = new(["Accept", "Origin"]);
            http.Response.OnStarting(() =>
            {
                http.Response.Headers["X-Starting"] = "yes";
                return Task.CompletedTask;
            });
        });
        app.MapGet("/status/{code:int}", (int code) => Results.StatusCode(code));
        app.MapGet("/redirect", () => Results.Redirect("/text?from=redirect"));
        app.MapPost("/sum", (int[] terms) => Results.Text($"{terms.Sum()}"));
        app.MapGet("/gzip", async (HttpContext http) =>
        {
            http.Response.ContentType = "text/plain";
            http.Response.Headers.ContentEncoding = "gzip";
            await http.Response.Body.WriteAsync(new byte[] { 0x1f, 0x8b, 8, 0, 0xff });
        });
        app.MapGet("/large/{bytes:int}", (int bytes) => Results.Bytes(new byte[bytes], "application/octet-stream"));
        app.MapGet("/throw", string () => throw new InvalidDataException("the oven is off"));
        app.MapGet("/throw-late", async (HttpContext http) =>
        {
            await http.Response.WriteAsync("half an ans");
            await http.Response.Body.FlushAsync();
            throw new InvalidDataException("the oven is off");
        });
        app.MapGet("/abort", (HttpContext http) => http.Abort());
        app.MapGet("/wait", (HttpContext http) => Task.Delay(Timeout.Infinite, http.RequestAborted));
        app.MapGet("/wait-and-tell", async (HttpContext http) =>
        {
            await Task.Delay(Timeout.Infinite, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            http.Response.StatusCode = 504;
            await http.Response.WriteAsync("too slow");
        });
        app.MapGet("/trace", (HttpContext http) => $"{http.TraceIdentifier} {http.Request.Headers["X-Amzn-Trace-Id"]}");
    }

    private static async Task EchoAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        var text = new StringBuilder()
            .AppendLine(http.Request.Method)
            .AppendLine(http.Request.Path)
            .AppendLine(http.Request.Host.Value)
            .AppendLine(http.Request.ContentType);
        foreach (var (key, values) in http.Request.Query.OrderBy(q => q.Key, StringComparer.Ordinal))
            text.AppendLine($"? {key} = [{string.Join("] [", values.ToArray())}]");
        foreach (var (name, values) in http.Request.Headers.Where(h => h.Key.StartsWith("x-test", StringComparison.OrdinalIgnoreCase)).OrderBy(h => h.Key, StringComparer.OrdinalIgnoreCase))
            text.AppendLine($"{name.ToLowerInvariant()}: {string.Join(", ", values.ToString().Split(',', StringSplitOptions.TrimEntries))}");
        foreach (var (name, value) in http.Request.Cookies.OrderBy(c => c.Key, StringComparer.Ordinal))
            text.AppendLine($"cookie {name} = {value}");
        text.AppendLine($"{http.Request.ContentLength ?? 0} bytes {Convert.ToHexString(body.ToArray())}");
        http.Response.ContentType = "text/plain; charset=utf-8";
        await http.Response.WriteAsync(text.ToString());
    }

    private static async Task CopyAsync(HttpContext http, string contentType)
    {
        http.Response.ContentType = contentType;
        await http.Request.Body.CopyToAsync(http.Response.Body);
    }

    private static async Task PipeAsync(HttpContext http)
    {
        http.Response.ContentType = "application/octet-stream";
        await http.Request.BodyReader.CopyToAsync(http.Response.BodyWriter);
    }
}
