using System.Diagnostics;
using RoomTypes.Inference;
using RoomTypes.Models;

namespace RoomTypes.Recognition;

/// <summary>Loads the models, checks them, warms the workers up, and only then is ready; a failure is told and stays.</summary>
/// <param name="loader">Loads the models.</param>
/// <param name="workers">Runs them.</param>
/// <param name="log">Told when it is ready, or why it never will be.</param>
public sealed class RecognitionService(ModelLoader loader, WorkerPool workers, ILogger<RecognitionService> log) : BackgroundService
{
    private volatile ModelCatalog? _catalog;
    private volatile Exception? _failure;

    /// <summary>Whether requests can be answered.</summary>
    public bool IsReady => _catalog is not null;

    /// <summary>Why requests will never be answered, if so.</summary>
    public string? Failure => _failure?.Message;

    /// <summary>The models.</summary>
    /// <exception cref="ServiceException">They are not loaded yet, or never will be.</exception>
    public ModelCatalog Catalog => _catalog ?? throw new ServiceException(
        ErrorKind.NotReady, _failure is null ? "not_ready" : "model_unavailable", Failure ?? "The models are being loaded. Try again in a second.");

    /// <summary>The workers.</summary>
    public WorkerPool Workers => workers;

    /// <inheritdoc/>
    public override void Dispose()
    {
        workers.Dispose();
        _catalog?.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The server need not wait for the models to start listening.
        await Task.Yield();
        try
        {
            var catalog = await loader.LoadAsync(stoppingToken);
            await workers.StartAsync(catalog);
            _catalog = catalog;
            var sinceStart = DateTime.Now - Process.GetCurrentProcess().StartTime;
            log.Ready(sinceStart.TotalMilliseconds, string.Join(", ", catalog.Sessions.Select(session => session.Registered.Reference)), workers.Workers);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopped while loading.
        }
        catch (Exception exception)
        {
            _failure = exception;
            log.NeverReady(exception.Message, exception);
        }
    }
}
