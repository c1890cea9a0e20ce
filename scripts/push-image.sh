# Sourced by ./run: builds the image once and pushes it to a repository of ECR.

push_image_usage() {
  cat <<'TEXT'
./run push-image REPOSITORY [OPTION...]
                                build the image and push it; prints REPOSITORY@sha256:DIGEST, which ./run deploy takes. What has
                                been pushed under the tag already is not built again: tags of the repository never move
  --tag TAG                     the image's tag (default the commit; candidate-... is removed after two weeks)
  --target tasks                the image of the pipeline's steps, for the setting pipelineImageDigest; its tag begins with tasks-
  --platform linux/arm64        for which processor (default this machine's), as the setting architecture says
TEXT
}

push_image() {
  local repository="" tag="" platform=() target=() logins digest
  while [ $# -gt 0 ]; do
    case $1 in
      --tag) tag=${2:?--tag needs a name}; shift 2 ;;
      --target) [ "${2:-}" = tasks ] || fail "--target is '${2:-}'; allowed is tasks."; target=(--target tasks); shift 2 ;;
      --platform) platform=(--platform "${2:?--platform needs linux/amd64 or linux/arm64}"); shift 2 ;;
      --help) push_image_usage; exit ;;
      *) [ -z "$repository" ] || { push_image_usage >&2; fail "'$1' is one too many."; }; repository=$1; shift ;;
    esac
  done
  [ -n "$repository" ] || { push_image_usage >&2; fail "The repository is missing."; }
  tag=${tag:-${target:+tasks-}$(git rev-parse HEAD)}
  [[ $tag =~ ^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$ ]] || fail "The tag is '$tag'; allowed are up to 128 letters, digits, and _ . - behind the first."
  need aws "Install the AWS CLI (https://aws.amazon.com/cli/)."
  need skopeo "On Debian: apt-get install skopeo"
  logins=$(mktemp -d)
  trap "rm -rf '$logins'" EXIT
  ecr_login "$repository" "" "$logins/login.json"
  pushed() { skopeo inspect --authfile "$logins/login.json" --format '{{.Digest}}' "docker://$repository:$tag"; }
  if ! digest=$(pushed 2>/dev/null); then
    image --tag "room-type:$tag" "${target[@]}" "${platform[@]}" >&2
    skopeo copy --authfile "$logins/login.json" "docker-archive:$root/artifacts/image/image.tar" "docker://$repository:$tag" >&2
    digest=$(pushed)
  fi
  [[ $digest =~ ^sha256:[0-9a-f]{64}$ ]] || fail "The repository tells no digest of $repository:$tag, but '$digest'."
  echo "$repository@$digest"
}
