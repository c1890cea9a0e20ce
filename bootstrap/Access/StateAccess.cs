using Pulumi;
using Stacks.Iam;

namespace Bootstrap.Access;

/// <summary>What Pulumi does with its state and the secrets in it, in a preview too: it locks the stack.</summary>
internal static class StateAccess
{
    public static Statement[] Statements(Output<string> bucket, Output<string> key) =>
    [
        new("FindsState") { Actions = ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketVersions"], Resources = new InputList<string> { bucket } },
        new("KeepsState") { Actions = ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"], Resources = new InputList<string> { Output.Format($"{bucket}/*") } },
        new("EncryptsState") { Actions = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey"], Resources = new InputList<string> { key } },
    ];
}
