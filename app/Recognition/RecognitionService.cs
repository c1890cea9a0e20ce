using RoomTypes.Experiments.Files;
using RoomTypes.Inference;
using RoomTypes.Models;
using RoomTypes.Telemetry;

namespace RoomTypes.Recognition;

/// <summary>Loads the models and the experiments, checks them, warms the workers up, and only then is ready; a failure is told and stays.</summary>
/// <param name="loader">Loads the models.</param>
/// <param name="workers">Runs them.</param>
/// <param name="assignment">Chooses between them.</param>
/// <param name="log">Told when it is ready, or why it never will be.</param>
public sealed class RecognitionService(ModelLoader loader, WorkerPool workers, ModelAssignment assignment, ILogger<RecognitionService> log)
    : IHostedService, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private readonly CancellationTokenSource _stopping = new();
    private volatile ModelCatalog? _catalog;
    private volatile Exception? _failure;
    private Task? _loading;
    private bool _disposed;

    /// <summary>Whether requests can be answered.</summary>
    public bool IsReady => _catalog is not null;

    /// <summary>Why requests will never be answered, if so.</summary>
    public string? Failure => _failure switch
    {
        null => null,
        // Their messages are for callers too: they name no folder, and nothing that others said.
        ModelUnavailableException or ExperimentFileException => _failure.Message,
        _ => "The models cannot be loaded; the log says why.",
    };

    /// <summary>Why the registry's newest state is not served; null where it is.</summary>
    public string? Refused { get; internal set; }

    /// <summary>The models at this moment: to read what they are, not to run them (see <see cref="HoldAsync"/>).</summary>
    /// <exception cref="ServiceException">They are not loaded yet, or never will be.</exception>
    public ModelCatalog Catalog => _catalog ?? throw new ServiceException(
        ErrorKind.NotReady, Code, Failure ?? "The models are being loaded. Try again in a second.");

    /// <summary>The registry and those of its models that answer, at this moment.</summary>
    /// <exception cref="ServiceException">They are not loaded yet, or never will be.</exception>
    public ServedModels Models
    {
        get
        {
            var catalog = Catalog;
            return new(catalog.Registry, [.. catalog.Sessions.Select(session => session.Registered)]);
        }
    }

    /// <summary>The models that answer.</summary>
    /// <exception cref="ServiceException">They are not loaded yet, or never will be.</exception>
    public IEnumerable<RegisteredModel> Served => Catalog.Sessions.Select(session => session.Registered);

    /// <summary>The model that answers to a name, or name@version.</summary>
    /// <exception cref="ServiceException">None does, or they are not loaded yet.</exception>
    public RegisteredModel RequireServed(string text) =>
        (ModelReference.TryParse(text, out var reference) ? Catalog.Find(reference)?.Registered : null) ?? throw NotServed(text, string.Join(", ", Served.Select(model => model.Reference)));

    /// <summary>The same, once the models are loaded (see <see cref="CatalogAsync"/>).</summary>
    /// <exception cref="ServiceException">None answers to it, or they are not loaded in time.</exception>
    public async ValueTask<RegisteredModel> RequireServedAsync(string text, CancellationToken cancellationToken)
    {
        await CatalogAsync(cancellationToken);
        return RequireServed(text);
    }

    /// <summary>The model that answers when nothing else is asked for, once the models are loaded.</summary>
    /// <exception cref="ServiceException">They are not loaded in time, or never will be.</exception>
    public async ValueTask<RegisteredModel> DefaultAsync(CancellationToken cancellationToken) => (await CatalogAsync(cancellationToken)).Default.Registered;

    /// <summary>The workers.</summary>
    public WorkerPool Workers => workers;

    private string Code => _failure switch
    {
        null => "not_ready",
        ExperimentFileException => "experiments_unavailable",
        _ => "model_unavailable",
    };

    /// <summary>Begins to load the models if that has not begun: the server need not wait for them to start listening.</summary>
    /// <returns>Ends when they are loaded or have failed to.</returns>
    public Task LoadModelsAsync() => _loading ??= Task.Run(LoadOnceAsync);

    /// <summary>The models, once they are loaded: a request of the process's first moments waits up to a second for them.</summary>
    /// <exception cref="ServiceException">They are not loaded in that time, or never will be.</exception>
    public async ValueTask<ModelCatalog> CatalogAsync(CancellationToken cancellationToken)
    {
        if (_catalog is null && _loading is { } loading)
        {
            await Task.WhenAny(loading, Task.Delay(Patience, cancellationToken));
        }

        return Catalog;
    }

    /// <summary>
    /// The same, held: they stay loaded until it is disposed, whatever the registry says meanwhile. A request takes it once, so that all of it is
    /// answered by the models of one moment.
    /// </summary>
    /// <exception cref="ServiceException">They are not loaded in time, or never will be.</exception>
    public async ValueTask<ModelCatalog> HoldAsync(CancellationToken cancellationToken)
    {
        var catalog = await CatalogAsync(cancellationToken);
        // One that nobody holds any more has a follower.
        while (!catalog.TryHold()) catalog = Catalog;
        return catalog;
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _ = LoadModelsAsync();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        if (_loading is { } loading) await loading.WaitAsync(cancellationToken);
    }

    /// <summary>Ends a load that is under way, and waits for its end: a process that exits meanwhile would pull ONNX Runtime from under it.</summary>
    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        _stopping.Cancel();
        _loading?.Wait();
        workers.Dispose();
        _catalog?.Dispose();
        _stopping.Dispose();
    }

    /// <summary>Lets requests that come from now on take these models; those before are unloaded when nobody holds them.</summary>
    internal void Swap(ModelCatalog next)
    {
        var before = _catalog!;
        _catalog = next;
        before.Dispose();
    }

    private static ServiceException NotServed(string text, string served) =>
        new(ErrorKind.NotFound, "model_unknown", $"The model {Quote.Of(text)} is not served. Served are {served}.") { Value = text, Limit = served };

    private void TellReady(ModelCatalog catalog)
    {
        var (started, built, ready) = StartTimes.Read();
        log.Ready(ready, started, built, string.Join(", ", catalog.Sessions.Select(session => session.Registered.Reference)), workers.Workers);
    }

    private async Task LoadOnceAsync()
    {
        try
        {
            assignment.Load();
            var catalog = await loader.LoadAsync(_stopping.Token);
            workers.Start(catalog);
            _catalog = catalog;
            StartTimes.Ready();
            // Requests wait for this method's end; they need not wait for the log.
            ThreadPool.UnsafeQueueUserWorkItem(TellReady, catalog, preferLocal: false);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
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

/// <summary>A registry and the models of it that answer.</summary>
/// <param name="Registry">All models there are.</param>
/// <param name="Served">Those that are loaded.</param>
public sealed record ServedModels(ModelRegistry Registry, IReadOnlyList<RegisteredModel> Served);
