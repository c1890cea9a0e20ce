using Pulumi;
using Pulumi.Aws.Kms;
using Stacks.Iam;
using Partition = Stacks.Conventions.Partition;

namespace Bootstrap;

/// <summary>The key that encrypts images, the state of stacks, and the secrets in it.</summary>
public sealed class AccountKey : ComponentResource
{
    /// <summary>A name for the key that is known beforehand.</summary>
    public static string Alias => $"alias/{Pulumi.Deployment.Instance.ProjectName}";

    /// <summary>Provisions the key and its name.</summary>
    public AccountKey(string name, Output<string> account, ComponentResourceOptions? options = null)
        : base("room-type:bootstrap:AccountKey", name, options)
    {
        var key = new Key(
            "key",
            new KeyArgs
            {
                Description = "Images of the service, state of its stacks and the secrets in it",
                EnableKeyRotation = true,
                DeletionWindowInDays = 30,
                // Without the account a key can be locked out for good: https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
                Policy = PolicyDocument.Of(new Statement("AccountDecidesByIam")
                {
                    Principals = ("AWS", new InputList<string> { Output.Format($"arn:{Partition.Current.Name}:iam::{account}:root") }),
                    Actions = ["kms:*"],
                    Resources = new InputList<string> { "*" },
                }),
            },
            new CustomResourceOptions { Parent = this });
        _ = new Pulumi.Aws.Kms.Alias("key", new Pulumi.Aws.Kms.AliasArgs { Name = Alias, TargetKeyId = key.KeyId }, new CustomResourceOptions { Parent = this });
        Arn = key.Arn;
        RegisterOutputs(new Dictionary<string, object?> { ["arn"] = Arn });
    }

    /// <summary>The key's ARN.</summary>
    public Output<string> Arn { get; }
}
