using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using RoomTypes.LocalStack.Parts;

namespace RoomTypes.LocalStack;

/// <summary>All parts: started one after the other by what needs what, ended the other way round.</summary>
internal static class Stack
{
    /// <summary>Runs them until Ctrl+C, SIGTERM or <c>./run down</c>.</summary>
    /// <param name="options">What runs.</param>
    /// <param name="program">The service's program.</param>
    /// <param name="log">Gets all that they write.</param>
    /// <exception cref="StackException">It cannot run.</exception>
    public static async Task RunAsync(StackOptions options, string program, StackLog log)
    {
        Directory.CreateDirectory(options.Data);
        using var own = Records.Lock(options.Data);
        Records.OfStack(options.Data).Write(Environment.ProcessId);
        await Records.EndLeftoversAsync(options.Data);
        var password = Secrets.Password(options);
        using var service = new Service(options, program, password);
        Part[] servers = [new Postgres(options, password), new Redis(options, password)];
        foreach (var part in servers.Append(service)) RequireFree(part);
        foreach (var part in servers) await part.PrepareAsync();
        if (options.IsSigned) Secrets.MakeKey(options);
        await RunAsync(servers, service, options, log);
        Records.OfStack(options.Data).Delete();
        log.Tell("All has ended.");
    }

    private static async Task RunAsync(Part[] servers, Part service, StackOptions options, StackLog log)
    {
        using var end = new CancellationTokenSource();
        using var endOfServers = new CancellationTokenSource();
        using var interrupt = On(PosixSignal.SIGINT, end);
        using var terminate = On(PosixSignal.SIGTERM, end);
        using var hangup = On(PosixSignal.SIGHUP, end);
        var behind = servers.Select(part => Run(part, options, log, endOfServers.Token)).ToList();
        try
        {
            if (!await IsReadyAsync(behind, end.Token)) return;
            var first = Run(service, options, log, end.Token);
            if (await IsReadyAsync([first], end.Token)) Welcome(options, log);
            await first.Running;
        }
        finally
        {
            await endOfServers.CancelAsync();
            await Task.WhenAll(behind.Select(part => part.Running));
        }
    }

    private static (Task Ready, Task Running) Run(Part part, StackOptions options, StackLog log, CancellationToken end)
    {
        var supervisor = new Supervisor(part, Records.Of(options.Data, part.Name), log);
        return (supervisor.Ready, supervisor.RunAsync(end));
    }

    // False where it is to end before.
    private static async Task<bool> IsReadyAsync(IEnumerable<(Task Ready, Task Running)> parts, CancellationToken end)
    {
        var ready = Task.WhenAll(parts.Select(part => part.Ready));
        var ended = new TaskCompletionSource();
        await using var registration = end.Register(ended.SetResult);
        if (await Task.WhenAny(ready, ended.Task) != ready) return false;
        await ready;
        return true;
    }

    private static PosixSignalRegistration On(PosixSignal signal, CancellationTokenSource end) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        end.Cancel();
    });

    private static void RequireFree(Part part)
    {
        using var listener = new TcpListener(IPAddress.Loopback, part.Port);
        try
        {
            listener.Start();
        }
        catch (SocketException)
        {
            throw new StackException($"Port {part.Port}, {part.Name}'s, is taken; choose another: --{(part is Service ? "" : $"{part.Name}-")}port.");
        }
    }

    private static void Welcome(StackOptions options, StackLog log)
    {
        log.Tell($"Ready: {options.Address} (its API: {options.Address}docs). Ctrl+C ends it; its data stays in {options.Data}.");
        var signed = options.IsSigned ? $" --region local --profile {StackOptions.Profile}" : "";
        log.Tell($"Ask it: {(options.IsSigned ? $"AWS_SHARED_CREDENTIALS_FILE={options.Credentials} " : "")}./run call --url {options.Address}{signed} tests/Fixtures/samples/kitchen_1.jpg");
    }
}
