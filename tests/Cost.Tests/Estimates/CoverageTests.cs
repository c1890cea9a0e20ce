using Cost.Tests.Support;
using Engine.Tests.Support;
using RoomTypes.Cost.Estimates;
using RoomTypes.Cost.Tariffs;

namespace Cost.Tests.Estimates;

/// <summary>Whatever a stack makes has a price or is said to be free.</summary>
public class CoverageTests
{
    // What stacks do not have unless they are asked for it.
    private static readonly (string, string)[] Asked = [("waf", "true"), ("robots", "true"), ("tracing", "true"), ("clients", """["fleet"]"""), ("exposure", "private")];

    public static TheoryData<string, string> Stacks
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var environment in Plans.Environments)
            {
                foreach (var backend in Plans.Backends) data.Add(environment, backend);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Stacks))]
    public async Task Types_OfEveryPlan_HaveAPriceOrAReason(string environment, string backend)
    {
        var plan = await Given.PlanAsync(environment, backend);

        Assert.Empty(plan.Resources.Select(resource => resource.Type).Where(type => !TariffTable.Knows(type)).Distinct());
        AssertPriced(plan);
    }

    [Theory]
    [InlineData("lambda")]
    [InlineData("fargate")]
    [InlineData("eks")]
    [InlineData("ec2")]
    [InlineData("sagemaker")]
    public async Task Types_OfAPlanWithAllThatCanBeAsked_HaveAPriceOrAReason(string backend)
    {
        var plan = await Given.PlanAsync("staging", backend, [.. Asked, .. backend == "lambda" ? [] : new[] { ("cache", "redis") }]);

        Assert.Empty(plan.Resources.Select(resource => resource.Type).Where(type => !TariffTable.Knows(type)).Distinct());
        AssertPriced(plan);
    }

    [Theory]
    [InlineData("lambda")]
    [InlineData("fargate")]
    public async Task Types_OfAPlanWithALake_HaveAPriceOrAReason(string backend)
    {
        var plan = await Given.PlanAsync("staging", backend, ("events", "lake"));

        Assert.Empty(plan.Resources.Select(resource => resource.Type).Where(type => !TariffTable.Knows(type)).Distinct());
        AssertPriced(plan);
    }

    [Fact]
    public async Task Types_OfAPlanWithAPipelineAndBatches_HaveAPriceOrAReason()
    {
        var plan = await Given.PlanAsync(
            "staging", "fargate", ("pipeline", "stepFunctions"), ("modelSource", "s3://rooms/models"), ("pipelineData", "s3://rooms/pipeline"),
            ("batch", "map"), ("batchInput", "s3://rooms/missions"), ("batchOutput", "s3://rooms/answers"), ("batchTrigger", "manifest.jsonl"));

        Assert.Empty(plan.Resources.Select(resource => resource.Type).Where(type => !TariffTable.Knows(type)).Distinct());
        AssertPriced(plan);
    }

    /// <summary>A model that jobs run is no host: what is estimated is the function's.</summary>
    [Fact]
    public async Task Types_OfAPlanWhoseBatchesAreJobs_HaveAPriceOrAReason()
    {
        var plan = await Given.PlanAsync(
            "staging", "lambda", ("batch", "sagemaker"), ("architecture", "x64"), ("batchInput", "s3://rooms/missions"), ("batchOutput", "s3://rooms/answers"), ("batchTrigger", "manifest.json"));

        Assert.Empty(plan.Resources.Select(resource => resource.Type).Where(type => !TariffTable.Knows(type)).Distinct());
        AssertPriced(plan);
    }

    [Fact]
    public async Task Types_OfAnEndpointWithoutInstances_HaveAPriceOrAReason()
    {
        var plan = await Given.PlanAsync("dev", "sagemaker", ("sagemakerCapacity", "serverless"), ("architecture", "x64"), ("maxRequestBytes", "4000000"), ("sagemakerServerlessProvisioned", "1"));

        Assert.Empty(plan.Resources.Select(resource => resource.Type).Where(type => !TariffTable.Knows(type)).Distinct());
        AssertPriced(plan);
    }

    [Fact]
    public async Task Types_OfLambdasInstances_HaveAPriceOrAReason()
    {
        var plan = await Given.PlanAsync("staging", "lambda", ("lambdaCapacity", "managed"), ("lambdaMemoryMb", "4096"), ("lambdaProvisionedConcurrency", "0"));

        Assert.Empty(plan.Resources.Select(resource => resource.Type).Where(type => !TariffTable.Knows(type)).Distinct());
        AssertPriced(plan);
    }

    [Fact]
    public void Type_ThatNobodyHasThoughtOf_IsNotKnownAndTold()
    {
        const string NewType = "aws:braket/machine:Machine";

        var estimate = Given.Estimate(Workload.None, Given.Resource(NewType, "new"));

        Assert.False(TariffTable.Knows(NewType));
        Assert.Contains(estimate.Notes, note => note.Contains(NewType, StringComparison.Ordinal));
    }

    [Fact]
    public void Prices_OfTheShippedFile_NameDateAndSourceAndThoseOfAws()
    {
        Assert.All(Given.Prices.Prices.Values, price => Assert.InRange(price.Usd, 1e-10, 10));
        Assert.DoesNotContain(Given.Prices.Prices.Values, price => price is { Unchecked: true, ComparedWith: not null });
    }

    // Every price that a tariff names is in the file, at any load.
    private static void AssertPriced(RoomTypes.Cost.Plans.Plan plan)
    {
        var situation = new Situation(plan, Workload.Steady(5, 0.05), Given.Prices, Given.Curve);
        var estimate = Estimate.Of(situation);
        Assert.True(estimate.Of("compute") > 0);
        Assert.InRange(estimate.Monthly, 10, 5_000);
        Assert.True(estimate.Monthly > Estimate.Of(situation with { Work = Workload.None }).Monthly);
        Assert.Equal(estimate.Monthly, Parts.All.Sum(estimate.Of), 6);
        Assert.InRange(estimate.FreeTier, 0, estimate.Monthly);
    }
}
