using Pulumi;
using Pulumi.Aws.Kms;
using Stacks.Conventions;
using Stacks.Iam;

namespace Stacks.Encryption;

/// <summary>The key that encrypts the stack's logs, alarms, flags, events and disks at rest.</summary>
public sealed class EncryptionKey : ComponentResource
{
    /// <summary>Provisions the key and a name for it.</summary>
    /// <param name="name">Logical name.</param>
    /// <param name="account">Account of the stack.</param>
    /// <param name="region">Region of the stack.</param>
    /// <param name="keep">Whether it stays when the stack goes, as something that it has encrypted does.</param>
    /// <param name="hasHistory">Whether a state machine logs with it.</param>
    /// <param name="hasTrigger">Whether EventBridge keeps what it could not hand on in a queue that it encrypts.</param>
    /// <param name="options">Options of the component.</param>
    public EncryptionKey(string name, Input<string> account, string region, bool keep, bool hasHistory, bool hasTrigger, ComponentResourceOptions? options = null)
        : base("room-type:encryption:EncryptionKey", name, options)
    {
        var key = new Key(
            "key",
            new KeyArgs
            {
                Description = $"Logs, alarms and flags of {StackName.Full}",
                EnableKeyRotation = true,
                DeletionWindowInDays = 30,
                Policy = PolicyDocument.Of([.. Policy(account, region), .. hasHistory ? (Statement[])[History(account)] : [], .. hasTrigger ? (Statement[])[Missed(account)] : []]),
            },
            new CustomResourceOptions { Parent = this, RetainOnDelete = keep ? true : null });
        // A name that stayed with the key would be taken when the stack comes again.
        _ = new Pulumi.Aws.Kms.Alias("key", new Pulumi.Aws.Kms.AliasArgs { Name = $"alias/{StackName.Full}", TargetKeyId = key.KeyId }, new CustomResourceOptions { Parent = key, RetainOnDelete = false });
        Arn = key.Arn;
        RegisterOutputs(new Dictionary<string, object?> { ["arn"] = Arn });
    }

    /// <summary>The key's ARN.</summary>
    public Output<string> Arn { get; }

    // In a key's policy "*" is this key alone: https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html
    private static Statement[] Policy(Input<string> account, string region) =>
    [
        // Without the account a key can be locked out for good, so AWS demands it: .../key-policy-default.html
        new Statement("AccountDecidesByIam")
        {
            Principals = ("AWS", new InputList<string> { Output.Format($"arn:{Partition.Current.Name}:iam::{account}:root") }),
            Actions = ["kms:*"],
            Resources = new InputList<string> { "*" },
        },
        new Statement("AlarmsReachTheTopic")
        {
            Principals = ("Service", new InputList<string> { "cloudwatch.amazonaws.com", "budgets.amazonaws.com" }),
            Actions = ["kms:Decrypt", "kms:GenerateDataKey"],
            Resources = new InputList<string> { "*" },
            Conditions = [("StringEquals", "aws:SourceAccount", new InputList<string> { account })],
        },
        new Statement("LogsAreEncrypted")
        {
            Principals = ("Service", new InputList<string> { $"logs.{region}.{Partition.Current.Domain}" }),
            Actions = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey", "kms:ReEncryptFrom", "kms:ReEncryptTo"],
            Resources = new InputList<string> { "*" },
            Conditions = [("ArnLike", "kms:EncryptionContext:aws:logs:arn", new InputList<string> { Output.Format($"arn:{Partition.Current.Name}:logs:{region}:{account}:log-group:*") })],
        },
        // Whatever the backend is: while one takes over from instances, their group still starts some. By a condition, as the role is not
        // there before the account's first group, and a key's policy may name nobody who is not: .../autoscaling/ec2/userguide/key-policy-requirements-EBS-encryption.html
        Scaling("DisksOfInstancesAreEncrypted", ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKeyWithoutPlaintext", "kms:ReEncryptFrom", "kms:ReEncryptTo"], account),
        Scaling("DisksAreGivenTheKey", ["kms:CreateGrant"], account, ("Bool", "kms:GrantIsForAWSResource", new InputList<string> { "true" })),
    ];

    private static Statement Scaling(string sid, string[] actions, Input<string> account, params (string, string, InputList<string>)[] conditions) => new(sid)
    {
        Principals = ("AWS", new InputList<string> { "*" }),
        Actions = actions,
        Resources = new InputList<string> { "*" },
        Conditions =
        [
            ("ArnEquals", "aws:PrincipalArn", new InputList<string> { Output.Format($"arn:{Partition.Current.Name}:iam::{account}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling") }),
            ("StringEquals", "kms:CallerAccount", new InputList<string> { account }),
            .. conditions,
        ],
    };

    // https://docs.aws.amazon.com/step-functions/latest/dg/encryption-at-rest.html
    private static Statement History(Input<string> account) => new("HistoryReachesItsLog")
    {
        Principals = ("Service", new InputList<string> { "delivery.logs.amazonaws.com" }),
        Actions = ["kms:Decrypt"],
        Resources = new InputList<string> { "*" },
        Conditions = [("StringEquals", "aws:SourceAccount", new InputList<string> { account })],
    };

    // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
    private static Statement Missed(Input<string> account) => new("EventsReachTheirQueue")
    {
        Principals = ("Service", new InputList<string> { "events.amazonaws.com" }),
        Actions = ["kms:Decrypt", "kms:GenerateDataKey"],
        Resources = new InputList<string> { "*" },
        Conditions = [("StringEquals", "aws:SourceAccount", new InputList<string> { account })],
    };
}
