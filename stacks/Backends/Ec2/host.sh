#!/bin/bash
# What the units of an instance do. Their environment is /etc/room-type/host.env, which stacks/Backends/Ec2/UserData.cs writes.
set -euo pipefail
umask 077
memory=/run/room-type

# metadata PATH: what EC2 says of this instance (IMDSv2).
metadata() {
  local token
  token=$(curl -fsS -m 2 -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 60' http://169.254.169.254/latest/api/token)
  curl -fsS -m 2 -H "X-aws-ec2-metadata-token: $token" "http://169.254.169.254/latest/meta-data/$1"
}

# prepare IMAGE: who this instance is, how much memory the service may take, and the image.
prepare() {
  local id total
  mkdir -p "$memory"
  id=$(metadata instance-id)
  total=$(awk '/^MemTotal:/ { print int($2 / 1024) }' /proc/meminfo)
  [ $((total - RESERVED_MB)) -ge 256 ] || { echo "This instance has $total MB, of which $RESERVED_MB are kept: take larger ec2InstanceTypes." >&2; return 1; }
  printf 'INSTANCE_ID=%s\nSERVICE_MB=%s\n' "$id" "$((total - RESERVED_MB))" >"$memory/instance.env.$$"
  mv "$memory/instance.env.$$" "$memory/instance.env"
  docker image inspect "$1" >/dev/null 2>&1 || pull "$1"
}

# pull IMAGE: the registry's password lies in memory, and no longer than it is used.
pull() {
  local status=0
  export DOCKER_CONFIG="$memory/docker.$$"
  aws ecr get-login-password | docker login --username AWS --password-stdin "${1%%/*}" && docker pull --quiet "$1" || status=$?
  rm -rf "$DOCKER_CONFIG"
  return "$status"
}

# secret NAME ARN VERSION: a variable of the service that no template and no disk may hold.
secret() {
  local value
  value=$(aws secretsmanager get-secret-value --secret-id "$2" --version-id "$3" --query SecretString --output text)
  printf '%s=%s\n' "$1" "$value" >"$memory/secret.env"
}

# told HOOK INSTANCE: the group goes on. That nobody waits is no fault: a hook is waited for in some changes of state alone.
told() {
  local try
  for try in 1 2 3; do
    aws autoscaling complete-lifecycle-action --auto-scaling-group-name "$GROUP" --lifecycle-hook-name "$1" --instance-id "$2" --lifecycle-action-result CONTINUE && return
    sleep "$try"
  done
  return 0
}

# Whether the group or the owner of spot capacity takes this instance away.
ending() {
  case $(metadata autoscaling/target-lifecycle-state 2>/dev/null) in
    Terminated | Warmed:Terminated) return ;;
  esac
  metadata spot/instance-action >/dev/null 2>&1
}

# attend: takes part when the service is ready, and leaves in order: the balancer is told while the service still answers.
attend() {
  local id
  id=$(metadata instance-id)
  until curl -fsS -m 2 -o /dev/null "$READY"; do sleep 2; done
  told launch "$id"
  until ending; do sleep 5; done
  sleep "$DRAIN_SECONDS"
  systemctl stop room-type.service
  told terminate "$id"
}

"$@"
