using System.Diagnostics;
using Pulumi;
using Stacks.Backends.Ec2;
using Stacks.Backends.Eks;
using Stacks.Backends.Fargate;
using Stacks.Backends.Lambda;
using Stacks.Backends.SageMaker;
using Stacks.Configuration;

namespace Stacks.Backends;

/// <summary>The backend that the configuration names.</summary>
internal static class BackendFactory
{
    public static IBackend Create(BackendContext context, ComponentResourceOptions options) => context.Settings.Backend switch
    {
        BackendKind.Lambda => new LambdaBackend("lambda", context, options),
        BackendKind.Fargate => new FargateBackend("fargate", context, options),
        BackendKind.Eks => new EksBackend("eks", context, options),
        BackendKind.Ec2 => new Ec2Backend("ec2", context, options),
        BackendKind.SageMaker => new SageMakerBackend("sagemaker", context, options),
        _ => throw new UnreachableException(),
    };
}
