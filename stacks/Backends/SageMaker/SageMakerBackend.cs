using Pulumi;
using Pulumi.Aws.CloudWatch;
using Pulumi.Aws.Sagemaker;
using Stacks.Gateway;
using Stacks.Iam;
using Stacks.Observability;

namespace Stacks.Backends.SageMaker;

/// <summary>The service at an endpoint of SageMaker, which the gateway calls by itself (docs/decisions/0094).</summary>
public sealed class SageMakerBackend : ComponentResource, IBackend
{
    /// <summary>Provisions model, endpoint and what it scales by.</summary>
    public SageMakerBackend(string name, BackendContext context, ComponentResourceOptions? options = null)
        : base("room-type:backends:SageMakerBackend", name, options)
    {
        ArgumentNullException.ThrowIfNull(context);
        var settings = context.Settings;
        OneContainer.WarnOfLocalExperiments(settings, "an endpoint of SageMaker", this);
        if (settings.Tracing.Enabled)
            Log.Warn("room-type:tracing is true, but no collector runs beside an endpoint's container: the service's own spans are kept nowhere.", this);
        var place = EndpointNetwork.For(context, this);
        var model = EndpointModel.Create(context, place, this);
        var config = ServiceEndpoint.Configure(context, model, this);
        var endpoint = ServiceEndpoint.Create(settings, config, context.Logs.Endpoint, this);
        EndpointScaling.Create(endpoint, settings.SageMaker);

        var alarms = AlarmSet.Create(name, EndpointAlarms.Specs(settings), context.Topic, this);
        Alarms = alarms.All;
        Messages = new MessageLog(context.Logs.Endpoint.Name, "$");
        Charts = EndpointAlarms.Charts(settings);
        Integration = GatewayIntegration.ForEndpoint(settings.Region, endpoint.Name, InvocationRole(endpoint), settings.SageMaker.Serverless);
        ReleaseCommand = settings.Release.CanaryPercent > 0 ? EndpointUpdate.Command(settings.Release, endpoint, config, [.. alarms.TakingBack, .. context.CallerAlarms]) : null;
        RegisterOutputs(new Dictionary<string, object?> { ["endpoint"] = endpoint.Name });
    }

    /// <inheritdoc/>
    public GatewayIntegration Integration { get; }

    /// <inheritdoc/>
    public IReadOnlyList<MetricAlarm> Alarms { get; }

    /// <inheritdoc/>
    public MessageLog? Messages { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Chart> Charts { get; }

    /// <inheritdoc/>
    public Output<string>? ReleaseCommand { get; }

    /// <inheritdoc/>
    public Output<string>? ReleaseWatch => null;

    /// <inheritdoc/>
    public void Admit(Output<string> executionArn)
    {
        // The integrations' role calls it, and may call nothing else.
    }

    private ServiceRole InvocationRole(Endpoint endpoint) => new(
        "invocation",
        "apigateway.amazonaws.com",
        this,
        [new Statement("CallsTheEndpoint") { Actions = ["sagemaker:InvokeEndpoint"], Resources = new InputList<string> { endpoint.Arn } }]);
}
