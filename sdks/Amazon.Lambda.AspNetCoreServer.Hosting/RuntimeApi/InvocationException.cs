namespace Amazon.Lambda.AspNetCoreServer.Hosting.RuntimeApi;

/// <summary>An invocation that has no HTTP answer and is reported to Lambda as failed.</summary>
/// <param name="errorType">As Lambda groups errors, such as <c>Function.ResponseSizeTooLarge</c>.</param>
/// <param name="message">What was wrong, what is allowed, how to fix it.</param>
/// <param name="inner">The cause, if there is one.</param>
internal sealed class InvocationException(string errorType, string message, Exception? inner = null) : Exception(message, inner)
{
    public string ErrorType { get; } = errorType;
}
