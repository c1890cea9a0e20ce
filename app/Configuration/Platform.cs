namespace RoomTypes.Configuration;

/// <summary>What the process runs on.</summary>
internal static class Platform
{
    /// <summary>Whether the process is a Lambda function.</summary>
    public static bool IsLambda { get; } = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("AWS_LAMBDA_RUNTIME_API"));
}
