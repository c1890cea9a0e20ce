using System.Diagnostics;
using RoomTypes.Experiments;
using RoomTypes.Experiments.Files;
using RoomTypes.Inference;
using RoomTypes.Models;

namespace RoomTypes.Recognition;

/// <summary>Loads the models and the experiments, checks them, warms the workers up, and only then is ready; a failure is told and stays.</summary>
/// <param name="loader">Loads the models.</param>
/// <param name="workers">Runs them.</param>
/// <param name="assignment">Chooses between them.</param>
/// <param name="log">Told when it is ready, or why it never will be.</param>
public sealed class RecognitionService(ModelLoader loader, WorkerPool workers, ModelAssignment assignment, ILogger<RecognitionService> log) : BackgroundService
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
        ErrorKind.NotReady, Code, Failure ?? "The models are being loaded. Try again in a second.");

    /// <summary>The workers.</summary>
    public WorkerPool Workers => workers;

    private string Code => _failure switch
    {
        null => "not_ready",
        ExperimentFileException => "experiments_unavailable",
        _ => "model_unavailable",
    };

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
            assignment.Load();
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
