using System.Runtime.InteropServices;
using RoomTypes.Configuration;

namespace RoomTypes.Hosting;

/// <summary>
/// The end of the process: SIGTERM or SIGINT takes readiness down, requests are still taken for the drain time while load balancers
/// notice, accepted ones have the grace time to finish, and the exit code is 0. A second signal ends it at once.
/// </summary>
internal static class Shutdown
{
    /// <summary>Registers the drain time, the grace time and the second signal.</summary>
    public static void AddShutdown(this IServiceCollection services, HttpOptions options)
    {
        services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(options.DrainSeconds + options.GraceSeconds));
        services.AddHostedService<SecondSignal>();
        services.AddHostedService<Drain>();
    }

    /// <summary>Asks clients for new connections from the stop signal on, so that none is kept when the server closes them.</summary>
    public static void UseConnectionDraining(this WebApplication app) => app.Use((context, next) =>
    {
        if (app.Lifetime.ApplicationStopping.IsCancellationRequested) context.Response.Headers.Connection = "close";
        return next(context);
    });

    /// <summary>Delays the stop of the server, which would refuse connections at once.</summary>
    private sealed class Drain(ServiceOptions options, TimeProvider time) : IHostedLifecycleService
    {
        public Task StoppingAsync(CancellationToken cancellationToken) =>
            Task.Delay(TimeSpan.FromSeconds(options.Http.DrainSeconds), time, cancellationToken);

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
