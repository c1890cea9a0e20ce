using Seams.Tests.Support;

namespace Seams.Tests;

/// <summary>ARNs and hosts of other partitions of AWS are of those partitions.</summary>
public class PartitionTests
{
    [Theory]
    [InlineData("lambda", "us-gov-west-1", "aws-us-gov")]
    [InlineData("fargate", "us-gov-west-1", "aws-us-gov")]
    [InlineData("eks", "cn-north-1", "aws-cn")]
    [InlineData("ec2", "cn-north-1", "aws-cn")]
    [InlineData("sagemaker", "cn-north-1", "aws-cn")]
    public async Task Arns_OfAnotherPartition_AreAllOfIt(string backend, string region, string partition)
    {
        var plan = await Plans.OfAsync("prod", backend, $"aws:region={region}", "modelSource=s3://rooms/models", """pictureBuckets=["pictures"]""", """eksAdmins=[]""");
        var inputs = plan.Resources.Select(resource => (resource.Urn, Text: resource.Inputs.ToString())).ToList();

        Assert.Contains(inputs, input => input.Text.Contains($"arn:{partition}:", StringComparison.Ordinal));
        Assert.All(inputs, input => Assert.DoesNotContain("arn:aws:", input.Text, StringComparison.Ordinal));
        if (partition == "aws-cn")
            Assert.All(inputs, input => Assert.DoesNotMatch(@"\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com/", input.Text));
    }
}
