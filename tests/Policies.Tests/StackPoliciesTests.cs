using Policies.Tests.Support;
using Pulumi.Engine;
using Pulumi.Engine.Policies;

namespace Policies.Tests;

/// <summary>Every pack over every stack on every backend.</summary>
[Collection(nameof(Packs))]
public class StackPoliciesTests(Packs packs)
{
    public static IEnumerable<object[]> Combinations => StackRuns.Combinations;

    /// <summary>With all values known, as in an update: nothing is left to say.</summary>
    [Theory]
    [MemberData(nameof(Combinations))]
    public async Task Update_Stack_ViolatesNothing(string stack, string backend)
    {
        var resources = await StackRuns.ResourcesAsync(stack, backend, RunMode.Update);

        var review = await (await packs.ForAsync(stack)).ReviewAsync(resources);

        Assert.True(review.Violations.Count == 0, Text(review.Violations));
        Assert.Empty(review.Remediations);
    }

    /// <summary>With the collector of traces beside the service.</summary>
    [Theory]
    [InlineData("fargate")]
    [InlineData("eks")]
    [InlineData("ec2")]
    public async Task Update_TracedStack_ViolatesNothing(string backend)
    {
        var resources = await StackRuns.ResourcesAsync("staging", backend, RunMode.Update, "tracing=true");

        var review = await (await packs.ForAsync("staging")).ReviewAsync(resources);

        Assert.True(review.Violations.Count == 0, Text(review.Violations));
    }

    /// <summary>With the steps to new models in Step Functions.</summary>
    [Theory]
    [InlineData("lambda")]
    [InlineData("fargate")]
    [InlineData("eks")]
    [InlineData("ec2")]
    [InlineData("sagemaker")]
    public async Task Update_StackWithAPipeline_ViolatesNothing(string backend)
    {
        var resources = await StackRuns.ResourcesAsync("staging", backend, RunMode.Update, "pipeline=stepFunctions", "modelSource=s3://rooms/models", "pipelineData=s3://rooms/pipeline", "tracing=true");

        var review = await (await packs.ForAsync("staging")).ReviewAsync(resources);

        Assert.True(review.Violations.Count == 0, Text(review.Violations));
    }

    /// <summary>With batches as jobs of SageMaker's, in the network and isolated.</summary>
    [Theory]
    [InlineData("lambda", "events=none")]
    [InlineData("fargate", "modelSource=s3://rooms/models")]
    [InlineData("sagemaker", "modelSource=s3://rooms/models")]
    public async Task Update_StackWithJobs_ViolatesNothing(string backend, string change)
    {
        var resources = await StackRuns.ResourcesAsync("staging", backend, RunMode.Update, "batch=sagemaker", "architecture=x64", "batchInput=s3://rooms/missions", "batchOutput=s3://rooms/answers", "batchTrigger=manifest.json", change);

        var review = await (await packs.ForAsync("staging")).ReviewAsync(resources);

        Assert.True(review.Violations.Count == 0, Text(review.Violations));
    }

    /// <summary>In a preview, policies may say only that they cannot know.</summary>
    [Theory]
    [MemberData(nameof(Combinations))]
    public async Task Preview_Stack_ViolatesNothingThatIsKnown(string stack, string backend)
    {
        var resources = await StackRuns.ResourcesAsync(stack, backend, RunMode.Preview);

        var review = await (await packs.ForAsync(stack)).ReviewAsync(resources);

        var known = review.Violations.Where(violation => violation.Level == EnforcementLevel.Mandatory
            || !violation.Message.Contains("can't be known during preview", StringComparison.Ordinal)).ToList();
        Assert.True(known.Count == 0, Text(known));
    }

    private static string Text(IEnumerable<PolicyViolation> violations) =>
        string.Join('\n', violations.Select(violation => $"{violation.Policy} ({violation.Level}): {violation.Urn}: {violation.Message}"));
}
