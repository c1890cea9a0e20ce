#!/usr/bin/env bash
# Shows what a stack would create, offline: builds what changed, then runs the stack's program in the offline engine.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
engine=$root/artifacts/bin/Pulumi.Engine/debug/Pulumi.Engine.dll
stacks=$root/artifacts/bin/Stacks/debug/Stacks.dll

# fresh OUTPUT SOURCE...: whether OUTPUT is newer than every file of the sources.
fresh() {
  local output=$1
  shift
  [ -f "$output" ] && [ -z "$(find "$@" -type f -newer "$output" -not -path '*/node_modules/*' -print -quit)" ]
}

# build PROJECT OUTPUT SOURCE...: silent unless it fails; the touch marks a build that changed nothing.
build() {
  local project=$1 output=$2 log
  shift 2
  fresh "$output" "$root"/Directory.*.props "$root/Directory.Build.targets" "$root/global.json" "$@" && return
  log=$(dotnet build "$project" -nologo -v quiet 2>&1) || { printf '%s\n' "$log" >&2; exit 1; }
  touch "$output"
}

build "$root/sdks/Pulumi.Engine" "$engine" "$root/sdks/Pulumi.Engine" "$root/sdks/Pulumi/protos" "$root"/sdks/*/schema.json
build "$root/stacks" "$stacks" "$root/stacks" "$root"/sdks/{Pulumi,Pulumi.Aws,SchemaGenerator}
exec dotnet "$engine" preview "$@" --project "$root" --program "$stacks"
