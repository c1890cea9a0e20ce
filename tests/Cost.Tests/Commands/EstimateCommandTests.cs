using System.Text.RegularExpressions;
using Cost.Tests.Support;

namespace Cost.Tests.Commands;

/// <summary>The command as a process.</summary>
public partial class EstimateCommandTests
{
    [Fact]
    public async Task Cost_OfAStack_TellsEveryBackendAndKeepsABudget()
    {
        var (exitCode, output, error) = await Tool.RunAsync("cost", "dev", "--rps", "5", "--max", "10");

        Assert.Equal(3, exitCode);
        Assert.Matches(@"USD a month\s+│\s+lambda │\s+fargate │\s+eks │\s+ec2 │\s+sagemaker", output);
        Assert.Matches(@"dev on lambda costs [\d.]+ USD a month; --max allows 10\.00\.", error);
    }

    [Fact]
    public async Task Cost_WithinItsBudget_EndsWith0()
    {
        var (exitCode, output, _) = await Tool.RunAsync("cost", "dev", "--backend", "lambda", "--fleet", "1000x40", "--max", "1000", "--format", "markdown");

        Assert.Equal(0, exitCode);
        Assert.Contains("| USD a month | lambda |", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no stack named 'nowhere'", "nowhere")]
    [InlineData("--rps is '0'", "dev", "--rps", "0")]
    [InlineData("--rps is 'NaN'", "dev", "--rps", "NaN")]
    [InlineData("--backend is 'mainframe'; allowed are lambda, fargate, eks, ec2, sagemaker", "dev", "--backend", "mainframe")]
    [InlineData("no prices of 'eu-west-3'", "dev", "--backend", "lambda", "--region", "eu-west-3")]
    [InlineData("give one of them", "dev", "--rps", "1", "--fleet", "1x1")]
    [InlineData("--max is '-1'", "dev", "--max", "-1")]
    [InlineData("cannot be read", "dev", "--curve", "nowhere.json")]
    public async Task Cost_OfWhatCannotBe_EndsWith2AndSaysWhy(string why, params string[] arguments)
    {
        var (exitCode, output, error) = await Tool.RunAsync(["cost", .. arguments]);

        Assert.Equal((2, ""), (exitCode, output));
        Assert.Contains(why, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Preview_OfAnotherBackend_EndsWithTheMonthAndItsDifference()
    {
        var (exitCode, output, error) = await Tool.RunAsync("preview", "dev", "--diff", "dev", "--config", "backend=eks");

        Assert.True(exitCode == 0, error);
        Assert.Matches(Estimate(), output.TrimEnd().Split('\n')[^1]);
    }

    [Fact]
    public async Task Preview_AsJson_IsOneObject()
    {
        var (_, output, _) = await Tool.RunAsync("preview", "dev", "--json", "--no-policies");

        Assert.NotNull(System.Text.Json.Nodes.JsonNode.Parse(output));
    }

    [GeneratedRegex(@"^\d+\.\d\d USD a month while nothing is asked, \d+\.\d\d at 1 request a second \(\+\d+\.\d\d and \+\d+\.\d\d from before\), at list prices of us-east-1")]
    private static partial Regex Estimate();
}
