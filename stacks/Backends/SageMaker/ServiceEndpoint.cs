using Pulumi;
using Pulumi.Aws.CloudWatch;
using Pulumi.Aws.Sagemaker;
using Pulumi.Aws.Sagemaker.Inputs;
using Stacks.Configuration;

namespace Stacks.Backends.SageMaker;

/// <summary>The endpoint, and the configuration that says what answers there: one variant, as a request's variation is its entity's and not chance's.</summary>
internal static class ServiceEndpoint
{
    /// <summary>The one variant. A new version keeps the name: SageMaker moves requests only between variants of the same name.</summary>
    public const string Variant = "live";

    // Models are loaded within a second; what is left is the start of the container.
    private const int StartSeconds = 300;

    /// <summary>
    /// Whether configurations and models stay in the account when the stack has others: the endpoint uses those before until the command of
    /// a release has moved it, and goes back to them on an alarm. They cost nothing; ./run deploy removes what is no longer used.
    /// </summary>
    public static bool OutlivesItsUpdate(Settings settings) => settings.Release.CanaryPercent > 0;

    /// <summary>A configuration, under a name that SageMaker has not seen yet: none of one can change, and the next is there before this one goes.</summary>
    public static EndpointConfiguration Configure(BackendContext context, Model model, Resource parent)
    {
        var settings = context.Settings;
        var args = new EndpointConfigurationArgs { ProductionVariants = { VariantOf(settings, model) } };
        // Of the disks of instances; SageMaker's own machines have none to encrypt.
        if (!settings.SageMaker.Serverless)
            args.KmsKeyArn = context.KeyArn;
        return new EndpointConfiguration("room-type", args, new CustomResourceOptions { Parent = parent, RetainOnDelete = OutlivesItsUpdate(settings) });
    }

    /// <summary>The endpoint.</summary>
    public static Endpoint Create(Settings settings, EndpointConfiguration config, LogGroup logs, Resource parent) => new(
        "room-type",
        new EndpointArgs { Name = settings.SageMaker.EndpointNameFor(settings.Service.Architecture), EndpointConfigName = config.Name },
        new CustomResourceOptions
        {
            Parent = parent,
            // SageMaker would make the log group itself, without an end and without the key.
            DependsOn = { logs },
            // The command of a release moves the endpoint to another configuration: an update of the stack must not.
            IgnoreChanges = OutlivesItsUpdate(settings) ? ["endpointConfigName"] : [],
        });

    private static EndpointConfigurationProductionVariantArgs VariantOf(Settings settings, Model model)
    {
        var endpoint = settings.SageMaker;
        var variant = new EndpointConfigurationProductionVariantArgs { VariantName = Variant, ModelName = model.Name, InitialVariantWeight = 1 };
        if (endpoint.Serverless)
        {
            var processes = new EndpointConfigurationProductionVariantServerlessConfigArgs { MaxConcurrency = endpoint.ServerlessConcurrency, MemorySizeInMb = endpoint.ServerlessMemoryMb };
            if (endpoint.ServerlessProvisioned > 0)
                processes.ProvisionedConcurrency = endpoint.ServerlessProvisioned;
            variant.ServerlessConfig = processes;
            return variant;
        }

        variant.InstanceType = endpoint.InstanceTypeFor(settings.Service.Architecture);
        variant.InitialInstanceCount = endpoint.MinInstances;
        variant.ContainerStartupHealthCheckTimeoutInSeconds = StartSeconds;
        // To whom is least busy: what decodes large pictures is not given more of them.
        variant.RoutingConfigs = [new EndpointConfigurationProductionVariantRoutingConfigArgs { RoutingStrategy = "LEAST_OUTSTANDING_REQUESTS" }];
        return variant;
    }
}
