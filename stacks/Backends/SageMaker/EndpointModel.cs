using Pulumi;
using Pulumi.Aws.Sagemaker;
using Stacks.Iam;
using Stacks.Service;

namespace Stacks.Backends.SageMaker;

/// <summary>The model of the endpoint.</summary>
internal static class EndpointModel
{
    // The agent on each instance writes there, with the container's role.
    internal const string MetricNamespace = "/aws/sagemaker/Endpoints";

    public static Model Create(BackendContext context, ModelPlace? place, Resource parent)
    {
        var settings = context.Settings;
        var role = new ServiceRole(
            "endpoint", ServiceModel.Principal, parent, [.. ServiceModel.Access(context.RepositoryArn, context.Logs.Endpoint.Arn, MetricNamespace), .. place?.Access ?? [], .. context.OwnAccess]);
        var variables = ServiceModel.Variables(settings, OneContainer.Source(settings));
        foreach (var (key, value) in context.StoreVariables)
            variables.Add(key, value);
        return ServiceModel.Create("room-type", settings, context.ImageUri, variables, role, place, ServiceEndpoint.OutlivesItsUpdate(settings), parent);
    }
}
