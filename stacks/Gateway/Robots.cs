using Pulumi;
using Pulumi.Aws.Iot;
using Stacks.Conventions;
using Stacks.Iam;

namespace Stacks.Gateway;

/// <summary>
/// What robots need to call: AWS IoT gives a thing with a certificate temporary credentials of a role that may recognize and give feedback, on
/// this API alone. https://docs.aws.amazon.com/iot/latest/developerguide/authorizing-direct-aws.html
/// </summary>
public sealed class Robots : ComponentResource
{
    private const string Provider = "credentials.iot.amazonaws.com";

    private static readonly Route[] Routes = [new("POST", "/v1/recognize"), new("POST", "/v1/feedback")];

    /// <summary>Provisions role, alias and the policy of certificates.</summary>
    /// <param name="name">Logical name.</param>
    /// <param name="region">The stack's region.</param>
    /// <param name="account">The stack's account.</param>
    /// <param name="executionArn">The API.</param>
    /// <param name="options">Options of the component.</param>
    public Robots(string name, string region, Output<string> account, Output<string> executionArn, ComponentResourceOptions? options = null)
        : base("room-type:gateway:Robots", name, options)
    {
        var arn = Output.Format($"arn:{Partition.Current.Name}:iot:{region}:{account}:rolealias/{StackName.Full}");
        var trust = ServiceRole.Trust(Provider, "sts:AssumeRole") with
        {
            // No other account's role alias, and no other of this one: the confused deputy.
            Conditions = [("StringEquals", "aws:SourceAccount", new InputList<string> { account }), ("ArnEquals", "aws:SourceArn", new InputList<string> { arn })],
        };
        var role = new ServiceRole(name, [trust], this, [CallerPolicies.Of("RobotsRecognizeAndGiveFeedback", executionArn, Routes)]);
        var alias = new RoleAlias(
            name,
            new RoleAliasArgs { Alias = StackName.Full, RoleArn = role.Arn, CredentialDuration = 3_600 },
            new CustomResourceOptions { Parent = this, DependsOn = { role } });
        var policy = new Policy(
            name,
            new PolicyArgs
            {
                Name = $"{StackName.Full}-{name}",
                PolicyDocument = PolicyDocument.Of(new Statement("ThingsTakeOnTheRole")
                {
                    Actions = ["iot:AssumeRoleWithCertificate"],
                    Resources = new InputList<string> { alias.Arn },
                    // A certificate that no thing has any more is of a robot that was taken out.
                    Conditions = [("Bool", "iot:Connection.Thing.IsAttached", new InputList<string> { "true" })],
                }),
            },
            new CustomResourceOptions { Parent = this });
        Access = Output.All(GetEndpoint.Invoke(new GetEndpointInvokeArgs { EndpointType = "iot:CredentialProvider" }).Apply(endpoint => endpoint.EndpointAddress), alias.Alias, policy.Name)
            .Apply(values => new RobotAccess($"https://{values[0]}", values[1], values[2]));
        RegisterOutputs(new Dictionary<string, object?> { ["alias"] = alias.Alias });
    }

    /// <summary>What robots are told.</summary>
    public Output<RobotAccess> Access { get; }
}

/// <summary>What robots are told, and what their certificates get.</summary>
/// <param name="Endpoint">Where credentials are asked for.</param>
/// <param name="RoleAlias">The role alias that is asked for.</param>
/// <param name="Policy">The policy to attach to certificates.</param>
public sealed record RobotAccess(string Endpoint, string RoleAlias, string Policy);
