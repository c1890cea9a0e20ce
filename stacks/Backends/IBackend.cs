using Pulumi;
using Pulumi.Aws.CloudWatch;
using Stacks.Gateway;
using Stacks.Observability;

namespace Stacks.Backends;

/// <summary>Something that runs the service's image behind the gateway.</summary>
public interface IBackend
{
    /// <summary>How the gateway reaches it.</summary>
    GatewayIntegration Integration { get; }

    /// <summary>What watches it.</summary>
    IReadOnlyList<MetricAlarm> Alarms { get; }

    /// <summary>The log that the service's messages are in; null where the stack does not know it.</summary>
    MessageLog? Messages { get; }

    /// <summary>What a person wants to see of it.</summary>
    IReadOnlyList<Chart> Charts { get; }

    /// <summary>The command that lets a new version take over; null where the deployment does it.</summary>
    Output<string>? ReleaseCommand { get; }

    /// <summary>
    /// What whoever deploys watches while a new version is tried: minutes of the canary, minutes after it, and names of alarms, with
    /// spaces between; null where AWS watches.
    /// </summary>
    Output<string>? ReleaseWatch { get; }

    /// <summary>Lets an API call it.</summary>
    /// <param name="executionArn">The API's execution ARN.</param>
    void Admit(Output<string> executionArn);
}
