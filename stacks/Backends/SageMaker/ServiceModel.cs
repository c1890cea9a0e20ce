using Pulumi;
using Pulumi.Aws.Sagemaker;
using Pulumi.Aws.Sagemaker.Inputs;
using Stacks.Iam;
using Stacks.Service;

namespace Stacks.Backends.SageMaker;

/// <summary>What SageMaker calls a model: the service's image with its variables, role and place. Nothing of one can change; another one takes its place.</summary>
internal static class ServiceModel
{
    // The agent on each instance writes there, with the container's role.
    internal const string MetricNamespace = "/aws/sagemaker/Endpoints";

    public static Model Create(BackendContext context, EndpointNetwork? place, Resource parent)
    {
        var settings = context.Settings;
        var role = CreateRole(context, place, parent);
        var variables = new InputMap<string> { { "AWS_REGION", settings.Region } };
        foreach (var (key, value) in ServiceEnvironment.Of(settings, null, OneContainer.Source(settings)))
            variables.Add(key, value);
        foreach (var (key, value) in context.StoreVariables)
            variables.Add(key, value);
        var args = new ModelArgs
        {
            ExecutionRoleArn = role.Arn,
            EnableNetworkIsolation = settings.IsolatesEndpoint,
            PrimaryContainer = new ModelPrimaryContainerArgs { Image = context.ImageUri, Mode = "SingleModel", Environment = variables },
        };
        if (place is not null)
            args.VpcConfig = place.Config;
        return new Model("room-type", args, new CustomResourceOptions { Parent = parent, DependsOn = [role, .. place?.Ready ?? []], RetainOnDelete = ServiceEndpoint.OutlivesItsUpdate(settings) });
    }

    private static ServiceRole CreateRole(BackendContext context, EndpointNetwork? place, Resource parent) => new(
        "endpoint",
        "sagemaker.amazonaws.com",
        parent,
        [
            .. TaskContainer.Start([context.RepositoryArn], context.Logs.Endpoint),
            new Statement("FindsItsLogGroup") { Actions = ["logs:CreateLogGroup", "logs:DescribeLogStreams"], Resources = new InputList<string> { Output.Format($"{context.Logs.Endpoint.Arn}:*") } },
            new Statement("MetricsHaveNoResource")
            {
                Actions = ["cloudwatch:PutMetricData"],
                Resources = new InputList<string> { "*" },
                Conditions = [("StringEquals", "cloudwatch:namespace", new InputList<string> { MetricNamespace })],
            },
            .. place?.Access ?? [],
            .. context.OwnAccess,
        ]);
}
