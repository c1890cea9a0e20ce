using Pulumi;
using Pulumi.Aws.SecretsManager;
using Stacks.Iam;

namespace Stacks.Backends.Fargate;

/// <summary>The connection string of the event database, which ECS hands to the service when a task starts.</summary>
/// <param name="Arn">The secret's ARN.</param>
/// <param name="Version">The ARN with the version: another connection string makes another task definition, so that tasks roll.</param>
/// <param name="KeyArn">The key that encrypts it.</param>
/// <remarks>https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html</remarks>
internal sealed record DatabaseSecret(Output<string> Arn, Output<string> Version, Output<string> KeyArn)
{
    /// <summary>What has to be allowed to whoever starts tasks.</summary>
    public IEnumerable<Statement> Access =>
    [
        new Statement("ReadsTheDatabaseSecret") { Actions = ["secretsmanager:GetSecretValue"], Resources = new InputList<string> { Arn } },
        new Statement("DecryptsTheDatabaseSecret") { Actions = ["kms:Decrypt"], Resources = new InputList<string> { KeyArn } },
    ];

    /// <summary>Keeps the connection string; null where there is none, or none that holds a password.</summary>
    public static DatabaseSecret? Create(BackendContext context, Resource parent)
    {
        if (context.Events?.SecretConnection is not { } connection)
            return null;
        var secret = new Secret("events", new SecretArgs { Description = "How the service reaches its event database", KmsKeyId = context.KeyArn }, new CustomResourceOptions { Parent = parent });
        var version = new SecretVersion("events", new SecretVersionArgs { SecretId = secret.Id, SecretString = connection }, new CustomResourceOptions { Parent = secret });
        return new DatabaseSecret(secret.Arn, Output.Format($"{secret.Arn}:::{version.VersionId}"), context.KeyArn);
    }
}
