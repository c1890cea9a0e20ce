namespace Stacks.Tests.Commands;

/// <summary>The way of a version into a stack, with stand-ins of the tools that write down what they are asked.</summary>
public sealed class DeployTests : IDisposable
{
    private const string Registry = "111111111111.dkr.ecr.eu-central-1.amazonaws.com/room-type/service";
    private const string Image = $"{Registry}@{StackRun.Digest}";
    private const string Before = "sha256:1111111111111111111111111111111111111111111111111111111111111111";

    // What is deployed is what the last up said.
    private readonly Shell _shell = new Shell()
        .With("pulumi", $$"""
            echo "pulumi $*" >>$LOG
            now=$(grep -o 'imageDigest=[^ ]*' $LOG | tail -n 1 | cut -d= -f2)
            case "$1 $2 $3" in
              "up "*) [ "${UP_FAILS:-}" != "$now" ] ;;
              "stack output imageDigest") echo "${now:-$BEFORE}" ;;
              "stack output releaseCommand") echo "${RELEASE:-}" ;;
              "stack output releaseWatch") echo "${WATCH:-}" ;;
              "config get room-type:backend") echo "${BACKEND:-lambda}" ;;
              "stack output endpoint") echo https://example.invalid/v1 ;;
              "stack export "*) cat "$STATE" ;;
              "preview "*) echo planned; exit "${PREVIEW:-0}" ;;
              "config get aws:region") echo eu-central-1 ;;
              "stack output clientKeys") echo '{}' ;;
            esac
            """)
        .With("aws", """
            echo "aws $*" >>$LOG
            case "$1 $2" in
              "sts get-caller-identity") echo "${ACCOUNT:-111111111111}" ;;
              "cloudwatch describe-alarms")
                echo "region $AWS_REGION" >>$LOG
                [ -z "${UNREADABLE:-}" ] || exit 254
                [ "$(grep -c describe-alarms $LOG)" != "${ALARM_AT:-}" ] || echo room-type-prod-eks-alternate-errors ;;
              "autoscaling start-instance-refresh") echo r-ABC ;;
              "autoscaling describe-instance-refreshes") case $* in *StatusReason*) echo an alarm ;; *) if [ "$(grep -c instance-refresh-ids $LOG)" -lt 2 ]; then echo InProgress; else echo "${STATUS:-Successful}"; fi ;; esac ;;
              "sagemaker describe-endpoint")
                case $* in
                  *EndpointStatus*) if [ "$(grep -c EndpointStatus $LOG)" -lt 2 ]; then echo Updating; else echo "${STATUS:-InService}"; fi ;;
                  *FailureReason*) echo an alarm ;;
                  *) if [ -z "${WENT_BACK:-}" ] && grep -q "update-endpoint" $LOG; then echo room-type-after; else echo room-type-before; fi ;;
                esac ;;
              "sagemaker describe-endpoint-config") echo model-before ;;
              "deploy create-deployment") echo d-ABC ;;
              "deploy get-deployment") case $* in *errorInformation*) echo an alarm ;; *) cat $LOG.status 2>/dev/null || echo "${STATUS:-Succeeded}" ;; esac ;;
            esac
            """)
        .With("curl", """
            out=/dev/null; signed=""; type=""
            while [ $# -gt 0 ]; do case $1 in -o) out=$2; shift ;; --config) signed=1; cat "$2" >>$LOG ;; -H) type=$2; shift ;; esac; shift; done
            [ -z "${BROKEN:-}" ] || ! grep -o 'imageDigest=[^ ]*' $LOG | tail -n 1 | grep -q "$BROKEN" || { echo broken >$out; printf 500; exit; }
            case $signed$type in
              1*json) echo '{"code":"malformed"}' >$out; printf 400 ;;
              1*) echo ROOM_TYPE_KITCHEN >$out; printf 200 ;;
              *) echo '{"message":"Missing Authentication Token"}' >$out; printf 403 ;;
            esac
            """)
        .With("skopeo", $"echo \"skopeo $*\" >>$LOG; case $1 in login) cat >/dev/null ;; inspect) echo {StackRun.Digest} ;; esac");

