namespace Stacks.Tests.Commands;

public sealed class CopyImageTests : IDisposable
{
    private const string Source = $"111111111111.dkr.ecr.eu-central-1.amazonaws.com/room-type/service@{StackRun.Digest}";
    private const string Target = "222222222222.dkr.ecr.eu-west-1.amazonaws.com/room-type/service";

    private readonly Shell _shell = new Shell()
        .With("aws", "echo \"aws $*\" >>$LOG; echo password")
        .With("skopeo", $"echo \"skopeo $*\" >>$LOG; case $1 in login) cat >/dev/null ;; inspect) echo \"${{COPIED:-{StackRun.Digest}}}\" ;; esac");

    [Fact]
    public async Task CopyImage_BetweenAccounts_KeepsTheDigest()
    {
        var (exitCode, output) = await _shell.RunAsync($"./run copy-image {Source} {Target} --to-profile prod");

        Assert.Equal((0, StackRun.Digest), (exitCode, output.Trim()));
        Assert.Contains("aws --region eu-central-1 ecr get-login-password", _shell.Log, StringComparison.Ordinal);
        Assert.Contains("aws --profile prod --region eu-west-1 ecr get-login-password", _shell.Log, StringComparison.Ordinal);
        Assert.Matches($"skopeo copy --preserve-digests .* docker://{Source} docker://{Target}@{StackRun.Digest}", _shell.Log);
        Assert.DoesNotContain("skopeo login password", _shell.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CopyImage_OfAnotherDigest_IsRefused()
    {
        var (exitCode, output) = await _shell.RunAsync($"COPIED=sha256:other ./run copy-image {Source} {Target}");

        Assert.Equal(1, exitCode);
        Assert.Contains($"The copy has the digest sha256:other, not {StackRun.Digest}", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("111111111111.dkr.ecr.eu-central-1.amazonaws.com/room-type/service:latest", Target, "does not name a digest")]
    [InlineData(Source, Target + ":latest", "names a tag or a digest")]
    [InlineData(Source, "registry.example.com/rooms", "is no ECR repository")]
    [InlineData(Source, "", "The source or the target is missing")]
    public async Task CopyImage_WrongNames_AreToldWithWhatIsAllowed(string source, string target, string message)
    {
        var (exitCode, output) = await _shell.RunAsync($"./run copy-image {source} {target}");

        Assert.Equal(1, exitCode);
        Assert.Contains(message, output, StringComparison.Ordinal);
        Assert.DoesNotContain("skopeo copy", _shell.Log, StringComparison.Ordinal);
    }

    public void Dispose() => _shell.Dispose();
}
