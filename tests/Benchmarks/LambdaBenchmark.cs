using System.Diagnostics;
using Hosting.Tests.Fakes;
using Hosting.Tests.Http;

namespace RoomTypes.Benchmarks;

/// <summary>The published service as a Lambda function, beside itself behind Kestrel.</summary>
internal static class LambdaBenchmark
{
    private const int Starts = 15;
    private const int Requests = 4000;

    public static IEnumerable<string> Run(string published)
    {
        var starts = StartsAsync(published).GetAwaiter().GetResult();
        var (lambda, kestrel) = CompareAsync(published).GetAwaiter().GetResult();
        yield return "| as a Lambda function | ms |";
        yield return "|---|---|";
        yield return $"| process start to first recognised picture, median of {Starts} | {Measure.Median(starts):0} |";
        yield return $"| fastest and slowest | {starts.Min():0} and {starts.Max():0} |";
        yield return $"| GET /health/live, from event to answer, median of {Requests} | {lambda:0.000} |";
        yield return $"| the same behind Kestrel | {kestrel:0.000} |";
    }

    private static async Task<List<double>> StartsAsync(string published)
    {
        await using var api = await FakeRuntimeApi.StartAsync();
        // The first is the Runtime API's own first request: what is compiled for it takes time from the start on the same cores.
        _ = await StartAsync(published, api);
        List<double> starts = [];
        while (starts.Count < Starts) starts.Add(await StartAsync(published, api));
        return starts;
    }

    private static async Task<double> StartAsync(string published, FakeRuntimeApi api)
    {
        var call = new HttpCall("POST", "/v1/recognize") { ContentType = "image/jpeg", Body = Pipeline.Pictures[0] };
        var answer = api.InvokeAsync(GatewayEvent.Write(Shape.RestApi, call));
        var start = Stopwatch.GetTimestamp();
        using var process = Function(published, api);
        Require(await answer);
        var time = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        await EndAsync(process);
        return time;
    }

    private static async Task<(double Lambda, double Kestrel)> CompareAsync(string published)
    {
        await using var api = await FakeRuntimeApi.StartAsync();
        using var process = Function(published, api);
        using var service = PublishedService.Start(published, out _);
        using var client = new HttpClient();
        var url = new Uri($"http://127.0.0.1:{service.Port}/health/live");
        var json = GatewayEvent.Write(Shape.RestApi, new HttpCall("GET", "/health/live"));
        var lambda = new List<double>();
        var kestrel = new List<double>();
        // In turns, so that whatever else the machine does meets both alike.
        for (var i = 0; i < Requests + (Requests / 4); i++)
        {
            var start = Stopwatch.GetTimestamp();
            Require(await api.InvokeAsync(json));
            var between = Stopwatch.GetTimestamp();
            await client.GetByteArrayAsync(url);
            if (i < Requests / 4) continue;
            kestrel.Add(Stopwatch.GetElapsedTime(between).TotalMilliseconds);
            lambda.Add(Stopwatch.GetElapsedTime(start, between).TotalMilliseconds);
        }

        await EndAsync(process);
        return (Measure.Median(lambda), Measure.Median(kestrel));
    }

    private static Process Function(string published, FakeRuntimeApi api)
    {
        var info = new ProcessStartInfo(Path.Combine(published, "RoomTypes"), ["--Logging:LogLevel:Default=Warning"]);
        info.Environment["AWS_LAMBDA_RUNTIME_API"] = api.Address;
        info.Environment["RoomType__Events__Store"] = "none";
        return Process.Start(info)!;
    }

    private static async Task EndAsync(Process process)
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    private static void Require(Outcome outcome)
    {
        if (outcome.Answer is null || Answer.Parse(outcome.Answer).Status != 200) throw new InvalidOperationException($"The function failed: {outcome.Error}");
    }
}
