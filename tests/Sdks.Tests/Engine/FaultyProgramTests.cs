using Pulumi.Engine.Recording;

namespace Sdks.Tests.Engine;

/// <summary>Programs that are wrong, as the engine reports them.</summary>
public class FaultyProgramTests
{
    [Theory]
    [InlineData("missing-config", 32, "Missing Required configuration variable 'wire:missing'")]
    [InlineData("missing-input", 32, "is required but was not given a value")]
    [InlineData("unsupported-type", 32, "is not a supported argument type")]
    [InlineData("throw-in-apply", 32, "thrown in apply of a")]
    [InlineData("throw", 32, "thrown by the program")]
    [InlineData("run-exception", 32, "stopped on purpose")]
    [InlineData("unknown-function", 32, "the offline engine has no answer for the function 'test:index/none:none'")]
    [InlineData("log-error", 1, "not good")]
    public async Task Program_Fails_WithItsExitCodeAndMessage(string program, int exitCode, string message)
    {
        var result = await Programs.RunAsync(program);

        Assert.Equal(RunOutcome.Failed, result.Outcome);
        Assert.Equal(exitCode, result.ExitCode);
        Assert.Contains(result.Logs, log => log.Severity == LogSeverity.Error && log.Message.Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Program_SameNameTwice_FailsWithTheEnginesError()
    {
        var result = await Programs.RunAsync("duplicate");

        Assert.Equal(RunOutcome.Failed, result.Outcome);
        Assert.Equal("Duplicate resource URN 'urn:pulumi:dev::wire::test:index:Thing::same'; try giving it a unique name", result.Errors[0]);
    }

    [Fact]
    public async Task Program_ThatNeverEnds_IsStopped()
    {
        var result = await Programs.RunAsync("hang", with: options => options with { Timeout = TimeSpan.FromSeconds(5) });

        Assert.Equal(RunOutcome.TimedOut, result.Outcome);
    }

    [Fact]
    public async Task Program_WithAThousandResources_HasThemAll()
    {
        var result = await Programs.RunAsync("many");

        Assert.True(result.Succeeded, string.Join('\n', result.Errors));
        Assert.Equal(1001, result.Resources.Count);
    }
}
