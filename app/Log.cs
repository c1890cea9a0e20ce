namespace RoomTypes;

/// <summary>Every log message of the service. No entity ids, no picture bytes, no secrets.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Ready after {Milliseconds:0} ms (runtime started at {Started:0}, host built at {Built:0}): {Models} on {Workers} workers")]
    public static partial void Ready(this ILogger log, double milliseconds, double started, double built, string models, int workers);

    [LoggerMessage(2, LogLevel.Critical, "Never ready: {Reason}")]
    public static partial void NeverReady(this ILogger log, string reason, Exception exception);

    [LoggerMessage(3, LogLevel.Warning, "Download of {Address} failed, attempt {Attempt} of {Attempts}: {Reason}")]
    public static partial void DownloadFailed(this ILogger log, string address, int attempt, int attempts, string reason);

    [LoggerMessage(4, LogLevel.Error, "Request {RequestId} failed")]
    public static partial void RequestFailed(this ILogger log, string requestId, Exception exception);

    [LoggerMessage(5, LogLevel.Debug, "Request {RequestId} refused: {Code}")]
    public static partial void RequestRefused(this ILogger log, string requestId, string code);

    [LoggerMessage(6, LogLevel.Error, "A worker met an error it did not expect")]
    public static partial void WorkerFailed(this ILogger log, Exception exception);

    [LoggerMessage(7, LogLevel.Warning, "A picture could not be fetched from {Bucket}: {Reason}")]
    public static partial void PictureFetchFailed(this ILogger log, string bucket, string reason);

    [LoggerMessage(8, LogLevel.Warning, "Telemetry could not be sent to {Reason}")]
    public static partial void TelemetryNotSent(this ILogger log, string reason);

    [LoggerMessage(9, LogLevel.Information, "The access keys of {Path} have changed and are in force")]
    public static partial void SignatureKeysReloaded(this ILogger log, string path);

    [LoggerMessage(10, LogLevel.Error, "The access keys of {Path} have changed and cannot be used; those before stay in force: {Reason}")]
    public static partial void SignatureKeysNotReloaded(this ILogger log, string path, string reason);

    [LoggerMessage(11, LogLevel.Warning, "The shared cache fails: {Reason}. Answers are kept in memory alone meanwhile")]
    public static partial void SharedCacheFailed(this ILogger log, string reason);

    [LoggerMessage(60, LogLevel.Information, "The registry has changed: {Models} are loaded and {Default} answers, after {Milliseconds:0} ms")]
    public static partial void ModelsSwapped(this ILogger log, string models, string @default, double milliseconds);

    [LoggerMessage(61, LogLevel.Error, "The registry has changed and cannot be served; the models before stay: {Reason}")]
    public static partial void ModelsNotSwapped(this ILogger log, string reason, Exception? exception);

    [LoggerMessage(40, LogLevel.Information, "The experiments of {Path} have changed and are in force")]
    public static partial void ExperimentsReloaded(this ILogger log, string path);

    [LoggerMessage(41, LogLevel.Error, "The experiments of {Path} have changed and cannot be used; those before stay in force: {Reason}")]
    public static partial void ExperimentsNotReloaded(this ILogger log, string path, string reason);

    [LoggerMessage(50, LogLevel.Information, "Experiment {Experiment} of {Path} was changed by the API: {Change}")]
    public static partial void ExperimentChanged(this ILogger log, string experiment, string path, string change);

    [LoggerMessage(42, LogLevel.Warning, "The source of variations, {Source}, fails: {Reason}. Entities without a known variation get the default")]
    public static partial void VariationSourceFailed(this ILogger log, string source, string reason);

    [LoggerMessage(48, LogLevel.Information, "Run {Run} of AppConfig's experiment {Experiment} is the plan now")]
    public static partial void ExperimentRunRead(this ILogger log, int run, string experiment);

    [LoggerMessage(49, LogLevel.Error, "AppConfig's experiment run cannot be read: {Reason}. Results are judged by what was read before, or by the experiments file")]
    public static partial void ExperimentRunNotRead(this ILogger log, string reason);

    [LoggerMessage(43, LogLevel.Error, "Variation {Variation} of feature {Feature} names the model '{Model}', which is not served; the production model answers")]
    public static partial void VariationNamesNoModel(this ILogger log, string variation, string feature, string model);

    [LoggerMessage(45, LogLevel.Error, "Shadow {Shadow} of feature {Feature} names the model '{Model}', which is not served; it sees nothing")]
    public static partial void ShadowNamesNoModel(this ILogger log, string shadow, string feature, string model);

    [LoggerMessage(46, LogLevel.Error, "Shadow {Shadow} failed; its answer is left out")]
    public static partial void ShadowFailed(this ILogger log, string shadow, Exception exception);

    [LoggerMessage(47, LogLevel.Warning, "Shadow {Shadow} sees nothing here: a Lambda function stands still once the answer has gone. Run the service on Fargate or EKS for the time of the comparison")]
    public static partial void ShadowCannotRun(this ILogger log, string shadow);

    [LoggerMessage(44, LogLevel.Error, "The split of experiment {Experiment} is broken (p = {PValue}): its results must not be trusted", EventName = "SampleRatioMismatch")]
    public static partial void SampleRatioMismatch(this ILogger log, string experiment, double pValue);

    [LoggerMessage(20, LogLevel.Error, "{Events} events could not be written; trying again: {Reason}")]
    public static partial void EventsNotWritten(this ILogger log, int events, string reason);

    [LoggerMessage(24, LogLevel.Error, "An event cannot be kept, and others are: {Reason}")]
    public static partial void EventRefused(this ILogger log, string reason);

    [LoggerMessage(25, LogLevel.Warning, "The event store's file {File} was moved or deleted; a new one is begun")]
    public static partial void EventFileMoved(this ILogger log, string file);

    [LoggerMessage(26, LogLevel.Error, "The event store cannot be read: {Reason}")]
    public static partial void EventsNotRead(this ILogger log, string reason);

    [LoggerMessage(21, LogLevel.Warning, "{Events} events were dropped since the start: they come faster than the store takes them")]
    public static partial void EventsDropped(this ILogger log, long events);

    [LoggerMessage(27, LogLevel.Warning, "{Events} events are lost: the process ended before the store had taken them")]
    public static partial void EventsAbandoned(this ILogger log, int events);

    [LoggerMessage(22, LogLevel.Information, "{Events} events older than {Days} days were deleted")]
    public static partial void EventsForgotten(this ILogger log, long events, int days);

    [LoggerMessage(28, LogLevel.Information, "{Embeddings} embeddings older than {Days} days were deleted")]
    public static partial void EmbeddingsForgotten(this ILogger log, long embeddings, int days);

    [LoggerMessage(29, LogLevel.Warning, "{Model} sees other pictures than in its first days: so after {Predictions} predictions, most in {Strongest} (evidence e^{LogEvidence:0.0})")]
    public static partial void DriftSeen(this ILogger log, string model, int predictions, string strongest, double logEvidence);

    [LoggerMessage(30, LogLevel.Warning, "Whether {Model} sees other pictures than in its first days is not known: {Reason}")]
    public static partial void DriftNotSeen(this ILogger log, string model, string reason);

    [LoggerMessage(31, LogLevel.Error, "The event lake takes nothing; objects wait in {Folder}: {Reason}")]
    public static partial void LakeDown(this ILogger log, string reason, string folder);

    [LoggerMessage(32, LogLevel.Information, "The event lake has taken the {Objects} objects that waited for it")]
    public static partial void LakeUp(this ILogger log, int objects);

    [LoggerMessage(23, LogLevel.Warning, "Old events could not be deleted: {Reason}")]
    public static partial void EventsNotForgotten(this ILogger log, string reason);
}
