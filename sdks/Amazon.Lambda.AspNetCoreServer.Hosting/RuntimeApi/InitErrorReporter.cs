namespace Amazon.Lambda.AspNetCoreServer.Hosting.RuntimeApi;

/// <summary>Tells Lambda why the process ended before it could take an invocation.</summary>
internal sealed class InitErrorReporter(LambdaEnvironment environment)
{
    /// <summary>
    /// Reports an exception that nothing caught. A host that fails to start throws out of the program, so this sees every failed start:
    /// options, model, pipeline. After the first poll Lambda refuses the report, and the crash is an error of the invocations at hand.
    /// </summary>
    public void ReportUnhandledExceptions() =>
        AppDomain.CurrentDomain.UnhandledException += (_, e) =>
        {
            if (e.ExceptionObject is Exception exception)
                TryReport(exception);
        };

    /// <summary>Posts to <c>/runtime/init/error</c>; blocks until that is done, since the process is about to end.</summary>
    public void TryReport(Exception exception)
    {
        try
        {
            using var client = new RuntimeApiClient(environment, TimeProvider.System);
            client.ReportInitError(exception);
        }
        catch (HttpRequestException)
        {
            // The process ends with the first exception; that its report failed too adds nothing.
        }
    }
}
