using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace RoomTypes.Benchmarks;

/// <summary>The published service as a process of its own.</summary>
internal sealed partial class PublishedService : IDisposable
{
    private readonly Process _process;

    // Events are kept as in production, but not in the user's own store.
    private readonly string _events;

    private PublishedService(ProcessStartInfo info, int port, string events) => (_process, Port, _events) = (new Process { StartInfo = info }, port, events);

    public int Port { get; }

    /// <summary>Resident memory in MB, and its highest value so far.</summary>
    public (double Now, double Peak) ResidentMegabytes
    {
        get
        {
            var status = File.ReadAllLines($"/proc/{_process.Id}/status");
            return (Kilobytes(status, "VmRSS:") / 1024, Kilobytes(status, "VmHWM:") / 1024);
        }
    }

    /// <summary>When the start passed which point, in milliseconds, as the service's own log has it.</summary>
    public StartPhases Phases
    {
        get
        {
            while (_process.StandardOutput.ReadLine() is { } line)
            {
                if (StartPhases.Parse(line) is { } phases) return phases;
            }

            throw new InvalidOperationException("The service did not tell when it was ready.");
        }
    }

    /// <summary>Starts it and sends a picture again and again until it is recognised.</summary>
    /// <param name="folder">Where it was published to.</param>
    /// <param name="firstAnswer">From the start of the process to the first recognised picture.</param>
    /// <param name="settings">Further settings as --key=value.</param>
    public static PublishedService Start(string folder, out TimeSpan firstAnswer, params string[] settings) => Start(folder, [], out firstAnswer, settings);

    /// <summary>Starts it on one core, which leaves the others to its clients.</summary>
    /// <param name="folder">Where it was published to.</param>
    public static PublishedService StartOnOneCore(string folder) => Start(folder, ["taskset", "--cpu-list", "0"], out _, []);

    private static PublishedService Start(string folder, string[] runner, out TimeSpan firstAnswer, string[] settings)
    {
        var (port, events) = (FreePort(), Directory.CreateTempSubdirectory("room-type-bench-").FullName);
        string[] program = [.. runner, Path.Combine(folder, "RoomTypes")];
        var info = new ProcessStartInfo(
            program[0],
            [
                .. program[1..], "--urls", $"http://127.0.0.1:{port}", "--Logging:LogLevel:Default=Warning", "--Logging:LogLevel:RoomTypes.Recognition=Information",
                "--RoomType:Events:Store=sqlite", $"--RoomType:Events:File={events}/events.db",
                // The same pictures again and again: what is measured is the work.
                "--RoomType:Cache:Level=none", .. settings,
            ]);
        return StartAndAsk(new PublishedService(info, port, events), out firstAnswer);
    }

    /// <summary>Starts its peer in Node, with the models of the same folder.</summary>
    public static PublishedService StartPeer(string script, string folder, out TimeSpan firstAnswer)
    {
        var port = FreePort();
        var events = Directory.CreateTempSubdirectory("room-type-bench-").FullName;
        return StartAndAsk(new PublishedService(new ProcessStartInfo("node", [script, Path.Combine(folder, "models"), $"{port}"]), port, events), out firstAnswer);
    }

    private static PublishedService StartAndAsk(PublishedService service, out TimeSpan firstAnswer)
    {
        var request = Connection.Post(Pipeline.Pictures[0]);
        service._process.StartInfo.RedirectStandardOutput = true;
        var start = Stopwatch.GetTimestamp();
        service._process.Start();
        try
        {
            while (!Listens(service.Port) || Try(service.Port, request) != 200)
            {
                if (service._process.HasExited) throw new InvalidOperationException("The service ended: " + service._process.StandardOutput.ReadToEnd());
                Thread.Sleep(1);
            }
        }
        catch
        {
            service.Dispose();
            throw;
        }

        firstAnswer = Stopwatch.GetElapsedTime(start);
        return service;
    }

    /// <summary>Ends it by SIGTERM, and gives its exit code.</summary>
    public int Terminate()
    {
        const int SigTerm = 15;
        if (Kill(_process.Id, SigTerm) != 0) throw new InvalidOperationException("The service cannot be signalled.");
        _process.WaitForExit();
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        Directory.Delete(_events, recursive: true);
    }

    // Without an exception for each time that it does not: they would take time from the start on the same cores.
    private static bool Listens(int port)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        using var connected = new ManualResetEventSlim();
        using var connect = new SocketAsyncEventArgs { RemoteEndPoint = new IPEndPoint(IPAddress.Loopback, port) };
        connect.Completed += (_, _) => connected.Set();
        if (socket.ConnectAsync(connect)) connected.Wait();
        return connect.SocketError == SocketError.Success;
    }

    private static int Try(int port, byte[] request)
    {
        try
        {
            using var connection = new Connection(port);
            return connection.Send(request);
        }
        catch (SocketException)
        {
            return 0;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);

    private static double Kilobytes(string[] status, string name) =>
        double.Parse(status.First(line => line.StartsWith(name, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)[1], CultureInfo.InvariantCulture);
}
