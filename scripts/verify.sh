# Sourced by ./run: asks a deployed API, signed as its callers are, whether it does what they rely on.

verify_usage() {
  cat <<'TEXT'
./run verify STACK              signed requests to the deployed API: a picture, Protocol Buffers, what is no JSON, and one
                                unsigned; ends with 1 unless each is answered as it should be. Credentials are those of the AWS
                                CLI, of a role that has the output invokePolicy
TEXT
}

# asked SIGNED EXPECTED_STATUS EXPECTED_TEXT CONTENT_TYPE FILE URL: one request, again for a while: a stage takes seconds to change.
asked() {
  local answer status tries=${VERIFY_TRIES:-10} options=()
  [ "$1" = unsigned ] || options=(--config "$verify_folder/signed")
  while :; do
    answer=$verify_folder/answer
    status=$(curl -sS --max-time 40 -o "$answer" -w '%{http_code}' "${options[@]}" -H "content-type: $4" --data-binary "@$5" "$6") || status=000
    if [ "$status" = "$2" ] && grep -qE "$3" "$answer"; then
      say "  ok: $1 $4 -> $status"
      return 0
    fi
    tries=$((tries - 1))
    [ "$tries" -gt 0 ] || break
    sleep "${VERIFY_WAIT_SECONDS:-6}"
  done
  say "  failed: $1 $4 -> $status instead of $2 with $3: $(head -c 500 "$answer" 2>/dev/null)"
  return 1
}

# In a file of ours alone: a command line is read by all.
sign_as_caller() {
  local stack=$1 key=""
  [ -n "${AWS_ACCESS_KEY_ID:-}" ] || eval "$(aws configure export-credentials --format env)"
  [ -n "${AWS_ACCESS_KEY_ID:-}" ] || fail "No credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or aws configure."
  key=$(pulumi stack output clientKeys --json --show-secrets --stack "$stack" | grep -oE ':[[:space:]]*"[^"]+"' | head -n 1 | cut -d'"' -f2) || key=""
  (
    umask 077
    {
      echo "aws-sigv4 = \"aws:amz:$(pulumi config get aws:region --stack "$stack"):execute-api\""
      echo "user = \"$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY\""
      [ -z "${AWS_SESSION_TOKEN:-}" ] || echo "header = \"x-amz-security-token: $AWS_SESSION_TOKEN\""
      [ -z "$key" ] || echo "header = \"x-api-key: $key\""
    } >"$verify_folder/signed"
  )
}

verify() {
  local stack=${1:-} endpoint failed=0
  [ "$stack" != --help ] || { verify_usage; exit; }
  [ -e "Pulumi.$stack.yaml" ] || { verify_usage >&2; fail "The stack is '$stack', which has no Pulumi.$stack.yaml."; }
  need pulumi "Install the Pulumi CLI (https://www.pulumi.com/docs/install/)."
  need curl "On Debian: apt-get install curl"
  endpoint=$(pulumi stack output endpoint --stack "$stack") || fail "The stack $stack has no endpoint: pulumi up comes first."
  verify_folder=$(mktemp -d)
  trap 'rm -rf "$verify_folder"' EXIT
  sign_as_caller "$stack"
  say "Asking $endpoint"
  asked signed 200 ROOM_TYPE_KITCHEN image/jpeg tests/Fixtures/samples/kitchen_1.jpg "$endpoint/v1/recognize" || failed=1
  asked signed 200 ROOM_TYPE_ application/x-protobuf tests/Fixtures/bodies/recognize.binpb "$endpoint/v1/recognize" || failed=1
  asked signed 400 '"code"' application/json README.md "$endpoint/v1/recognize" || failed=1
  asked unsigned 403 '[Mm]essage' image/jpeg tests/Fixtures/samples/kitchen_1.jpg "$endpoint/v1/recognize" || failed=1
  rm -rf "$verify_folder"
  return "$failed"
}
