using Pulumi;
namespace Stacks.Backends.Eks;
/// <summary>x</summary>
public sealed class EksBackend : ComponentResource, IBackend
{
    /// <summary>x</summary>
    public EksBackend(string name, BackendContext context, ComponentResourceOptions? options = null) : base("x:y:z", name, options) => throw new RunException("not yet");
    /// <inheritdoc/>
    public Stacks.Gateway.GatewayIntegration Integration => null!;
    /// <inheritdoc/>
    public IReadOnlyList<Pulumi.Aws.CloudWatch.MetricAlarm> Alarms => null!;
    /// <inheritdoc/>
    public IReadOnlyList<Stacks.Observability.Chart> Charts => null!;
    /// <inheritdoc/>
    public Output<string>? ReleaseCommand => null;
    /// <inheritdoc/>
    public void Admit(Output<string> executionArn) { }
}
