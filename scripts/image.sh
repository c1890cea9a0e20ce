# Sourced by ./run: builds the image with what is there, and tells its size by layer.

image_usage() {
  cat <<'TEXT'
./run image [OPTION...]         build the image room-type:VERSION with docker, podman or buildah
  --tag NAME                    another name (default room-type:VERSION)
  --platform linux/arm64        another platform (default this machine's); nothing of it runs during the build
  --sdk-image, --root-image IMAGE
                                other base images (defaults in app/Dockerfile)
  --target tasks                the image of the pipeline's steps (docs/pipeline.md)
  --local                       no registry: make the base images of this machine's .NET SDK and of Debian's packages
                                (needs root, debootstrap and buildah or podman)
  --check                       run the image in isolation and let it recognise a picture, or with --target tasks evaluate
                                some (buildah only; another platform's under qemu-user-static)
TEXT
}

# engine: the first one that works.
engine() {
  if docker info >/dev/null 2>&1; then echo docker
  elif command -v podman >/dev/null 2>&1 && podman info >/dev/null 2>&1; then echo podman
  elif command -v buildah >/dev/null 2>&1; then echo buildah
  else fail "No docker engine, no podman and no buildah here. On Debian: apt-get install buildah"
  fi
}

# Overlays where the kernel lets us mount them, else plain copies: slower, but they work within a container too.
storage_driver() {
  local container
  container=$(buildah --storage-driver overlay from scratch 2>/dev/null) || { echo vfs; return; }
  if buildah --storage-driver overlay mount "$container" >/dev/null 2>&1; then echo overlay; else echo vfs; fi
  buildah --storage-driver overlay rm "$container" >/dev/null
}
buildah_() { buildah --storage-driver "${STORAGE_DRIVER:=$(storage_driver)}" "$@"; }

# This machine's NuGet packages, and where a local build finds them: what they lack is fetched.
packages=${NUGET_PACKAGES:-$HOME/.nuget/packages}
packages_inside=/packages

# debian_base NAME [FOLDER...]: an image of Debian's smallest system and of folders of this machine.
debian_base() {
  local name=$1 folder container mount variable
  shift
  : "${STORAGE_DRIVER:=$(storage_driver)}"
  buildah_ images --quiet "$name" >/dev/null 2>&1 && return
  local tree=$root/artifacts/image/debian
  [ -e "$tree/etc/debian_version" ] || {
    say "Making a Debian root in $tree"
    mkdir -p "$tree"
    as_root debootstrap --variant=minbase --include=ca-certificates "${DEBIAN_SUITE:-trixie}" "$tree" >"$tree.log" 2>&1 ||
      { tail -n 5 "$tree.log" >&2; fail "debootstrap failed; its log is $tree.log."; }
    rm -rf "$tree"/var/cache/apt/archives/*.deb
  }
  say "Making the base image $name"
  container=$(buildah_ from scratch)
  mount=$(buildah_ mount "$container")
  cp -a "$tree/." "$mount/"
  for folder in "$@"; do mkdir -p "$mount$(dirname "$folder")" && cp -a "$folder" "$mount$folder"; done
  mkdir -p "$mount$packages_inside"
  # The certificates and the feeds that this machine trusts.
  cp /etc/ssl/certs/ca-certificates.crt "$mount/etc/ssl/certs/"
  for variable in $(compgen -e | grep -iE '^(https?_proxy|no_proxy|NUGET_.*)$'); do buildah_ config --env "$variable=${!variable}" "$container"; done
  buildah_ config --env DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 --env "NUGET_FALLBACK_PACKAGES=$packages_inside" \
    --env "PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin:$(dirname "$(readlink -f "$(command -v dotnet)")")" "$container"
  buildah_ umount "$container" >/dev/null
  buildah_ commit --rm --quiet "$container" "$name" >/dev/null
}

# mark_architecture NAME [ARCHITECTURE]: says what processor the image is for.
mark_architecture() {
  [ -n "$2" ] || return 0
  local container
  container=$(buildah_ from --pull-never "localhost/$1")
  buildah_ config --arch "$2" "$container"
  buildah_ commit --rm --quiet --format docker "$container" "$1" >/dev/null
}

# layer_sizes ARCHIVE: the compressed size of every layer of a docker archive.
layer_sizes() {
  local folder total=0 layer size
  folder=$(mktemp -d)
  tar -xf "$1" -C "$folder"
  for layer in $(grep -o '"Layers":\[[^]]*\]' "$folder/manifest.json" | grep -oE '[^",[]+(\.tar|/[0-9a-f]{64})'); do
    size=$(cat "$folder/$layer" | gzip -6 | wc -c) # A file of no date makes gzip warn.
    total=$((total + size))
    printf '  %8.1f MB  %s\n' "$(bc_mb "$size")" "$(tar -tf "$folder/$layer" | grep -E '[^/]$' | head -n 1) ..."
  done
  printf '  %8.1f MB  compressed in all\n' "$(bc_mb "$total")"
  rm -rf "$folder"
}
bc_mb() { awk "BEGIN { print $1 / 1000000 }"; }

# platform_architecture PLATFORM: as `uname -m` says it; none is this machine's.
platform_architecture() {
  case $1 in '') uname -m ;; linux/amd64) echo x86_64 ;; linux/arm64) echo aarch64 ;; *) fail "The platform is '$1'; allowed are linux/amd64 and linux/arm64." ;; esac
}

# check_image NAME ARCHITECTURE: runs it with an isolated root, as its own user, and lets it recognise a picture.
check_image() {
  local container mount port=18080 writable answer='' server program
  container=$(buildah_ from --pull-never "$1")
  mount=$(buildah_ mount "$container")
  writable=$(find "$mount" -xdev \( -perm -o+w -o -user 65532 -o -group 65532 \) -not -type l -printf '/%P ')
  while port_is_taken "$port"; do port=$((port + 1)); done
  program=(contained "$container")
  [ "$2" = "$(uname -m)" ] || program=(emulated_service "$2" "$mount" "$1")
  "${program[@]}" "$port" >"$root/artifacts/image/check.log" 2>&1 &
  server=$!
  for _ in $(seq 1200); do
    answer=$(curl -fs --data-binary @tests/Fixtures/samples/kitchen_1.jpg -H 'content-type: image/jpeg' "http://127.0.0.1:$port/v1/recognize") && break
    kill -0 "$server" 2>/dev/null || break
    sleep 0.1
  done
  say "Checks:"
  echo "  recognised: $(grep -o 'ROOM_TYPE_[A-Z_]*' <<<"$answer" | head -n 1)"
  echo "  health check: $("${program[@]}" "$port" healthcheck >/dev/null 2>&1 && echo healthy || echo failed)"
  echo "  user: $(for process in $(descendants "$server"); do ps -o args= "$process" | grep -qE '^(/emulator .*)?/app/RoomTypes' && ps -o uid= "$process"; done | xargs)"
  echo "  writable: $writable"
  echo "  revision: $(image_label "$1" org.opencontainers.image.revision)"
  echo "  models: $(image_label "$1" room-type.models)"
  echo "  shells: $(find "$mount" -xdev \( -name sh -o -name bash -o -name dash -o -name busybox \) -printf '/%P ')"
  # One of them may be gone already.
  descendants "$server" | xargs -r kill -TERM 2>/dev/null || true
  wait "$server" || true
  buildah_ rm "$container" >/dev/null
}

# check_tasks NAME ARCHITECTURE: lets it do a step on the sample pictures, with an isolated root and as its own user.
check_tasks() {
  local container mount step=(/app/Pipeline evaluate /tmp/samples --models /tmp/models --runs none --json)
  container=$(buildah_ from --pull-never "$1")
  mount=$(buildah_ mount "$container")
  cp -r tests/Fixtures/samples models "$mount/tmp/"
  say "Checks:"
  echo "  accuracy: $(
    if [ "$2" = "$(uname -m)" ]; then buildah_ run --isolation chroot "$container" -- "${step[@]}"
    else emulated "$2" "$mount" "$1" 8080 "${step[@]}"
    fi 2>"$root/artifacts/image/check.log" | grep -o '"accuracy": *[0-9.]*' | head -n 1 | grep -o '[0-9.]*$')"
  echo "  shells: $(find "$mount" -xdev \( -name sh -o -name bash -o -name dash -o -name busybox \) -printf '/%P ')"
  buildah_ rm "$container" >/dev/null
}

image_label() { buildah_ inspect --type image --format "{{index .OCIv1.Config.Labels \"$2\"}}" "$1"; }

# contained CONTAINER PORT [ARGUMENT...]: the program as the image says.
contained() {
  buildah_ run --isolation chroot --env "ASPNETCORE_HTTP_PORTS=$2" --env RoomType__Http__DrainSeconds=0 "$1" -- /app/RoomTypes "${@:3}"
}

# emulated_service ARCHITECTURE ROOT IMAGE PORT [ARGUMENT...]: the same on another processor.
emulated_service() { emulated "${@:1:4}" /app/RoomTypes "${@:5}"; }

# emulated ARCHITECTURE ROOT IMAGE PORT PROGRAM [ARGUMENT...]: a program of it. The emulator lies in the root for that long, and what the
# system says of the processor is the emulated one's: ONNX Runtime reads it, and ends where it does not fit.
emulated() {
  local cpu=max description=/proc/cpuinfo environment
  need "qemu-$1-static" "apt-get install qemu-user-static"
  mkdir -p "$2"/{dev,proc,sys}
  cp "$(command -v "qemu-$1-static")" "$2/emulator"
  if [ "$1" = aarch64 ]; then
    cpu=neoverse-n1
    description=$root/artifacts/image/cpuinfo
    printf 'processor\t: 0\nBogoMIPS\t: 50.00\nFeatures\t: fp asimd evtstrm aes pmull sha1 sha2 crc32 atomics fphp asimdhp cpuid asimdrdm lrcpc dcpop asimddp\nCPU implementer\t: 0x41\nCPU architecture: 8\nCPU variant\t: 0x3\nCPU part\t: 0xd0c\nCPU revision\t: 1\n' >"$description"
  fi
  mapfile -t environment < <(buildah_ inspect --type image --format '{{range .OCIv1.Config.Env}}{{println .}}{{end}}' "$3" | grep =)
  unshare --mount env -i "${environment[@]}" "ASPNETCORE_HTTP_PORTS=$4" RoomType__Http__DrainSeconds=0 bash -c '
    for folder in dev proc sys; do mount --rbind "/$folder" "$1/$folder"; done
    mount --bind "$2" "$1/proc/cpuinfo" && exec chroot --userspec=65532:65532 "$1" /emulator -cpu "$3" "${@:4}"
  ' emulated "$2" "$description" "$cpu" "${@:5}"
}

# descendants PID: the processes below it.
descendants() {
  local child
  for child in $(pgrep -P "$1"); do
    echo "$child"
    descendants "$child"
  done
}

# provenance: the build arguments that say what an image is made of, a line each; the stacks pass the same (stacks/Registry/Provenance.cs).
# The revision is the last commit that changed a file that is copied from the repository.
provenance() {
  local commit files digests
  read -ra files < <(sed -n 's/^COPY \([^-].*\) [^ ]*$/\1/p' app/Dockerfile | tr '\n' ' ') || true
  commit=$(git log -1 --format='%H %cI' -- "${files[@]}" 2>/dev/null) || true
  commit=${commit:-unknown 1970-01-01T00:00:00Z}
  digests=$(cd models && for model in $(sed -n 's/^ARG MODELS="\(.*\)"/\1/p' ../app/Dockerfile); do printf '%s sha256:%s, ' "${model/\//@}" "$(sha256sum "$model/model.onnx" | cut -d' ' -f1)"; done)
  echo "VERSION=$(version)"
  echo "REVISION=${commit%% *}"
  echo "CREATED=${commit#* }"
  echo "MODEL_DIGESTS=${digests%, }"
}

version() { sed -n 's:.*<Version>\(.*\)</Version>.*:\1:p' Directory.Build.props; }

image() {
  local tag='' platform='' local='' check='' name=room-type arguments=() tool
  while [ $# -gt 0 ]; do
    case $1 in
      --tag) tag=${2:?--tag needs a name}; shift 2 ;;
      --platform) platform=${2:?--platform needs linux/amd64 or linux/arm64}; shift 2 ;;
      --sdk-image | --root-image)
        arguments+=(--build-arg "$(tr a-z- A-Z_ <<<"${1#--}")=${2:?$1 needs an image}"); shift 2 ;;
      --target) [ "${2:-}" = tasks ] || fail "--target is '${2:-}'; allowed is tasks."; arguments+=(--target tasks); name=room-type-tasks; shift 2 ;;
      --local) local=1; shift ;;
      --check) check=1; shift ;;
      --help | -h) image_usage; return ;;
      *) image_usage >&2; fail "'$1' is not known here." ;;
    esac
  done
  tag=${tag:-$name:$(version)}
  [ -n "$local$check" ] && tool=buildah || tool=$(engine)
  if [ -n "$local" ]; then
    need buildah "apt-get install buildah"
    need debootstrap "apt-get install debootstrap"
    debian_base localhost/room-type-root
    debian_base localhost/room-type-sdk "$(dirname "$(readlink -f "$(command -v dotnet)")")"
    mkdir -p "$packages"
    arguments+=(--build-arg SDK_IMAGE=localhost/room-type-sdk --build-arg ROOT_IMAGE=localhost/room-type-root --volume "$packages:$packages_inside:ro")
  fi
  arguments+=(--tag "$tag" --file app/Dockerfile)
  while IFS= read -r argument; do arguments+=(--build-arg "$argument"); done < <(provenance)
  platform_architecture "$platform" >/dev/null
  # Buildah before 1.30 takes no BUILDPLATFORM in FROM: there every stage is this machine's, and the last one is marked.
  if [ -n "$platform" ] && [ "$tool" = buildah ]; then arguments+=(--build-arg "TARGETARCH=${platform#linux/}")
  elif [ -n "$platform" ]; then arguments+=(--platform "$platform")
  fi
  build_page
  say "Building $tag with $tool"
  local archive=$root/artifacts/image/image.tar
  mkdir -p "$(dirname "$archive")"
  rm -f "$archive"
  case $tool in
    # Lambda takes a manifest, not the index that attestations make of it.
    docker) docker buildx build --provenance=false --sbom=false --load "${arguments[@]}" . && docker save "$tag" -o "$archive" ;;
    podman) podman build --format docker "${arguments[@]}" . && podman save "$tag" -o "$archive" ;;
    buildah) buildah_ bud --isolation chroot --format docker --layers "${arguments[@]}" . && mark_architecture "$tag" "${platform#linux/}" && buildah_ push --quiet "$tag" "docker-archive:$archive" ;;
  esac || fail "The image could not be built."
  say "$tag:"
  layer_sizes "$archive"
  [ -z "$check" ] || { [ "$tool" = buildah ] || fail "--check needs buildah."; if [ "$name" = room-type-tasks ]; then check_tasks "localhost/$tag" "$(platform_architecture "$platform")"; else check_image "localhost/$tag" "$(platform_architecture "$platform")"; fi; }
}
