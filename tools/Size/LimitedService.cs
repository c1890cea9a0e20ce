using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace RoomTypes.Size;

/// <summary>The published service under a CPU limit.</summary>
public sealed class LimitedService : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly CpuLimit _limit;
    private readonly Process _process;

    private LimitedService(CpuLimit limit, Process process, Uri address) => (_limit, _process, Address) = (limit, process, address);

    /// <summary>Where pictures go.</summary>
    public Uri Address { get; }

    /// <summary>Processor time so far.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>The highest resident memory so far.</summary>
    public double PeakMegabytes => File.ReadLines($"/proc/{_process.Id}/status")
        .Where(line => line.StartsWith("VmHWM:", StringComparison.Ordinal))
        .Select(line => double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)[1], CultureInfo.InvariantCulture) / 1024)
        .Single();

    /// <summary>Starts it and waits until it is ready.</summary>
    /// <param name="program">The program.</param>
    /// <param name="vcpus">Its CPU.</param>
    /// <param name="client">Asks whether it is ready.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="SizeException">It does not start.</exception>
    public static async Task<LimitedService> StartAsync(string program, double vcpus, HttpClient client, CancellationToken cancellationToken)
    {
        var (limit, address) = (CpuLimit.Of(vcpus), $"http://127.0.0.1:{FreePort()}");
        var process = new Process
        {
            StartInfo = limit.Start(program, "--urls", address, "--Logging:LogLevel:Default=Warning", "--RoomType:Events:Store=none", $"--RoomType:Inference:Workers={Math.Ceiling(vcpus):0}"),
        };
        process.Start();
        var service = new LimitedService(limit, process, new Uri($"{address}/v1/recognize"));
        try
        {
            for (var start = Stopwatch.GetTimestamp(); !await IsReadyAsync(client, address, cancellationToken); await Task.Delay(20, cancellationToken))
            {
                if (process.HasExited || Stopwatch.GetElapsedTime(start) > Patience) throw new SizeException($"{program} was not ready within {Patience.TotalSeconds:0} seconds on {vcpus} vCPUs.");
            }

            return service;
        }
        catch
        {
            service.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _limit.Dispose();
    }

    private static async Task<bool> IsReadyAsync(HttpClient client, string address, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await client.GetAsync($"{address}/health/ready", cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
