using Pulumi;
using Pulumi.Aws.AppAutoScaling;
using Pulumi.Aws.AppAutoScaling.Inputs;
using Pulumi.Aws.Lambda;
using Stacks.Configuration;
using LambdaAlias = Pulumi.Aws.Lambda.Alias;

namespace Stacks.Backends.Lambda;

/// <summary>Environments of the alias that are kept warm: a fixed number, or as many as the traffic asks for.</summary>
internal static class WarmEnvironments
{
    private const double UtilizationTarget = 0.7;

    public static void Create(Function function, LambdaAlias live, LambdaSettings lambda)
    {
        if (lambda.ProvisionedConcurrency == 0)
            return;
        var scales = lambda.ProvisionedMax > 0;
        var warm = new ProvisionedConcurrencyConfig(
            "warm",
            new ProvisionedConcurrencyConfigArgs { FunctionName = function.Name, Qualifier = live.Name, ProvisionedConcurrentExecutions = lambda.ProvisionedConcurrency },
            new CustomResourceOptions
            {
                Parent = live,
                // Scaling owns the number: a deployment must not set it back.
                IgnoreChanges = scales ? ["provisionedConcurrentExecutions"] : [],
            });
        if (scales)
            Scale(function, live, lambda, warm);
    }

    private static void Scale(Function function, LambdaAlias live, LambdaSettings lambda, ProvisionedConcurrencyConfig warm)
    {
        var target = new Target(
            "warm",
            new TargetArgs
            {
                ServiceNamespace = "lambda",
                ScalableDimension = "lambda:function:ProvisionedConcurrency",
                ResourceId = Output.Format($"function:{function.Name}:{live.Name}"),
                MinCapacity = lambda.ProvisionedConcurrency,
                MaxCapacity = lambda.ProvisionedMax,
            },
            new CustomResourceOptions { Parent = live, DependsOn = { warm } });
        TargetTracking.Create(
            "warm",
            target,
            new PolicyTargetTrackingScalingPolicyConfigurationArgs
            {
                TargetValue = UtilizationTarget,
                PredefinedMetricSpecification = new PolicyTargetTrackingScalingPolicyConfigurationPredefinedMetricSpecificationArgs { PredefinedMetricType = "LambdaProvisionedConcurrencyUtilization" },
            });
    }
}
