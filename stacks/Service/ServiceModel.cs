using Pulumi;
using Pulumi.Aws.Sagemaker;
using Pulumi.Aws.Sagemaker.Inputs;
using Stacks.Configuration;
using Stacks.Iam;

namespace Stacks.Service;

/// <summary>What SageMaker calls a model: the service's image with its variables, role and place. Nothing of one can change; another one takes its place.</summary>
internal static class ServiceModel
{
    /// <summary>The service that takes its role on.</summary>
    public const string Principal = "sagemaker.amazonaws.com";

    /// <summary>Makes it.</summary>
    /// <param name="name">Logical name.</param>
    /// <param name="settings">Of the service in it.</param>
    /// <param name="image">By digest.</param>
    /// <param name="variables">What the service is told.</param>
    /// <param name="role">What it is while it runs.</param>
    /// <param name="place">Where; null where it reaches nothing, or is on SageMaker's own machines.</param>
    /// <param name="outlivesItsUpdate">Whether it stays when another one takes its place.</param>
    /// <param name="parent">What it is part of.</param>
    public static Model Create(string name, Settings settings, Output<string> image, InputMap<string> variables, ServiceRole role, ModelPlace? place, bool outlivesItsUpdate, Resource parent)
    {
        var args = new ModelArgs
        {
            ExecutionRoleArn = role.Arn,
            EnableNetworkIsolation = settings.IsolatesEndpoint,
            PrimaryContainer = new ModelPrimaryContainerArgs { Image = image, Mode = "SingleModel", Environment = variables },
        };
        if (place is not null)
            args.VpcConfig = place.Config;
        return new Model(name, args, new CustomResourceOptions { Parent = parent, DependsOn = [role, .. place?.Ready ?? []], RetainOnDelete = outlivesItsUpdate });
    }

    /// <summary>What the service is told wherever SageMaker runs it.</summary>
    public static InputMap<string> Variables(Settings settings, ExperimentSource source)
    {
        var variables = new InputMap<string> { { "AWS_REGION", settings.Region } };
        foreach (var (key, value) in ServiceEnvironment.Of(settings, null, source))
            variables.Add(key, value);
        return variables;
    }

    /// <summary>What SageMaker needs with the container's role, which it pulls, logs and measures with.</summary>
    /// <param name="repository">ARN of the image's repository.</param>
    /// <param name="logs">ARN of the log group.</param>
    /// <param name="metrics">Namespace of what is measured of instances.</param>
    public static IReadOnlyList<Statement> Access(Output<string> repository, Output<string> logs, string metrics) =>
    [
        .. TaskContainer.Start([repository], logs),
        new("FindsItsLogGroup") { Actions = ["logs:CreateLogGroup", "logs:DescribeLogStreams"], Resources = new InputList<string> { Output.Format($"{logs}:*") } },
        new("MetricsHaveNoResource")
        {
            Actions = ["cloudwatch:PutMetricData"],
            Resources = new InputList<string> { "*" },
            Conditions = [("StringEquals", "cloudwatch:namespace", new InputList<string> { metrics })],
        },
    ];
}
