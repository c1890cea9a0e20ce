namespace Pulumi;

/// <summary>A message could not be sent to the engine.</summary>
public class LogException(Exception exception)
    : Exception($"Error occurred during logging: {exception.Message}", exception);
