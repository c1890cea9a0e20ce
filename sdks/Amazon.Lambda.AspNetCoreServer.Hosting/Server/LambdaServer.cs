using Amazon.Lambda.AspNetCoreServer.Hosting.RuntimeApi;
using Amazon.Lambda.Core;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Amazon.Lambda.AspNetCoreServer.Hosting.Server;

/// <summary>
/// Takes the application's requests from the Lambda Runtime API. Polling begins when the whole host has started, since the first poll
/// ends Lambda's init phase: what hosted services load is loaded by then.
/// </summary>
internal sealed class LambdaServer(
    LambdaEnvironment environment, HostingOptions options, IHostApplicationLifetime lifetime, ILogger<LambdaServer> logger) : IServer
{
    private readonly RuntimeApiClient _client = new(environment, TimeProvider.System);
    private readonly CancellationTokenSource _stopping = new();
    private Task _pollers = Task.CompletedTask;

    public IFeatureCollection Features { get; } = new FeatureCollection();

    public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
        where TContext : notnull
    {
        var processor = new InvocationProcessor<TContext>(application, _client, options, TimeProvider.System, logger);
        lifetime.ApplicationStarted.Register(() => _pollers = environment.IsSnapStart ? RestoreAndPollAsync(processor.ProcessAsync) : PollAsync(processor.ProcessAsync));
        return Task.CompletedTask;
    }

    /// <summary>Ends the polls at once and waits for the invocations at hand, until <paramref name="cancellationToken"/> is cancelled.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _pollers.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose()
    {
        _stopping.Dispose();
        _client.Dispose();
    }

    // Nothing is polled before: the first poll ends the init phase, and with it the time for a snapshot.
    private async Task RestoreAndPollAsync(Func<Invocation, Task> process)
    {
        if (await TryAsync(SnapshotRestore.BeforeSnapshotAsync, _client.ReportSnapshotErrorAsync).ConfigureAwait(false)
            && await TryAsync(() => _client.RestoredAsync(_stopping.Token), null).ConfigureAwait(false)
            && await TryAsync(SnapshotRestore.AfterRestoreAsync, _client.ReportRestoreErrorAsync).ConfigureAwait(false))
            await PollAsync(process).ConfigureAwait(false);
    }

    private async Task<bool> TryAsync(Func<Task> step, Func<Exception, Task>? report)
    {
        try
        {
            await step().ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            return false;
        }
        catch (Exception exception)
        {
            logger.SnapshotFailed(exception);
            if (report is not null)
                await report(exception).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            End();
            return false;
        }
    }

    private Task PollAsync(Func<Invocation, Task> process)
    {
        // Handlers that block must not keep polls waiting for a thread: on managed instances Lambda counts the open polls.
        ThreadPool.GetMinThreads(out var workers, out var io);
        ThreadPool.SetMinThreads(Math.Max(workers, environment.MaxConcurrency + Environment.ProcessorCount), io);
        logger.Polling(environment.RuntimeApi, environment.MaxConcurrency);
        return Task.WhenAll(Enumerable.Range(0, environment.MaxConcurrency).Select(_ => Task.Run(() => PollerAsync(process))));
    }

    private async Task PollerAsync(Func<Invocation, Task> process)
    {
        try
        {
            while (!_stopping.IsCancellationRequested)
            {
                using var invocation = await _client.NextAsync(_stopping.Token).ConfigureAwait(false);
                // A process-wide variable can name one trace only.
                if (environment.MaxConcurrency == 1)
                    Environment.SetEnvironmentVariable("_X_AMZN_TRACE_ID", invocation.TraceId);
                await process(invocation).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
        }
        catch (Exception e) when (e is RuntimeApiException or HttpRequestException or IOException)
        {
            logger.RuntimeApiFailed(e);
            End();
        }
    }

    private void End()
    {
        Environment.ExitCode = 1;
        lifetime.StopApplication();
    }
}
