using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using RoomTypes.Load;

namespace RoomTypes.Tests.Load;

public sealed class GeneratorTests : IDisposable
{
    private static readonly Shape Quick = new(1_000, TimeSpan.FromMilliseconds(100), Seed: 1, TimeSpan.FromSeconds(60));
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_OfAServiceThatStopsAnswering_SendsOnAndCountsTheWaitFromWhenRequestsWereDue()
    {
        using var service = new HeldService();
        var running = Generator(service).RunAsync(Quick, CancellationToken.None);
        // Who waited for answers would never send so many.
        await service.ReceivedAsync(20);
        var held = Stopwatch.GetElapsedTime(service.FirstReceived);
        service.Release();
        var measured = await running;
        Assert.Equal(service.Received, measured.Requests);
        Assert.Equal([200], measured.Times.Keys);
        Assert.Equal(measured.Requests, measured.Times[200].TotalCount);
        Assert.InRange(Report.Milliseconds(measured.Times[200], 100), held.TotalMilliseconds, double.MaxValue);
    }

    [Fact]
    public async Task Run_WithTheSameSeed_SendsTheSameRequests()
    {
        async Task<IEnumerable<int>> SendAsync(int seed)
        {
            using var service = new HeldService();
            service.Release();
            await Generator(service).RunAsync(Quick with { Seed = seed }, CancellationToken.None);
            return service.Lengths.Order();
        }

        Assert.Equal(await SendAsync(1), await SendAsync(1));
        Assert.NotEqual(await SendAsync(1), await SendAsync(2));
    }

    [Fact]
    public async Task Run_OfRefusalsAndFailures_TellsThemApart()
    {
        using var service = new HeldService(number => (number % 3) switch
        {
            0 => new HttpResponseMessage(HttpStatusCode.TooManyRequests) { Headers = { RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromSeconds(1)) } },
            1 => new HttpResponseMessage(HttpStatusCode.TooManyRequests),
            _ => throw new HttpRequestException("Connection refused"),
        });
        service.Release();
        var measured = await Generator(service).RunAsync(Quick with { DeadlineMilliseconds = 250 }, CancellationToken.None);
        Assert.Equal((measured.Requests + 2) / 3, measured.WithRetryAfter);
        Assert.Equal(("Connection refused", measured.Requests / 3), (measured.Failures.Single().Key, measured.Failures.Single().Value));
        Assert.Equal(measured.Requests, measured.Times[429].TotalCount + measured.Failures.Values.Sum());
        Assert.All(service.Deadlines, deadline => Assert.Equal("250", deadline));
    }

    [Fact]
    public async Task Draw_OfAMeasurement_HasALineAStatusWithinTheChart()
    {
        using var service = new HeldService(number => new HttpResponseMessage(number % 2 == 0 ? HttpStatusCode.OK : HttpStatusCode.TooManyRequests));
        service.Release();
        var chart = System.Xml.Linq.XElement.Parse(PercentileChart.Draw(await Generator(service).RunAsync(Quick, CancellationToken.None)));
        var lines = chart.Descendants().Where(element => element.Name.LocalName == "polyline").ToList();
        Assert.Equal(2, lines.Count);
        var points = lines.SelectMany(line => line.Attribute("points")!.Value.Split(' ', ',')).Select(double.Parse).ToList();
        Assert.All(points, point => Assert.InRange(point, 0, 920));
    }

    private Generator Generator(HttpMessageHandler service)
    {
        File.WriteAllBytes(Path.Combine(_folder.Path, "short.jpg"), new byte[10]);
        File.WriteAllBytes(Path.Combine(_folder.Path, "long.png"), new byte[20]);
        return new(new HttpMessageInvoker(service, disposeHandler: false), new Uri("http://localhost/v1/recognize"), Mix.OfFolder(_folder.Path), TimeProvider.System);
    }

    /// <summary>A service that takes requests and answers when it is let.</summary>
    private sealed class HeldService(Func<int, HttpResponseMessage>? answer = null) : HttpMessageHandler
    {
        private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly SemaphoreSlim _arrivals = new(0);
        private int _received;
        private long _first;

        public int Received => _received;

        public long FirstReceived => _first;

        public ConcurrentBag<int> Lengths { get; } = [];

        public ConcurrentBag<string> Deadlines { get; } = [];

        public void Release() => _released.SetResult();

        public async Task ReceivedAsync(int count)
        {
            for (var i = 0; i < count; i++) await _arrivals.WaitAsync();
        }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var number = Interlocked.Increment(ref _received) - 1;
            Interlocked.CompareExchange(ref _first, Stopwatch.GetTimestamp(), 0);
            Lengths.Add((await request.Content!.ReadAsByteArrayAsync(cancellationToken)).Length);
            if (request.Headers.TryGetValues("x-deadline-ms", out var deadline)) Deadlines.Add(deadline.Single());
            _arrivals.Release();
            await _released.Task;
            return answer is null ? new HttpResponseMessage() : answer(number);
        }

        protected override void Dispose(bool disposing)
        {
            _arrivals.Dispose();
            base.Dispose(disposing);
        }
    }
}
