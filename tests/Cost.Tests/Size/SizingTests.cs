using RoomTypes.Pricing;
using RoomTypes.Size;

namespace Cost.Tests.Size;

public class SizingTests
{
    private static readonly Curve Measured = new([new(0.5, 40, 25, 100, 12, 100), new(1, 100, 10, 60, 10, 200), new(2, 180, 10, 80, 11, 300)]);

    private static readonly PriceList Listed = new("us-east-1", new Dictionary<string, Price>
    {
        ["lambda/gb-second/x64"] = Usd(0.00001),
        ["lambda/request"] = Usd(0.0000002),
        ["fargate/vcpu-hour/x64"] = Usd(0.04),
        ["fargate/gb-hour/x64"] = Usd(0.005),
        ["ec2/vcpu-hour/x64"] = Usd(0.05),
        ["ec2/instance-hour/c7i.xlarge"] = Usd(0.2),
        ["ec2/instance-hour/c7i.large"] = Usd(0.1),
        ["ec2/instance-hour/c7g.large"] = Usd(0.01),
        ["sagemaker/instance-hour/ml.c7i.large"] = Usd(0.12),
        ["sagemaker/serverless-gb-second"] = Usd(0.00002),
    });

    [Theory]
    [InlineData(0.25, 20)]
    [InlineData(0.5, 40)]
    [InlineData(0.75, 70)]
    [InlineData(2, 180)]
    [InlineData(4, 360)]
    public void PerSecond_BetweenAndBeyondPoints_FollowsThem(double vcpus, double rate) => Assert.Equal(rate, Measured.PerSecond(vcpus), 9);

    [Theory]
    [InlineData(0.25, 0.050)]
    [InlineData(0.5, 0.025)]
    [InlineData(0.75, 1 / 70.0)]
    [InlineData(8, 0.010)]
    public void AloneSeconds_BeyondPoints_GrowsWithLessAndNotWithMore(double vcpus, double seconds) => Assert.Equal(seconds, Measured.AloneSeconds(vcpus), 9);

    [Fact]
    public void Of_AFunction_IsPaidByTheMillisecondAndTheRequest()
    {
        var row = Row("Lambda", "1769 MB", 250);
        // 10 ms of 1769/1024 GB at 0.00001 USD and the request.
        Assert.Equal((10 * 1769 / 1024.0 * 0.01) + 0.2, row.PerMillion, 9);
        Assert.Equal((100, 3), (row.PerSecond, row.Count));
        Assert.Equal(row.PerMillion * 250 * 730 * 3600 / 1e6, row.PerMonth!.Value, 6);
    }

    [Fact]
    public void Of_ATask_IsPaidAllTheTimeAtItsUsualLoad()
    {
        var row = Row("Fargate", "1 vCPU", 250);
        // 0.05 USD an hour for 60 pictures a second of the 100 that it could.
        Assert.Equal(0.05 / (60 * 3600) * 1e6, row.PerMillion, 9);
        Assert.Equal(5, row.Count);
        Assert.Equal(5 * 0.05 * 730, row.PerMonth!.Value, 9);
        Assert.False(row.IsBeyondMeasured);
        Assert.True(Row("EKS", "c7i pod", null, vcpus: 4).IsBeyondMeasured);
    }

    [Theory]
    [InlineData("EC2", "c7i.large", 0.1)]
    [InlineData("SageMaker", "ml.c7i.large", 0.12)]
    public void Of_AMachine_IsOfTheProcessorsFamilyAndPaidByTheHour(string host, string type, double hour)
    {
        var row = Row(host, type, 250);
        // 108 pictures a second of the 180 that two vCPUs could.
        Assert.Equal((2, 4, 3), (row.Vcpus, row.Gigabytes, row.Count));
        Assert.Equal(hour / (108 * 3600) * 1e6, row.PerMillion, 9);
        Assert.Equal(["c7i.large", "c7i.xlarge"], Sizing.Of(Measured, Listed, "x64", "machine", null).Rows.Where(other => other.Host == "EC2").Select(other => other.Name));
    }

    [Fact]
    public void Of_AnEndpointWithoutInstances_IsPaidByTheMillisecondAndOfX64Alone()
    {
        // 2048 MB have 1.158 vCPUs, which took 10 ms as one does.
        Assert.Equal(10 * 2 * 0.02, Row("SageMaker", "2048 MB", null).PerMillion, 9);
        Assert.DoesNotContain(Sizing.Of(Measured, PriceList.Of("us-east-1", Path.Combine(AppContext.BaseDirectory, "prices")), "arm64", "machine", null).Rows, row => row.Host == "SageMaker" && row.Name.EndsWith("MB", StringComparison.Ordinal));
    }

    [Fact]
    public void Of_LessMemoryThanThePeakAndAQuarter_IsTold()
    {
        // 375 MB.
        Assert.True(Row("Lambda", "512 MB", null).HasMemory);
        Assert.False(Sizing.Of(new Curve([new(1, 100, 10, 60, 10, 500)]), Listed, "x64", "machine", null).Rows[0].HasMemory);
    }

    [Fact]
    public void Of_WithoutARate_TellsNoMonth() => Assert.Null(Row("Fargate", "1 vCPU", null).PerMonth);

    [Fact]
    public void Of_AProcessorWithoutPrices_NamesWhatIsMissing() =>
        Assert.Contains("'lambda/gb-second/riscv64'", Assert.Throws<PriceException>(() => Sizing.Of(Measured, Listed, "riscv64", "machine", null)).Message);

    [Fact]
    public void Of_TheShippedPrices_TellsEverySizeOfBothProcessors()
    {
        var prices = PriceList.Of("us-east-1", Path.Combine(AppContext.BaseDirectory, "prices"));
        Assert.All(["x64", "arm64"], processor => Assert.All(Sizing.Of(Measured, prices, processor, "machine", 10).Rows, row => Assert.InRange(row.PerMillion, 0.1, 100)));
    }

    private static Price Usd(double usd) => new("one", usd, "2026-06-17", "https://aws.amazon.com/pricing/");

    private static Row Row(string host, string name, double? rps, double? vcpus = null) =>
        Sizing.Of(Measured, Listed, "x64", "machine", rps).Rows.First(row => row.Host == host && row.Name == name && (vcpus is null || row.Vcpus == vcpus));
}
