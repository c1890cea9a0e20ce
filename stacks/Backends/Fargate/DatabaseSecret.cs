using Pulumi;
using Pulumi.Aws.SecretsManager;
using Stacks.Iam;

namespace Stacks.Backends.Fargate;

/// <summary>The connection string of the event database, which ECS hands to the service when a task starts.</summary>
/// <param name="Arn">The secret's ARN.</param>
/// <param name="KeyArn">The key that encrypts it.</param>
internal sealed record DatabaseSecret(Output<string> Arn, Output<string> KeyArn)
{
    /// <summary>What has to be allowed to whoever starts tasks.</summary>
    public IEnumerable<Statement> Access =>
    [
        new Statement("ReadsTheDatabaseSecret") { Actions = ["secretsmanager:GetSecretValue"], Resources = new InputList<string> { Arn } },
        new Statement("DecryptsTheDatabaseSecret") { Actions = ["kms:Decrypt"], Resources = new InputList<string> { KeyArn } },
    ];

    /// <summary>Keeps the connection string; null without a database.</summary>
    public static DatabaseSecret? Create(BackendContext context, Resource parent)
    {
        if (context.Settings.Service.EventsDatabase is not { } connection)
            return null;
        var secret = new Secret("events", new SecretArgs { Description = "How the service reaches its event database", KmsKeyId = context.KeyArn }, new CustomResourceOptions { Parent = parent });
        _ = new SecretVersion("events", new SecretVersionArgs { SecretId = secret.Id, SecretString = connection }, new CustomResourceOptions { Parent = secret });
        return new DatabaseSecret(secret.Arn, context.KeyArn);
    }
}
