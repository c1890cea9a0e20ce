using Pulumi;
using Pulumi.Aws.Lambda;
using Pulumi.Aws.Lambda.Inputs;
using Stacks.Configuration;
using Stacks.Conventions;
using Stacks.Iam;
using Stacks.Network;

namespace Stacks.Backends.Lambda;

/// <summary>Instances in the account on which Lambda runs the function: several requests at once in one environment, none of them cold.</summary>
/// <remarks>https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances.html</remarks>
internal sealed class ManagedCapacity : ComponentResource
{
    private const int CpuTarget = 50;

    private readonly Output<string> _provider;

    public ManagedCapacity(string name, BackendContext context, ComponentResourceOptions options)
        : base("room-type:backends:ManagedCapacity", name, options)
    {
        var settings = context.Settings;
        var group = Connections.Group("instances", context.Network!, "Managed instances of the function", this);
        List<Resource> ready = [.. context.Network!.Ready, .. Connections.HttpsOut("instances", group, context.Network)];
        if (context.Events is { } events)
            ready.AddRange(events.Reach(group, context.Network));
        var role = new ServiceRole("operator", "lambda.amazonaws.com", this, [], "AWSLambdaManagedEC2ResourceOperator");
        var provider = new CapacityProvider(
            "instances",
            new CapacityProviderArgs
            {
                // Lambda changes its scaling alone, so other processors are another one: https://docs.aws.amazon.com/lambda/latest/api/API_UpdateCapacityProvider.html
                Name = $"{StackName.Full}-{settings.Service.Architecture}",
                KmsKeyArn = context.KeyArn,
                VpcConfig = new CapacityProviderVpcConfigArgs { SubnetIds = [.. context.Network.SubnetIds], SecurityGroupIds = { group.Id } },
                PermissionsConfig = new CapacityProviderPermissionsConfigArgs { CapacityProviderOperatorRoleArn = role.Arn },
                InstanceRequirements =
                {
                    // The schema demands all three; empty lists leave the choice to Lambda.
                    new CapacityProviderInstanceRequirementArgs
                    {
                        Architectures = { settings.Service.Architecture == "arm64" ? "arm64" : "x86_64" },
                        AllowedInstanceTypes = new InputList<string>(),
                        ExcludedInstanceTypes = new InputList<string>(),
                    },
                },
                CapacityProviderScalingConfigs =
                {
                    new CapacityProviderCapacityProviderScalingConfigArgs
                    {
                        MaxVcpuCount = settings.Lambda.ManagedMaxVcpus,
                        ScalingMode = "Manual",
                        ScalingPolicies =
                        {
                            new CapacityProviderCapacityProviderScalingConfigScalingPolicyArgs { PredefinedMetricType = "LambdaCapacityProviderAverageCPUUtilization", TargetValue = CpuTarget },
                        },
                    },
                },
            },
            new CustomResourceOptions { Parent = this, DependsOn = [role, .. ready] });
        _provider = provider.Arn;
        RegisterOutputs(new Dictionary<string, object?> { ["arn"] = _provider });
    }

    /// <summary>Lets the function run here. What decodes and infers fills a vCPU with a request, so there are as many at once.</summary>
    public void ApplyTo(FunctionArgs function, LambdaSettings lambda)
    {
        function.CapacityProviderConfig = new FunctionCapacityProviderConfigArgs
        {
            LambdaManagedInstancesCapacityProviderConfig = new FunctionCapacityProviderConfigLambdaManagedInstancesCapacityProviderConfigArgs
            {
                CapacityProviderArn = _provider,
                ExecutionEnvironmentMemoryGibPerVcpu = lambda.ManagedGibPerVcpu,
                PerExecutionEnvironmentMaxConcurrency = lambda.Vcpus,
            },
        };
        function.PublishTo = "LATEST_PUBLISHED";
    }
}
