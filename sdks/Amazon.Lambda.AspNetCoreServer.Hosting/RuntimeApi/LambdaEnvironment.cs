using System.Globalization;

namespace Amazon.Lambda.AspNetCoreServer.Hosting.RuntimeApi;

/// <summary>What Lambda tells the process through environment variables.</summary>
/// <param name="RuntimeApi">Host and port of the Runtime API (AWS_LAMBDA_RUNTIME_API).</param>
/// <param name="MaxConcurrency">Invocations at once, at least 1 (AWS_LAMBDA_MAX_CONCURRENCY, set on Lambda Managed Instances only).</param>
/// <param name="IsSnapStart">Whether Lambda takes a snapshot of the process when it has started (AWS_LAMBDA_INITIALIZATION_TYPE is snap-start).</param>
internal sealed record LambdaEnvironment(string RuntimeApi, int MaxConcurrency = 1, bool IsSnapStart = false)
{
    /// <summary>Nothing outside Lambda. AWS_LAMBDA_RUNTIME_API is what makes a process a Lambda runtime: without it there is nobody to poll.</summary>
    /// <exception cref="InvalidOperationException">AWS_LAMBDA_MAX_CONCURRENCY is no positive whole number.</exception>
    public static LambdaEnvironment? Read(Func<string, string?> variable)
    {
        var runtimeApi = variable("AWS_LAMBDA_RUNTIME_API");
        return string.IsNullOrEmpty(runtimeApi) ? null : new(
            runtimeApi, Concurrency(variable("AWS_LAMBDA_MAX_CONCURRENCY")), variable("AWS_LAMBDA_INITIALIZATION_TYPE") == "snap-start");
    }

    private static int Concurrency(string? value)
    {
        if (string.IsNullOrEmpty(value))
            return 1;
        return int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var concurrency) && concurrency > 0
            ? concurrency
            : throw new InvalidOperationException($"AWS_LAMBDA_MAX_CONCURRENCY is '{value}'; it must be a whole number from 1, or unset.");
    }
}
