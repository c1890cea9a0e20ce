namespace Stacks.Tests.Commands;

/// <summary>The deploy command with stand-ins of the tools that write down what they are asked.</summary>
internal sealed class Deployments : IDisposable
{
    /// <summary>Where images are.</summary>
    public const string Registry = "111111111111.dkr.ecr.eu-central-1.amazonaws.com/room-type/service";

    /// <summary>What is deployed.</summary>
    public const string Image = $"{Registry}@{StackRun.Digest}";

    /// <summary>The image that ran before.</summary>
    public const string Before = "sha256:1111111111111111111111111111111111111111111111111111111111111111";

    // What is deployed is what the last up said.
    public Shell Shell { get; } = new Shell()
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

    public void Dispose() => Shell.Dispose();

    /// <summary>Deploys the image to a stack, with variables of the stand-ins.</summary>
    public Task<(int ExitCode, string Output)> DeployAsync(string stack, string variables) =>
        Shell.RunAsync($"AWS_ACCESS_KEY_ID=AKIA AWS_SECRET_ACCESS_KEY=hidden VERIFY_TRIES=1 DEPLOY_POLL_SECONDS=0 {variables} ./run deploy {stack} --image {Image}");

    /// <summary>The images of each pulumi up.</summary>
    public IEnumerable<string> Ups() => Shell.Log.Split('\n').Where(line => line.StartsWith("pulumi up ", StringComparison.Ordinal)).Select(line => line.Split("imageDigest=")[1].Split(' ')[0]);
}
