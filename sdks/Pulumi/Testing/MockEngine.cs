using Pulumirpc;

namespace Pulumi.Testing;

/// <summary>Collects the errors that a program logs.</summary>
internal sealed class MockEngine : IEngine
{
    // The logger sends one message at a time.
    public List<string> Errors { get; } = [];

    public Task LogAsync(LogRequest request)
    {
        if (request.Severity == LogSeverity.Error)
            Errors.Add(request.Message);
        return Task.CompletedTask;
    }
}
