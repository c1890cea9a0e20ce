using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Hosting.Server;

namespace RoomTypes.Hosting;

/// <summary>
/// The end of the process: SIGTERM or SIGINT takes readiness down; requests are still taken for the drain time while load balancers
/// notice; then no connection is let in any more, and accepted requests have the grace time to finish, of which the last part is for
/// events. The exit code is 0. Whatever has not ended by then is cut off. A second signal ends the process at once.
/// </summary>
internal static partial class Shutdown
{
    private const int CutOffExitCode = 1;

    /// <summary>Registers the drain time, the grace time and the second signal.</summary>
    public static void AddShutdown(this IServiceCollection services, ShutdownOptions options)
    {
        services.AddSingleton(options);
        services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(options.DrainSeconds) + Grace(options, 0.95));
        services.AddHostedService<SecondSignal>();
        services.AddSingleton<Listeners>();
        services.AddSingleton<Connections>();
        services.AddHostedService<Drain>();
    }

    /// <summary>Ends the process when its time is over, whatever still runs: a database that is locked, a picture that takes long. For processes that are the service alone.</summary>
    public static void EndInTime(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<ShutdownOptions>();
        app.Lifetime.ApplicationStopping.Register(() => new Thread(() =>
        {
            Thread.Sleep(TimeSpan.FromSeconds(options.DrainSeconds) + Grace(options, 0.99));
            Console.Error.WriteLine($"The grace time of {options.GraceSeconds} seconds is over: what still ran was cut off.");
            // Not by .NET's exit, which waits for others and pulls native libraries from under threads that are in them.
            EndProcess(CutOffExitCode);
        }) { IsBackground = true }.Start());
    }

    /// <summary>Asks clients for new connections from the stop signal on, so that none is kept when the server closes them.</summary>
    public static void UseConnectionDraining(this WebApplication app) => app.Use((context, next) =>
    {
        if (app.Lifetime.ApplicationStopping.IsCancellationRequested) context.Response.Headers.Connection = "close";
        return next(context);
    });

    private static TimeSpan Grace(ShutdownOptions options, double part) => TimeSpan.FromSeconds(options.GraceSeconds * part);

    [LibraryImport("libc", EntryPoint = "_exit")]
    private static partial void EndProcess(int code);

    /// <summary>Delays the stop of the server, which would refuse connections at once.</summary>
    private sealed class Drain(ShutdownOptions options, TimeProvider time, IServer server, Listeners listeners, Connections connections) : IHostedLifecycleService
    {
        /// <summary>For handshakes that are under way.</summary>
        private static readonly TimeSpan Handshake = TimeSpan.FromMilliseconds(200);

        /// <summary>For the request of a connection that was let in last.</summary>
        private static readonly TimeSpan FirstRequest = TimeSpan.FromSeconds(1);

        private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);

        public async Task StoppingAsync(CancellationToken cancellationToken)
        {
            await Task.Delay(TimeSpan.FromSeconds(options.DrainSeconds), time, cancellationToken);
            // The last part of the grace time is for events.
            using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            end.CancelAfter(Grace(options, 0.85));
            if (listeners.LetNobodyIn()) await LetInAsync(end.Token);
            await server.StopAsync(end.Token);
        }

        /// <summary>Waits until those who were let in have been accepted and have sent their request.</summary>
        private async Task LetInAsync(CancellationToken cancellationToken)
        {
            var start = time.GetTimestamp();
            while (time.GetElapsedTime(start) is var waited && !cancellationToken.IsCancellationRequested
                && (waited < Handshake || (waited < FirstRequest && (listeners.HasWaiting || connections.Silent > 0))))
            {
                await Task.Delay(Look, time, CancellationToken.None);
            }
        }

        public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    /// <summary>The host takes every signal as the first one; the operator who sends another does not want to wait.</summary>
    private sealed class SecondSignal : IHostedService, IDisposable
    {
        private readonly List<PosixSignalRegistration> _registrations = [];
        private int _signals;

        public Task StartAsync(CancellationToken cancellationToken)
        {
            _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Count(context, 15)));
            _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Count(context, 2)));
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public void Dispose()
        {
            foreach (var registration in _registrations) registration.Dispose();
        }

        // 128 + the signal's number, as shells report it.
        private void Count(PosixSignalContext context, int number)
        {
            context.Cancel = true;
            if (Interlocked.Increment(ref _signals) > 1) Environment.Exit(128 + number);
        }
    }
}
