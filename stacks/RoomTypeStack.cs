using Pulumi;
using Stacks.Backends.Lambda;
using Stacks.Configuration;
using Stacks.Registry;

namespace Stacks;

/// <summary>The service in one environment: its images, and the backend that runs them.</summary>
public sealed class RoomTypeStack : Stack
{
    /// <summary>Provisions what the stack's configuration asks for.</summary>
    /// <exception cref="RunException">The configuration is wrong; the message holds every fault.</exception>
    public RoomTypeStack()
    {
        var settings = Settings.Load();
        var provider = TaggingProvider.Create(settings);
        var registry = new ImageRegistry("registry", new ComponentResourceOptions { Providers = { provider } });
        var backend = new LambdaBackend(
            "lambda",
            new LambdaBackendArgs
            {
                ImageUri = registry.UriOf(settings.ImageDigest),
                MemoryMb = settings.LambdaMemoryMb,
                TimeoutSeconds = settings.LambdaTimeoutSeconds,
                LogRetentionDays = settings.LogRetentionDays,
            },
            new ComponentResourceOptions { Providers = { provider } });

        RepositoryUrl = registry.RepositoryUrl;
        FunctionName = backend.FunctionName;
        FunctionArn = backend.FunctionArn;
    }

    /// <summary>Where images are pushed to.</summary>
    [Output("repositoryUrl")]
    public Output<string> RepositoryUrl { get; private set; }

    /// <summary>The function's name.</summary>
    [Output("functionName")]
    public Output<string> FunctionName { get; private set; }

    /// <summary>The function's ARN.</summary>
    [Output("functionArn")]
    public Output<string> FunctionArn { get; private set; }
}