    [Fact]
    public async Task Deploy_Image_IsUpWithPoliciesAndVerified()
    {
        var (exitCode, output) = await DeployAsync("prod", $"BEFORE={Before}");

        Assert.True(exitCode == 0, output);
        Assert.Contains($"pulumi up --stack prod --yes --non-interactive --config room-type:imageDigest={StackRun.Digest} --policy-pack {Repository.Folder}/policies/tagging --policy-pack-config {Repository.Folder}/policies/config/prod.json", _shell.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("skopeo copy", _shell.Log, StringComparison.Ordinal);
        Assert.Contains("ok: signed application/x-protobuf -> 200", output, StringComparison.Ordinal);
        Assert.Contains("ok: unsigned image/jpeg -> 403", output, StringComparison.Ordinal);
        Assert.EndsWith(StackRun.Digest, output.Split('\n').First(line => line.StartsWith("sha256", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deploy_ImageOfAnotherAccount_IsCopiedFirst()
    {
        var (exitCode, output) = await DeployAsync("staging", $"BEFORE={Before} ACCOUNT=222222222222");

        Assert.True(exitCode == 0, output);
        Assert.Contains($"docker://222222222222.dkr.ecr.eu-central-1.amazonaws.com/room-type/service@{StackRun.Digest}", _shell.Log, StringComparison.Ordinal);
        Assert.True(_shell.Log.IndexOf("skopeo copy", StringComparison.Ordinal) < _shell.Log.IndexOf("pulumi up", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData($"BROKEN={StackRun.Digest}")]
    [InlineData($"UP_FAILS={StackRun.Digest}")]
    [InlineData("RELEASE='aws deploy create-deployment' STATUS=Failed")]
    public async Task Deploy_WhatFails_GoesBackToTheImageBefore(string fault)
    {
        var (exitCode, output) = await DeployAsync("prod", $"BEFORE={Before} {fault}");

        Assert.Equal(1, exitCode);
        Assert.Contains($"Going back to {Before}", output, StringComparison.Ordinal);
        Assert.Equal([StackRun.Digest, Before], Ups());
        Assert.Contains(fault.Contains("STATUS", StringComparison.Ordinal) ? "neither what it should be nor what it was" : $"prod is back at {Before}", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deploy_FirstVersionFails_SaysThatThereIsNoneBefore()
    {
        var (exitCode, output) = await DeployAsync("prod", $"BEFORE= BROKEN={StackRun.Digest}");

        Assert.Equal(1, exitCode);
        Assert.Contains("there was no version before to go back to", output, StringComparison.Ordinal);
        Assert.Equal([StackRun.Digest], Ups());
    }

    [Fact]
    public async Task Deploy_SameImageFails_SaysWhatToUndo()
    {
        var (exitCode, output) = await DeployAsync("prod", $"BEFORE={StackRun.Digest} BROKEN={StackRun.Digest}");

        Assert.Equal(1, exitCode);
        Assert.Contains("go back by undoing the change of code or settings", output, StringComparison.Ordinal);
        Assert.Equal([StackRun.Digest], Ups());
    }

    [Fact]
    public async Task Deploy_OnLambda_WaitsForTheCanary()
    {
        var (exitCode, output) = await DeployAsync("prod", $"BEFORE={Before} RELEASE='aws deploy create-deployment'");

        Assert.True(exitCode == 0, output);
        Assert.Contains("aws deploy create-deployment --query deploymentId --output text\naws deploy get-deployment --deployment-id d-ABC", _shell.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deploy_OnEc2_WaitsForTheRefresh()
    {
        var (exitCode, output) = await DeployAsync("prod", OnEc2);

        Assert.True(exitCode == 0, output);
        Assert.Contains("--query InstanceRefreshId --output text\naws autoscaling describe-instance-refreshes --auto-scaling-group-name room-type-prod --instance-refresh-ids r-ABC ", _shell.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("RollbackSuccessful")]
    [InlineData("Failed")]
    public async Task Deploy_OnEc2RefreshThatWentBack_GoesBackToTheImageBefore(string status)
    {
        var (exitCode, output) = await DeployAsync("prod", $"{OnEc2} STATUS={status}");

        Assert.Equal(1, exitCode);
        Assert.Contains($"The instance refresh is {status}: an alarm", output, StringComparison.Ordinal);
        Assert.Equal([StackRun.Digest, Before], Ups());
    }

    [Fact]
    public async Task Deploy_OnSageMaker_WaitsForTheEndpointAndRemovesWhatItLeft()
    {
        var (exitCode, output) = await DeployAsync("prod", OnSageMaker);

        Assert.True(exitCode == 0, output);
        Assert.Contains("--query EndpointArn --output text\naws sagemaker describe-endpoint --endpoint-name rooms --query EndpointStatus", _shell.Log, StringComparison.Ordinal);
        Assert.Contains("aws sagemaker delete-endpoint-config --endpoint-config-name room-type-before\naws sagemaker delete-model --model-name model-before\n", _shell.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("STATUS=Failed", "The endpoint is Failed: an alarm")]
    [InlineData("WENT_BACK=1", "SageMaker went back to room-type-before: an alarm")]
    public async Task Deploy_OnSageMakerThatWentBack_GoesBackToTheImageBeforeAndRemovesNothing(string fault, string message)
    {
        var (exitCode, output) = await DeployAsync("prod", $"{OnSageMaker} {fault}");

        Assert.Equal(1, exitCode);
        Assert.Contains(message, output, StringComparison.Ordinal);
        Assert.Equal([StackRun.Digest, Before], Ups());
        Assert.DoesNotContain("delete-", _shell.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deploy_OnEks_IsTriedBesideWhatRunsThenTakesOver()
    {
        var (exitCode, output) = await DeployAsync("prod", OnEks);

        Assert.True(exitCode == 0, output);
        Assert.Equal([(Before, StackRun.Digest), (StackRun.Digest, "")], Steps());
        // Before, while it is tried, and after it has taken over: where the stack is.
        Assert.Equal(3, _shell.Log.Split("aws cloudwatch describe-alarms --alarm-names room-type-prod-eks-alternate-errors room-type-prod-api-errors --alarm-types").Length - 1);
        Assert.Equal(3, _shell.Log.Split("region eu-central-1\n").Length - 1);
    }

    [Fact]
    public async Task Deploy_OnEksAlarmWhileTried_LeavesWhatRuns()
    {
        var (exitCode, output) = await DeployAsync("prod", $"{OnEks} ALARM_AT=2");

        Assert.Equal(1, exitCode);
        Assert.Contains("In alarm: room-type-prod-eks-alternate-errors", output, StringComparison.Ordinal);
        Assert.Contains($"prod is back at {Before}", output, StringComparison.Ordinal);
        Assert.Equal([(Before, StackRun.Digest), (Before, "")], Steps());
    }

    [Fact]
    public async Task Deploy_OnEksAlarmAfterItHasTakenOver_GoesBack()
    {
        var (exitCode, output) = await DeployAsync("prod", $"{OnEks} ALARM_AT=3");

        Assert.Equal(1, exitCode);
        Assert.Contains($"prod is back at {Before}", output, StringComparison.Ordinal);
        Assert.Equal([(Before, StackRun.Digest), (StackRun.Digest, ""), (Before, "")], Steps());
    }

    [Theory]
    [InlineData("ALARM_AT=1", "In alarm already: room-type-prod-eks-alternate-errors")]
    [InlineData("UNREADABLE=1", "The alarms cannot be read: nothing is changed.")]
    public async Task Deploy_OnEksThatCannotBeWatched_ChangesNothing(string fault, string message)
    {
        var (exitCode, output) = await DeployAsync("prod", $"{OnEks} {fault}");

        Assert.Equal(1, exitCode);
        Assert.Contains(message, output, StringComparison.Ordinal);
        Assert.Empty(Steps());
    }

    [Fact]
    public async Task Deploy_OnEksForTheFirstTime_TriesNothing()
    {
        var (exitCode, output) = await DeployAsync("prod", "BACKEND=eks BEFORE=");

        Assert.True(exitCode == 0, output);
        Assert.Equal([(StackRun.Digest, "")], Steps());
    }

    [Theory]
    [InlineData("./run deploy prod --image rooms:latest", "@sha256: and 64 hexadecimal digits")]
    [InlineData("./run deploy qa", "The stack is 'qa'; those with a configuration are: dev prod staging.")]
    [InlineData("./run deploy", "The stack is ''")]
    [InlineData("./run verify qa", "which has no Pulumi.qa.yaml")]
    public async Task Deploy_WrongWords_AreToldWithWhatIsAllowed(string command, string message)
    {
        var (exitCode, output) = await _shell.RunAsync(command);

        Assert.Equal(1, exitCode);
        Assert.Contains(message, output, StringComparison.Ordinal);
        Assert.DoesNotContain("pulumi up", _shell.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_Credentials_AreInNoCommandLine()
    {
        var (exitCode, output) = await _shell.RunAsync("AWS_ACCESS_KEY_ID=AKIA AWS_SECRET_ACCESS_KEY=hidden AWS_SESSION_TOKEN=token ./run verify dev");

        Assert.True(exitCode == 0, output);
        Assert.Contains("user = \"AKIA:hidden\"", _shell.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(3, 0, 3)]
    [InlineData(0, 4, 4)]
    public async Task Preview_OfWhatIsDeployed_TellsHazardsThenTheEnginesOwn(int hazards, int engine, int expected)
    {
        // ./run preview is tested with its own command: here it tells what it was asked, of which state.
        _shell.With("run", $"echo \"run $*\" >>$LOG; cat \"$4\" >>$LOG; echo '## Hazards'; exit {hazards}");
        var state = Path.GetTempFileName();
        await File.WriteAllTextAsync(state, "exported");

        var (exitCode, output) = await _shell.RunAsync($$"""
            set -euo pipefail
            source scripts/setup.sh; source scripts/deploy.sh
            root=$(dirname "$(command -v run)")
            BEFORE={{Before}} STATE={{state}} PREVIEW={{engine}} deploy prod --preview
            """);

        Assert.Equal(expected, exitCode);
        Assert.Matches("run preview prod --from [^ ]+ --markdown\nexported", _shell.Log);
        Assert.Contains($"pulumi preview --stack prod --non-interactive --color never --config room-type:imageDigest={Before} --policy-pack", _shell.Log, StringComparison.Ordinal);
        Assert.Matches("(?s)## Hazards.*<summary>pulumi preview</summary>.*```.*planned.*```.*</details>", output);
        Assert.DoesNotContain("pulumi up", _shell.Log, StringComparison.Ordinal);
        File.Delete(state);
    }

    [Fact]
    public async Task Preview_StateThatCannotBeRead_IsSaid()
    {
        var (exitCode, output) = await _shell.RunAsync("STATE=/nowhere ./run deploy prod --preview");

        Assert.Equal(1, exitCode);
        Assert.Contains("The state of prod cannot be read: pulumi login, and the stack's name.", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PushImage_NotThere_IsBuiltForTheProcessorAndPushedUnderTheCommit()
    {
        // Nothing is under the tag until it is copied there. What builds is tested with the image itself.
        _shell.With("skopeo", $"echo \"skopeo $*\" >>$LOG; case $1 in login) cat >/dev/null ;; inspect) grep -q '^skopeo copy' $LOG && echo {StackRun.Digest} ;; esac")
            .With("built", "echo \"image $*\" >>$LOG");

        var (exitCode, output) = await _shell.RunAsync($$"""
            set -euo pipefail
            for part in setup copy-image push-image; do source scripts/$part.sh; done
            image() { built "$@"; }
            push_image {{Registry}} --platform linux/arm64 --tag v8
            """);

        Assert.Equal((0, Image), (exitCode, output.Trim().Split('\n')[^1]));
        var steps = _shell.Log.Split('\n').Where(line => line.StartsWith("image", StringComparison.Ordinal) || line.StartsWith("skopeo copy", StringComparison.Ordinal)).ToList();
        Assert.Equal("image --tag room-type:v8 --platform linux/arm64", steps[0]);
        Assert.EndsWith($"/artifacts/image/image.tar docker://{Registry}:v8", steps[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task PushImage_PushedBefore_IsNotBuiltAgain()
    {
        var (exitCode, output) = await _shell.RunAsync($"./run push-image {Registry} --tag v7");

        Assert.Equal((0, Image), (exitCode, output.Trim()));
        Assert.Contains("skopeo inspect --authfile", _shell.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("skopeo copy", _shell.Log, StringComparison.Ordinal);
    }

    public void Dispose() => _shell.Dispose();

    private Task<(int ExitCode, string Output)> DeployAsync(string stack, string variables) =>
        _shell.RunAsync($"AWS_ACCESS_KEY_ID=AKIA AWS_SECRET_ACCESS_KEY=hidden VERIFY_TRIES=1 DEPLOY_POLL_SECONDS=0 {variables} ./run deploy {stack} --image {Image}");

    private static string OnEc2 => $$"""BACKEND=ec2 BEFORE={{Before}} RELEASE='aws autoscaling start-instance-refresh --cli-input-json '"'"'{"AutoScalingGroupName":"room-type-prod"}'"'"''""";

    private static string OnSageMaker => $$"""BACKEND=sagemaker BEFORE={{Before}} RELEASE='aws sagemaker update-endpoint --cli-input-json '"'"'{"EndpointName":"rooms","EndpointConfigName":"room-type-after"}'"'"''""";

    private static string OnEks => $"BACKEND=eks BEFORE={Before} WATCH='10 15 room-type-prod-eks-alternate-errors room-type-prod-api-errors' DEPLOY_MINUTE_SECONDS=0";

    private IEnumerable<(string Image, string Canary)> Steps() => _shell.Log.Split('\n').Where(line => line.StartsWith("pulumi up ", StringComparison.Ordinal))
        .Select(line => (line.Split("imageDigest=")[1].Split(' ')[0], line.Split("eksCanaryDigest=")[1].Split(' ')[0]));

    private IEnumerable<string> Ups() => _shell.Log.Split('\n').Where(line => line.StartsWith("pulumi up ", StringComparison.Ordinal)).Select(line => line.Split("imageDigest=")[1].Split(' ')[0]);
}
