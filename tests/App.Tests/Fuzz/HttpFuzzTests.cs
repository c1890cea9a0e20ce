using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Xunit.Abstractions;

namespace RoomTypes.Tests.Fuzz;

/// <summary>
/// Mutated requests of every route, heads and bodies, to a real process over connections of their own: none is the server's fault, none makes
/// it work long, and memory does not grow.
/// </summary>
public sealed partial class HttpFuzzTests(ServiceProcess service, ITestOutputHelper output) : IClassFixture<ServiceProcess>
{
    private const int Clients = 4;
    private const int RequestsOfSeed = 500;
    private const double MostGrowthMegabytes = 150;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    /// <summary>How long an answer is waited for where the head may promise more than comes.</summary>
    private static readonly TimeSpan PatienceWithMutatedHead = TimeSpan.FromSeconds(1);

    private readonly ConcurrentBag<(TimeSpan Taken, int Seed)> _taken = [];
    private readonly ConcurrentBag<MutatedRequest> _slow = [];
    private readonly ConcurrentDictionary<string, int> _answers = [];
    private int _requests;

    [Fact]
    public async Task Request_Mutated_IsNeverAServersFaultAndMemoryStaysFlat()
    {
        var run = new FuzzRun(share: 1);
        var seed = run.FirstSeed;
        await RunAsync(seed);
        var before = service.ResidentMegabytes;
        do await RunAsync(++seed);
        while (!run.IsOver);

        var slowest = _taken.MaxBy(request => request.Taken);
        output.WriteLine($"{_requests} requests; {string.Join(", ", _answers.OrderBy(answer => answer.Key).Select(answer => $"{answer.Key}: {answer.Value}"))}; "
            + $"slowest {slowest.Taken.TotalSeconds:F2} s (seed {slowest.Seed}); resident {before:F0} MB, then {service.ResidentMegabytes:F0} MB");
        Assert.False(service.HasEnded);
        Assert.InRange(service.ResidentMegabytes, 0, before + MostGrowthMegabytes);
    }

    private async Task RunAsync(int seed)
    {
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(client => Task.Run(async () =>
        {
            var requests = new RequestMutator(seed, client);
            for (var i = 0; i < RequestsOfSeed; i++) await TryAsync(requests.Next(), seed);
        })));
        while (_slow.TryTake(out var request)) await TryAloneAsync(request, seed);
    }

    private async Task TryAsync(MutatedRequest request, int seed)
    {
        Interlocked.Increment(ref _requests);
        var start = Stopwatch.GetTimestamp();
        var status = await AnswerAsync(request, seed);
        var taken = Stopwatch.GetElapsedTime(start);
        _answers.AddOrUpdate(status, 1, (_, count) => count + 1);
        if (request.HasMutatedHead) return;
        _taken.Add((taken, seed));
        if (taken > Longest) _slow.Add(request);
    }

    /// <summary>What the service works for a request alone, the least of three times, tells a slow one from a machine that was busy.</summary>
    private async Task TryAloneAsync(MutatedRequest request, int seed)
    {
        var least = TimeSpan.MaxValue;
        for (var i = 0; i < 3 && least > Longest; i++)
        {
            var before = service.ProcessorTime;
            await AnswerAsync(request, seed);
            var worked = service.ProcessorTime - before;
            if (worked < least) least = worked;
        }

        Assert.True(least <= Longest, $"seed {seed}, works {least.TotalSeconds:F1} s for {Convert.ToHexString(request.Bytes)}");
    }

    private async Task<string> AnswerAsync(MutatedRequest request, int seed)
    {
        var answer = await SendAsync(request);
        var statuses = Statuses().Matches(answer).Select(match => match.Groups[1].Value).ToList();
        // 505 tells of a version of HTTP that there is not.
        Assert.True(statuses.All(status => status[0] != '5' || status == "505"), $"seed {seed}: {answer} for {Convert.ToHexString(request.Bytes)}");
        Assert.True(statuses.Count > 0 || request.HasMutatedHead, $"seed {seed}: no answer for {Convert.ToHexString(request.Bytes)}");
        return statuses.FirstOrDefault("none");
    }

    /// <summary>What was answered until the first answer was whole, the server closed, or patience was over.</summary>
    private async Task<string> SendAsync(MutatedRequest request)
    {
        using var patience = new CancellationTokenSource(request.HasMutatedHead ? PatienceWithMutatedHead : TimeSpan.FromSeconds(30));
        using var client = new TcpClient();
        var answer = new StringBuilder();
        try
        {
            await client.ConnectAsync(service.Address.Host, service.Address.Port, patience.Token);
            var stream = client.GetStream();
            var sending = stream.WriteAsync(request.Bytes, patience.Token).AsTask();
            var buffer = new byte[16 * 1024];
            for (int read; !IsWhole(answer) && (read = await stream.ReadAsync(buffer, patience.Token)) > 0;) answer.Append(Encoding.Latin1.GetString(buffer, 0, read));
            await sending.WaitAsync(patience.Token);
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
        {
            // The server refuses what follows an answer, or waits for what the head promises.
        }

        return answer.ToString();
    }

    private static bool IsWhole(StringBuilder answer) => answer.Length > 0 && Whole().IsMatch(answer.ToString());

    [GeneratedRegex(@"^HTTP/1\.1 (\d{3})", RegexOptions.Multiline)]
    private static partial Regex Statuses();

    /// <summary>A final status and the end of its head: what follows tells nothing new.</summary>
    [GeneratedRegex(@"^HTTP/1\.1 [2-5]\d\d[^\0]*?\r\n\r\n", RegexOptions.Multiline)]
    private static partial Regex Whole();
}
