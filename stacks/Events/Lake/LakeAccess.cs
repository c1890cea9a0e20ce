using Pulumi;
using Stacks.Conventions;
using Stacks.Iam;

namespace Stacks.Events.Lake;

/// <summary>What is allowed to whom of a lake: to write, to ask, to look after it.</summary>
/// <param name="Region">Region of the stack.</param>
/// <param name="Account">Account of the stack.</param>
/// <param name="Bucket">ARN of the bucket.</param>
/// <param name="Key">The key that encrypts it.</param>
/// <param name="Workgroup">Name of the workgroup.</param>
internal sealed record LakeAccess(string Region, Output<string> Account, Output<string> Bucket, Output<string> Key, string Workgroup)
{
    /// <summary>The service: new objects below events/, and its own documents.</summary>
    public IReadOnlyList<Statement> Write =>
    [
        new("WritesEvents") { Actions = ["s3:PutObject"], Resources = Below(LakeBucket.Events) },
        new("KeepsDocuments") { Actions = ["s3:GetObject", "s3:PutObject"], Resources = Below(LakeBucket.Documents) },
        // Without it S3 answers 403 where a document is not there, as if it were hidden: https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html
        new("FindsObjects") { Actions = ["s3:ListBucket"], Resources = new InputList<string> { Bucket } },
        Keys("EncryptsEvents", "kms:Decrypt", "kms:GenerateDataKey"),
    ];

    /// <summary>A program that asks Athena.</summary>
    /// <remarks>https://docs.aws.amazon.com/athena/latest/ug/security-iam-athena.html</remarks>
    public IReadOnlyList<Statement> Ask =>
    [
        new("AsksAthena")
        {
            Actions = ["athena:GetQueryExecution", "athena:GetQueryResults", "athena:StartQueryExecution", "athena:StopQueryExecution"],
            Resources = new InputList<string> { OfWorkgroup },
        },
        new("FindsTables")
        {
            Actions = ["glue:GetDatabase", "glue:GetPartitions", "glue:GetTable", "glue:GetTables"],
            Resources = new InputList<string> { Arn("glue", "catalog"), Arn("glue", $"database/{LakeTables.Database}"), Arn("glue", $"table/{LakeTables.Database}/*") },
        },
        new("ReadsEvents") { Actions = ["s3:GetObject"], Resources = Below(LakeBucket.Events, LakeBucket.Documents) },
        new("FindsEvents") { Actions = ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"], Resources = new InputList<string> { Bucket } },
        new("KeepsAnswers") { Actions = ["s3:AbortMultipartUpload", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:PutObject"], Resources = Below(LakeBucket.Results) },
        Keys("DecryptsEventsAndEncryptsAnswers", "kms:Decrypt", "kms:GenerateDataKey"),
    ];

    /// <summary>Whoever asks, by Athena, its console too, or by copying objects.</summary>
    public IReadOnlyList<Statement> Read =>
    [
        .. Ask,
        new("FindsQuestions") { Actions = ["athena:BatchGetNamedQuery", "athena:GetNamedQuery", "athena:GetWorkGroup", "athena:ListNamedQueries", "athena:ListQueryExecutions"], Resources = new InputList<string> { OfWorkgroup } },
    ];

    /// <summary>Whoever compacts and erases, besides.</summary>
    public IReadOnlyList<Statement> Keep => [new("RewritesEvents") { Actions = ["s3:DeleteObject", "s3:PutObject"], Resources = Below(LakeBucket.Events) }];

    private Output<string> OfWorkgroup => Arn("athena", $"workgroup/{Workgroup}");

    private Output<string> Arn(string service, string rest) => Output.Format($"arn:{Partition.Current.Name}:{service}:{Region}:{Account}:{rest}");

    private InputList<string> Below(params string[] prefixes) => [.. prefixes.Select(prefix => Output.Format($"{Bucket}/{prefix}*"))];

    private Statement Keys(string sid, params string[] actions) => new(sid)
    {
        Actions = actions,
        Resources = new InputList<string> { Key },
        Conditions = [("StringEquals", "kms:ViaService", new InputList<string> { $"s3.{Region}.{Partition.Current.Domain}" })],
    };
}
