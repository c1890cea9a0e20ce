using static Stacks.Tests.Commands.Deployments;

namespace Stacks.Tests.Commands;

/// <summary>The way of a version into a stack, with stand-ins of the tools that write down what they are asked.</summary>
public sealed class DeployTests : IDisposable
{
    private readonly Deployments _deployments = new();

    [Fact]
    public async Task Deploy_Image_IsUpWithPoliciesAndVerified()
    {
        var (exitCode, output) = await _deployments.DeployAsync("prod", $"BEFORE={Before}");

        Assert.True(exitCode == 0, output);
        Assert.Contains($"pulumi up --stack prod --yes --non-interactive --config room-type:imageDigest={StackRun.Digest} --policy-pack {Repository.Folder}/policies/tagging --policy-pack-config {Repository.Folder}/policies/config/prod.json", _deployments.Shell.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("skopeo copy", _deployments.Shell.Log, StringComparison.Ordinal);
        Assert.Contains("ok: signed application/x-protobuf -> 200", output, StringComparison.Ordinal);
        Assert.Contains("ok: unsigned image/jpeg -> 403", output, StringComparison.Ordinal);
        Assert.EndsWith(StackRun.Digest, output.Split('\n').First(line => line.StartsWith("sha256", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deploy_ImageOfAnotherAccount_IsCopiedFirst()
    {
        var (exitCode, output) = await _deployments.DeployAsync("staging", $"BEFORE={Before} ACCOUNT=222222222222");

        Assert.True(exitCode == 0, output);
        Assert.Contains($"docker://222222222222.dkr.ecr.eu-central-1.amazonaws.com/room-type/service@{StackRun.Digest}", _deployments.Shell.Log, StringComparison.Ordinal);
        Assert.True(_deployments.Shell.Log.IndexOf("skopeo copy", StringComparison.Ordinal) < _deployments.Shell.Log.IndexOf("pulumi up", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData($"BROKEN={StackRun.Digest}")]
    [InlineData($"UP_FAILS={StackRun.Digest}")]
    [InlineData("RELEASE='aws deploy create-deployment' STATUS=Failed")]
    public async Task Deploy_WhatFails_GoesBackToTheImageBefore(string fault)
    {
        var (exitCode, output) = await _deployments.DeployAsync("prod", $"BEFORE={Before} {fault}");

        Assert.Equal(1, exitCode);
        Assert.Contains($"Going back to {Before}", output, StringComparison.Ordinal);
        Assert.Equal([StackRun.Digest, Before], _deployments.Ups());
        Assert.Contains(fault.Contains("STATUS", StringComparison.Ordinal) ? "neither what it should be nor what it was" : $"prod is back at {Before}", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deploy_FirstVersionFails_SaysThatThereIsNoneBefore()
    {
        var (exitCode, output) = await _deployments.DeployAsync("prod", $"BEFORE= BROKEN={StackRun.Digest}");

        Assert.Equal(1, exitCode);
        Assert.Contains("there was no version before to go back to", output, StringComparison.Ordinal);
        Assert.Equal([StackRun.Digest], _deployments.Ups());
    }

    [Fact]
    public async Task Deploy_SameImageFails_SaysWhatToUndo()
    {
        var (exitCode, output) = await _deployments.DeployAsync("prod", $"BEFORE={StackRun.Digest} BROKEN={StackRun.Digest}");

        Assert.Equal(1, exitCode);
        Assert.Contains("go back by undoing the change of code or settings", output, StringComparison.Ordinal);
        Assert.Equal([StackRun.Digest], _deployments.Ups());
    }

    [Theory]
    [InlineData("./run deploy prod --image rooms:latest", "@sha256: and 64 hexadecimal digits")]
    [InlineData("./run deploy qa", "The stack is 'qa'; those with a configuration are: dev prod staging.")]
    [InlineData("./run deploy", "The stack is ''")]
    [InlineData("./run verify qa", "which has no Pulumi.qa.yaml")]
    public async Task Deploy_WrongWords_AreToldWithWhatIsAllowed(string command, string message)
    {
        var (exitCode, output) = await _deployments.Shell.RunAsync(command);

        Assert.Equal(1, exitCode);
        Assert.Contains(message, output, StringComparison.Ordinal);
        Assert.DoesNotContain("pulumi up", _deployments.Shell.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_Credentials_AreInNoCommandLine()
    {
        var (exitCode, output) = await _deployments.Shell.RunAsync("AWS_ACCESS_KEY_ID=AKIA AWS_SECRET_ACCESS_KEY=hidden AWS_SESSION_TOKEN=token ./run verify dev");

        Assert.True(exitCode == 0, output);
        Assert.Contains("user = \"AKIA:hidden\"", _deployments.Shell.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(3, 0, 3)]
    [InlineData(0, 4, 4)]
    public async Task Preview_OfWhatIsDeployed_TellsHazardsThenTheEnginesOwn(int hazards, int engine, int expected)
    {
        // ./run preview is tested with its own command: here it tells what it was asked, of which state.
        _deployments.Shell.With("run", $"echo \"run $*\" >>$LOG; cat \"$4\" >>$LOG; echo '## Hazards'; exit {hazards}");
        var state = Path.GetTempFileName();
        await File.WriteAllTextAsync(state, "exported");

        var (exitCode, output) = await _deployments.Shell.RunAsync($$"""
            set -euo pipefail
            source scripts/setup.sh; source scripts/deploy.sh
            root=$(dirname "$(command -v run)")
            BEFORE={{Before}} STATE={{state}} PREVIEW={{engine}} deploy prod --preview
            """);

        Assert.Equal(expected, exitCode);
        Assert.Matches("run preview prod --from [^ ]+ --markdown\nexported", _deployments.Shell.Log);
        Assert.Contains($"pulumi preview --stack prod --non-interactive --color never --config room-type:imageDigest={Before} --policy-pack", _deployments.Shell.Log, StringComparison.Ordinal);
        Assert.Matches("(?s)## Hazards.*<summary>pulumi preview</summary>.*```.*planned.*```.*</details>", output);
        Assert.DoesNotContain("pulumi up", _deployments.Shell.Log, StringComparison.Ordinal);
        File.Delete(state);
    }

    [Fact]
    public async Task Preview_StateThatCannotBeRead_IsSaid()
    {
        var (exitCode, output) = await _deployments.Shell.RunAsync("STATE=/nowhere ./run deploy prod --preview");

        Assert.Equal(1, exitCode);
        Assert.Contains("The state of prod cannot be read: pulumi login, and the stack's name.", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PushImage_NotThere_IsBuiltForTheProcessorAndPushedUnderTheCommit()
    {
        // Nothing is under the tag until it is copied there. What builds is tested with the image itself.
        _deployments.Shell.With("skopeo", $"echo \"skopeo $*\" >>$LOG; case $1 in login) cat >/dev/null ;; inspect) grep -q '^skopeo copy' $LOG && echo {StackRun.Digest} ;; esac")
            .With("built", "echo \"image $*\" >>$LOG");

        var (exitCode, output) = await _deployments.Shell.RunAsync($$"""
            set -euo pipefail
            for part in setup copy-image push-image; do source scripts/$part.sh; done
            image() { built "$@"; }
            push_image {{Deployments.Registry}} --platform linux/arm64 --tag v8
            """);

        Assert.Equal((0, Image), (exitCode, output.Trim().Split('\n')[^1]));
        var steps = _deployments.Shell.Log.Split('\n').Where(line => line.StartsWith("image", StringComparison.Ordinal) || line.StartsWith("skopeo copy", StringComparison.Ordinal)).ToList();
        Assert.Equal("image --tag room-type:v8 --platform linux/arm64", steps[0]);
        Assert.EndsWith($"/artifacts/image/image.tar docker://{Deployments.Registry}:v8", steps[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task PushImage_PushedBefore_IsNotBuiltAgain()
    {
        var (exitCode, output) = await _deployments.Shell.RunAsync($"./run push-image {Deployments.Registry} --tag v7");

        Assert.Equal((0, Image), (exitCode, output.Trim()));
        Assert.Contains("skopeo inspect --authfile", _deployments.Shell.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("skopeo copy", _deployments.Shell.Log, StringComparison.Ordinal);
    }

    public void Dispose() => _deployments.Dispose();
}
