using System.Diagnostics;
using System.Net.Http.Headers;
using HdrHistogram;
using RoomTypes.Pricing;

namespace RoomTypes.Size;

/// <summary>Measures the published service at several CPU limits, one after the other, from this machine.</summary>
/// <param name="client">Asks it.</param>
/// <param name="program">The service.</param>
/// <param name="pictures">What it is shown, one a request.</param>
/// <param name="length">How long each load is.</param>
public sealed class Measurer(HttpClient client, string program, IReadOnlyList<byte[]> pictures, TimeSpan length)
{
    private const int CallersOfACore = 4;
    private const int TimesKept = 20;

    /// <summary>Parts of a core, where they can be given, and cores up to the machine's.</summary>
    public static IReadOnlyList<double> Limits(int cores, bool hasParts)
    {
        var whole = Enumerable.Range(0, 8).Select(power => Math.Pow(2, power)).TakeWhile(vcpus => vcpus < cores).Append(cores);
        return [.. hasParts ? new[] { 0.25, 0.5 } : [], .. whole];
    }

    /// <summary>Measures one.</summary>
    /// <param name="vcpus">The CPU limit.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<Point> MeasureAsync(double vcpus, CancellationToken cancellationToken)
    {
        using var service = await LimitedService.StartAsync(program, vcpus, client, cancellationToken);
        await LoadAsync(service, 1, cancellationToken);
        var alone = await LoadAsync(service, 1, cancellationToken);
        var full = await LoadAsync(service, CallersOfACore * (int)Math.Ceiling(vcpus), cancellationToken);
        return new Point(vcpus, PerSecond(full, vcpus), alone.Length.TotalMilliseconds / alone.Times.TotalCount, full.Times.GetValueAtPercentile(99) / 1000.0, Cpu(full), service.PeakMegabytes)
        {
            AloneTimes = [.. Enumerable.Range(0, TimesKept).Select(i => Math.Round(alone.Times.GetValueAtPercentile((i + 0.5) * 100 / TimesKept) / 1000.0, 2))],
        };
    }

    // Callers on the same cores take time that elsewhere would be the service's: then what it could do follows from what a picture takes.
    private static double PerSecond((HistogramBase Times, TimeSpan Cpu, TimeSpan Length) full, double vcpus) =>
        vcpus < Environment.ProcessorCount ? full.Times.TotalCount / full.Length.TotalSeconds : vcpus * 1000 / Cpu(full);

    private static double Cpu((HistogramBase Times, TimeSpan Cpu, TimeSpan Length) full) => full.Cpu.TotalMilliseconds / full.Times.TotalCount;

    private async Task<(HistogramBase Times, TimeSpan Cpu, TimeSpan Length)> LoadAsync(LimitedService service, int callers, CancellationToken cancellationToken)
    {
        var (times, cpu, start) = (new LongConcurrentHistogram(1, 60_000_000, 3), service.ProcessorTime, Stopwatch.GetTimestamp());
        await Task.WhenAll(Enumerable.Range(0, callers).Select(async caller =>
        {
            for (var i = caller; Stopwatch.GetElapsedTime(start) < length; i++)
            {
                var asked = Stopwatch.GetTimestamp();
                await AskAsync(service.Address, pictures[i % pictures.Count], cancellationToken);
                times.RecordValue((long)Stopwatch.GetElapsedTime(asked).TotalMicroseconds);
            }
        }));
        return (times, service.ProcessorTime - cpu, Stopwatch.GetElapsedTime(start));
    }

    private async Task AskAsync(Uri address, byte[] picture, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(picture) { Headers = { ContentType = new MediaTypeHeaderValue("image/jpeg") } };
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = content, Headers = { CacheControl = new CacheControlHeaderValue { NoStore = true } } };
        using var answer = await client.SendAsync(request, cancellationToken);
        if (!answer.IsSuccessStatusCode) throw new SizeException($"The service answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(cancellationToken)}");
    }
}
