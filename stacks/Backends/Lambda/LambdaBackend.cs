using Pulumi;
using Pulumi.Aws.CloudWatch;
using Pulumi.Aws.Lambda;
using Pulumi.Aws.Lambda.Inputs;

namespace Stacks.Backends.Lambda;

/// <summary>The service as a function: it runs the image, under a role of its own, and logs to a group of its own.</summary>
public sealed class LambdaBackend : ComponentResource
{
    /// <summary>Provisions the function and what it needs.</summary>
    public LambdaBackend(string name, LambdaBackendArgs args, ComponentResourceOptions? options = null)
        : base("room-type:backends:LambdaBackend", name, options)
    {
        ArgumentNullException.ThrowIfNull(args);
        var child = new CustomResourceOptions { Parent = this };
        var logs = new LogGroup("room-type", new LogGroupArgs { RetentionInDays = args.LogRetentionDays }, child);
        var role = FunctionRole.Create("room-type", logs, this);
        var function = new Function(
            "room-type",
            new FunctionArgs
            {
                PackageType = "Image",
                ImageUri = args.ImageUri,
                Architectures = { "arm64" },
                MemorySize = args.MemoryMb,
                Timeout = args.TimeoutSeconds,
                Role = role.Arn,
                LoggingConfig = new FunctionLoggingConfigArgs { LogFormat = "JSON", LogGroup = logs.Name },
            },
            child);

        FunctionName = function.Name;
        FunctionArn = function.Arn;
        RegisterOutputs(new Dictionary<string, object?> { ["functionName"] = FunctionName, ["functionArn"] = FunctionArn });
    }

    /// <summary>The function's name.</summary>
    public Output<string> FunctionName { get; }

    /// <summary>The function's ARN.</summary>
    public Output<string> FunctionArn { get; }
}
