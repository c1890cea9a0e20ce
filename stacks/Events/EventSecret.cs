using Pulumi;
using Pulumi.Aws.SecretsManager;
using Stacks.Iam;

namespace Stacks.Events;

/// <summary>The secret of the event store, a connection string or a key of names, which ECS hands to a program when its task starts.</summary>
/// <param name="Variable">The program's variable that holds it.</param>
/// <param name="Arn">The secret's ARN.</param>
/// <param name="Version">The ARN with the version: another value makes another task definition, so that tasks roll.</param>
/// <param name="KeyArn">The key that encrypts it.</param>
/// <remarks>https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html</remarks>
internal sealed record EventSecret(string Variable, Output<string> Arn, Output<string> Version, Output<string> KeyArn)
{
    /// <summary>What has to be allowed to whoever starts tasks.</summary>
    public IEnumerable<Statement> Access =>
    [
        new Statement("ReadsTheEventSecret") { Actions = ["secretsmanager:GetSecretValue"], Resources = new InputList<string> { Arn } },
        new Statement("DecryptsTheEventSecret") { Actions = ["kms:Decrypt"], Resources = new InputList<string> { KeyArn } },
    ];

    /// <summary>Keeps it; null where there is none.</summary>
    /// <param name="name">Logical name.</param>
    /// <param name="description">For people.</param>
    /// <param name="events">The event store; null for none.</param>
    /// <param name="keyArn">The key that encrypts it.</param>
    /// <param name="parent">What it is part of.</param>
    public static EventSecret? Create(string name, string description, EventStore? events, Output<string> keyArn, Resource parent)
    {
        if (events?.SecretValue is not { } value)
            return null;
        var secret = new Secret(name, new SecretArgs { Description = description, KmsKeyId = keyArn }, new CustomResourceOptions { Parent = parent });
        var version = new SecretVersion(name, new SecretVersionArgs { SecretId = secret.Id, SecretString = value }, new CustomResourceOptions { Parent = secret });
        return new EventSecret(events.SecretVariable, secret.Arn, Output.Format($"{secret.Arn}:::{version.VersionId}"), keyArn);
    }
}
