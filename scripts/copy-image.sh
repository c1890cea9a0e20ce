# Sourced by ./run: copies an image from one ECR repository to another under its digest.

copy_image_usage() {
  cat <<'TEXT'
./run copy-image SOURCE@sha256:DIGEST TARGET [OPTION...]
                                copy an image between ECR repositories, of other accounts and regions too; the
                                digest stays, so imageDigest is the same in both
  --from-profile, --to-profile NAME
                                profiles of the AWS CLI (default: the environment's credentials)
TEXT
}

# ecr_login REPOSITORY PROFILE FILE: to the registry that has the repository; no password is told on a command line.
ecr_login() {
  [[ $1 =~ ^[0-9]{12}\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com(\.cn)?/ ]] ||
    fail "'$1' is no ECR repository; one is like 123456789012.dkr.ecr.eu-central-1.amazonaws.com/room-type/service."
  aws ${2:+--profile "$2"} --region "${BASH_REMATCH[1]}" ecr get-login-password |
    skopeo login --authfile "$3" --username AWS --password-stdin "${1%%/*}" >&2
}

copy_image() {
  local source="" target="" from="" to=""
  while [ $# -gt 0 ]; do
    case $1 in
      --from-profile) from=${2:?--from-profile needs a name}; shift 2 ;;
      --to-profile) to=${2:?--to-profile needs a name}; shift 2 ;;
      --help) copy_image_usage; exit ;;
      *) if [ -z "$source" ]; then source=$1; elif [ -z "$target" ]; then target=$1; else copy_image_usage >&2; fail "'$1' is one too many."; fi; shift ;;
    esac
  done
  [ -n "$target" ] || { copy_image_usage >&2; fail "The source or the target is missing."; }
  [[ $source =~ @(sha256:[0-9a-f]{64})$ ]] || fail "'$source' does not name a digest; allowed is repository@sha256: and 64 hexadecimal digits."
  local digest=${BASH_REMATCH[1]}
  [[ $target != *@* && ${target##*/} != *:* ]] || fail "'$target' names a tag or a digest; allowed is a repository: what is copied keeps its digest."
  need aws "Install the AWS CLI (https://aws.amazon.com/cli/)."
  need skopeo "On Debian: apt-get install skopeo"
  local logins copied
  logins=$(mktemp -d)
  trap "rm -rf '$logins'" EXIT
  ecr_login "$source" "$from" "$logins/from.json"
  ecr_login "$target" "$to" "$logins/to.json"
  # A single manifest: Lambda takes no index. Both names are by digest: tags of the target never move, and none is needed.
  skopeo copy --preserve-digests --src-authfile "$logins/from.json" --dest-authfile "$logins/to.json" "docker://$source" "docker://$target@$digest" >&2
  copied=$(skopeo inspect --authfile "$logins/to.json" --format '{{.Digest}}' "docker://$target@$digest")
  [ "$copied" = "$digest" ] || fail "The copy has the digest $copied, not $digest: do not deploy it."
  echo "$digest"
}
