# Sourced by ./run: takes a stack to a version, asks the API whether it works, and goes back where it does not.

deploy_usage() {
  cat <<'TEXT'
./run deploy STACK [OPTION...]  pulumi up with the policy packs, then ./run verify. A new image is tried by a share of the requests
                                first: ECS does it in the update, CodeDeploy, EC2's instance refresh and SageMaker after it, and on
                                EKS this command, which watches the alarms. What fails goes back to the image that ran before, and
                                ends with 1
  --image REPOSITORY@sha256:DIGEST
                                the image, copied to the stack's account where that has not got it (default: as configured)
  --preview                     change nothing: the consequences for what is deployed, and pulumi's preview, as Markdown
TEXT
}

# policy_packs STACK: what the Pulumi CLI takes for the packs with the stack's configuration of them.
policy_packs() {
  local pack
  for pack in tagging capacity security; do
    echo --policy-pack
    echo "$root/policies/$pack"
    [ -e "policies/config/$1.json" ] || continue
    echo --policy-pack-config
    echo "$root/policies/config/$1.json"
  done
}

output_of() { pulumi stack output "$2" --stack "$1" 2>/dev/null; }

# account_repository STACK: where the stack takes the service's image from.
account_repository() {
  local region account
  region=$(pulumi config get aws:region --stack "$1")
  account=$(aws sts get-caller-identity --query Account --output text)
  echo "$account.dkr.ecr.$region.amazonaws.com$(case $region in cn-*) echo .cn ;; esac)/room-type/service"
}

# up STACK [DIGEST] [CANARY_DIGEST]: an image that is tried is said each time, as the CLI keeps what it is told in the stack's file.
up() {
  local packs canary=()
  mapfile -t packs < <(policy_packs "$1")
  [ "$backend" != eks ] || canary=(--config "room-type:eksCanaryDigest=${3:-}")
  pulumi up --stack "$1" --yes --non-interactive ${2:+--config "room-type:imageDigest=$2"} "${canary[@]}" "${packs[@]}" >&2
}

# raised ALARM...: those that are on, a line each.
raised() { aws cloudwatch describe-alarms --alarm-names "$@" --alarm-types MetricAlarm --state-value ALARM --query 'MetricAlarms[].[AlarmName]' --output text; }

# watched MINUTES ALARM...: whether none comes on within that time. Nobody can tell is no better than on.
watched() {
  local until=$((SECONDS + $1 * ${DEPLOY_MINUTE_SECONDS:-60})) on
  shift
  while :; do
    on=$(raised "$@") || { say "The alarms cannot be read."; return 1; }
    [ -z "$on" ] || { say "In alarm: $(xargs <<<"$on")"; return 1; }
    [ "$SECONDS" -lt "$until" ] || return 0
    sleep "${DEPLOY_POLL_SECONDS:-15}"
  done
}

# step_by_step STACK DIGEST BEFORE: on EKS a share of the requests goes to the new version, beside the one that runs; then all; back on an alarm.
step_by_step() {
  say "A share of the requests tries $2 for ${watch[0]} minutes"
  up "$1" "$3" "$2" && watched "${watch[0]}" "${watch[@]:2}" || return 1
  say "All requests"
  attempt "$1" "$2" && watched "${watch[1]}" "${watch[@]:2}"
}

# refreshed COMMAND: EC2 replaces instances, and goes back by itself on an alarm.
refreshed() {
  local group id status
  group=$(grep -oP '"AutoScalingGroupName":"\K[^"]+' <<<"$1") || { say "The output releaseCommand names no group: $1"; return 1; }
  id=$(bash -c "$1 --query InstanceRefreshId --output text") || return 1
  say "Waiting for the instance refresh $id"
  while :; do
    status=$(aws autoscaling describe-instance-refreshes --auto-scaling-group-name "$group" --instance-refresh-ids "$id" --query 'InstanceRefreshes[0].Status' --output text) || return 1
    case $status in
      Successful) return 0 ;;
      Failed | Cancelled | RollbackSuccessful | RollbackFailed)
        say "The instance refresh is $status: $(aws autoscaling describe-instance-refreshes --auto-scaling-group-name "$group" --instance-refresh-ids "$id" --query 'InstanceRefreshes[0].StatusReason' --output text)"
        return 1 ;;
    esac
    sleep "${DEPLOY_POLL_SECONDS:-15}"
  done
}

# of_endpoint NAME FIELD
of_endpoint() { aws sagemaker describe-endpoint --endpoint-name "$1" --query "$2" --output text; }

# moved COMMAND: SageMaker moves an endpoint to another configuration, and goes back by itself on an alarm. The one before, and its model, are of no use then.
moved() {
  local endpoint config before model status
  endpoint=$(grep -oP '"EndpointName":"\K[^"]+' <<<"$1") && config=$(grep -oP '"EndpointConfigName":"\K[^"]+' <<<"$1") || { say "The output releaseCommand names no endpoint: $1"; return 1; }
  before=$(of_endpoint "$endpoint" EndpointConfigName) || return 1
  [ "$before" != "$config" ] || return 0
  bash -c "$1 --query EndpointArn --output text" >&2 || return 1
  say "Waiting for the endpoint $endpoint"
  while :; do
    status=$(of_endpoint "$endpoint" EndpointStatus) || return 1
    case $status in
      InService) break ;;
      Failed | OutOfService | UpdateRollbackFailed) say "The endpoint is $status: $(of_endpoint "$endpoint" FailureReason)"; return 1 ;;
    esac
    sleep "${DEPLOY_POLL_SECONDS:-15}"
  done
  [ "$(of_endpoint "$endpoint" EndpointConfigName)" = "$config" ] || { say "SageMaker went back to $before: $(of_endpoint "$endpoint" FailureReason)"; return 1; }
  model=$(aws sagemaker describe-endpoint-config --endpoint-config-name "$before" --query 'ProductionVariants[0].ModelName' --output text) || return 0
  aws sagemaker delete-endpoint-config --endpoint-config-name "$before" && aws sagemaker delete-model --model-name "$model" || say "$before or $model is left; it costs nothing."
}

