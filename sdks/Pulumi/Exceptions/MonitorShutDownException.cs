namespace Pulumi;

/// <summary>A call came too late, as the engine has shut its monitor down: it has failed or was stopped, and has told why.</summary>
internal sealed class MonitorShutDownException(Exception inner) : Exception($"The engine has shut its resource monitor down: {inner.Message}", inner)
{
    /// <summary>Whether <paramref name="exception"/> is or follows from such a call.</summary>
    public static bool IsCauseOf(Exception? exception)
        => exception is not null && (exception is MonitorShutDownException || IsCauseOf(exception.InnerException));
}
