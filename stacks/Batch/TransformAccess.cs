using Pulumi;
using Pulumi.Aws.Sagemaker;
using Stacks.Configuration;
using Stacks.Conventions;
using Stacks.Iam;
using Stacks.Registry;
using Stacks.Service;

namespace Stacks.Batch;

/// <summary>What a job of Batch Transform and the state machine that runs it may do.</summary>
internal static class TransformAccess
{
    // Log group and namespace that SageMaker has for all jobs of an account.
    private const string Jobs = "/aws/sagemaker/TransformJobs";

    // The rule by which Step Functions hears that a job has ended.
    private const string Rule = "StepFunctionsGetEventsForSageMakerTransformJobsRule";

    /// <summary>The container's role, with which SageMaker also reads objects, writes answers and encrypts disks.</summary>
    public static IReadOnlyList<Statement> OfContainer(Settings settings, Output<string> account, Output<string> key, ModelPlace? place)
    {
        var (input, output) = (Place.Of(settings.Batch.Input!), Place.Of(settings.Batch.Output!));
        return
        [
            .. ServiceModel.Access(
                RepositoryNames.Arn(RepositoryNames.Service, account, settings.Region), Output.Format($"arn:{Partition.Current.Name}:logs:{settings.Region}:{account}:log-group:{Jobs}"), Jobs),
            new("FindsObjects") { Actions = ["s3:ListBucket"], Resources = new InputList<string> { input.BucketArn } },
            new("ReadsObjects") { Actions = ["s3:GetObject"], Resources = new InputList<string> { input.Objects() } },
            new("WritesAnswers") { Actions = ["s3:AbortMultipartUpload", "s3:ListMultipartUploadParts", "s3:PutObject"], Resources = new InputList<string> { output.Objects($"{BatchStates.Answers}/") } },
            EncryptsDisks(key),
            .. place?.Access ?? [],
            .. ServiceAccess.Statements(settings.Service),
        ];
    }

    /// <summary>The state machine: runs jobs of its model and waits for them.</summary>
    /// <remarks>https://docs.aws.amazon.com/step-functions/latest/dg/connect-sagemaker.html</remarks>
    public static IReadOnlyList<Statement> OfMachine(Settings settings, Output<string> account, Output<string> key, Model model)
    {
        var jobs = Output.Format($"arn:{Partition.Current.Name}:sagemaker:{settings.Region}:{account}:transform-job/{StackName.Full}-*");
        return
        [
            new("RunsJobsOfItsModel") { Actions = ["sagemaker:CreateTransformJob"], Resources = new InputList<string> { jobs }, Conditions = [("ArnEquals", "sagemaker:ModelArn", new InputList<string> { model.Arn })] },
            new("WatchesAndEndsItsJobs") { Actions = ["sagemaker:AddTags", "sagemaker:DescribeTransformJob", "sagemaker:ListTags", "sagemaker:StopTransformJob"], Resources = new InputList<string> { jobs } },
            TaskMachine.Hears("HearsOfItsJobs", Rule, settings.Region, account),
            EncryptsDisks(key),
            TaskMachine.Encrypts("EncryptsHistory", key),
            .. TaskMachine.History(settings.Tracing.Enabled),
        ];
    }

    // https://docs.aws.amazon.com/sagemaker/latest/dg/api-permissions-reference.html
    private static Statement EncryptsDisks(Output<string> key) => new("EncryptsDisks")
    {
        Actions = ["kms:CreateGrant"],
        Resources = new InputList<string> { key },
        Conditions = [("Bool", "kms:GrantIsForAWSResource", new InputList<string> { "true" })],
    };
}