# release STACK: lets a new version take over, where the update does not; CodeDeploy goes back by itself on an alarm.
release() {
  local command id status=Created
  command=$(output_of "$1" releaseCommand)
  [ -n "$command" ] || return 0
  case $backend in
    ec2) refreshed "$command"; return ;;
    sagemaker) moved "$command"; return ;;
  esac
  id=$(bash -c "$command --query deploymentId --output text") || return 1
  [ -n "$id" ] || return 0
  say "Waiting for CodeDeploy's deployment $id"
  while :; do
    status=$(aws deploy get-deployment --deployment-id "$id" --query deploymentInfo.status --output text) || return 1
    case $status in
      Succeeded) return 0 ;;
      Failed | Stopped)
        say "The deployment $status: $(aws deploy get-deployment --deployment-id "$id" --query deploymentInfo.errorInformation.message --output text)"
        return 1 ;;
    esac
    sleep "${DEPLOY_POLL_SECONDS:-15}"
  done
}

# attempt STACK [DIGEST]
attempt() { up "$1" "${2:-}" && release "$1" && "$root/run" verify "$1" >&2; }

# preview_of STACK: hazards and steps from what is deployed, then what the engine says. Only the infrastructure: nothing is built.
preview_of() {
  local stack=$1 state packs status=0 digest
  need_dotnet
  state=$(mktemp)
  trap "rm -f '$state'" EXIT
  pulumi stack export --stack "$stack" >"$state" || fail "The state of $stack cannot be read: pulumi login, and the stack's name."
  # Another program of this command: it ends with its own status.
  "$root/run" preview "$stack" --from "$state" --markdown || status=$?
  digest=$(output_of "$stack" imageDigest) || digest=""
  mapfile -t packs < <(policy_packs "$stack")
  printf '\n<details><summary>pulumi preview</summary>\n\n```\n'
  pulumi preview --stack "$stack" --non-interactive --color never ${digest:+--config "room-type:imageDigest=$digest"} "${packs[@]}" || status=$?
  printf '```\n\n</details>\n'
  return "$status"
}

deploy() {
  local stack="" image="" preview="" before digest="" repository backend on way=attempt watch=()
  while [ $# -gt 0 ]; do
    case $1 in
      --image) image=${2:?--image needs REPOSITORY@sha256:DIGEST}; shift 2 ;;
      --preview) preview=1; shift ;;
      --help) deploy_usage; exit ;;
      *) [ -z "$stack" ] || { deploy_usage >&2; fail "'$1' is one too many."; }; stack=$1; shift ;;
    esac
  done
  [ -e "Pulumi.$stack.yaml" ] || { deploy_usage >&2; fail "The stack is '$stack'; those with a configuration are: $(ls Pulumi.*.yaml | sed 's/Pulumi\.\(.*\)\.yaml/\1/' | xargs)."; }
  need pulumi "Install the Pulumi CLI (https://www.pulumi.com/docs/install/)."
  if [ -n "$preview" ]; then preview_of "$stack"; return; fi
  need aws "Install the AWS CLI (https://aws.amazon.com/cli/)."
  # Alarms and deployments are asked for where the stack is, whatever the shell's region is.
  AWS_REGION=$(pulumi config get aws:region --stack "$stack") || fail "aws:region of $stack cannot be read: pulumi login, and the stack's name."
  export AWS_REGION AWS_DEFAULT_REGION=$AWS_REGION
  if [ -n "$image" ]; then
    [[ $image =~ @(sha256:[0-9a-f]{64})$ ]] || fail "The image is '$image'; allowed is a repository, @sha256: and 64 hexadecimal digits."
    digest=${BASH_REMATCH[1]}
    repository=$(account_repository "$stack")
    [ "${image%@*}" = "$repository" ] || "$root/run" copy-image "$image" "$repository" >&2 || fail "The image could not be copied: nothing is changed."
  fi
  backend=$(pulumi config get room-type:backend --stack "$stack" 2>/dev/null) || backend=lambda
  before=$(output_of "$stack" imageDigest) || before=""
  read -ra watch <<<"$(output_of "$stack" releaseWatch)" || true
  if [ "$backend" = eks ] && [ ${#watch[@]} -gt 2 ] && [ -n "$digest" ] && [ -n "$before" ] && [ "$digest" != "$before" ]; then
    on=$(raised "${watch[@]:2}") || fail "The alarms cannot be read: nothing is changed."
    [ -z "$on" ] || fail "In alarm already: $(xargs <<<"$on"). A canary would tell nothing, so nothing is changed: deploy when they are over, or, if this image mends it, with canaryPercent 0."
    way=step_by_step
  fi
  if "$way" "$stack" "$digest" "$before"; then
    output_of "$stack" imageDigest
    return
  fi
  [ -n "$before" ] || fail "$stack is not what it should be, and there was no version before to go back to."
  [ "$before" != "$digest" ] || fail "$stack is not what it should be, with the image that ran before: go back by undoing the change of code or settings, then ./run deploy $stack."
  say "Going back to $before"
  attempt "$stack" "$before" || fail "$stack is neither what it should be nor what it was: docs/deploying.md says how to repair it."
  fail "$stack is back at $before."
}
