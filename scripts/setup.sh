# Sourced by ./run and ./test: installs what is missing, and says what it does. Everything is checked first, so that a
# second run only takes a moment.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
# Programs here need no cultures, and without libicu the SDK would not start.
export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1

say() { printf '\033[1m%s\033[0m\n' "$*" >&2; }
fail() { printf '\033[31m%s\033[0m\n' "$*" >&2; exit 1; }
[ -t 2 ] && [ -z "${NO_COLOR:-}" ] || { say() { printf '%s\n' "$*" >&2; }; fail() { printf '%s\n' "$*" >&2; exit 1; }; }

need() { command -v "$1" >/dev/null 2>&1 || fail "$1 is missing. $2"; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif command -v sudo >/dev/null 2>&1; then sudo "$@"
  else return 1
  fi
}

# has_library libturbojpeg.so.0
has_library() {
  local known
  known=$(ldconfig -p 2>/dev/null || /sbin/ldconfig -p)
  grep -qF "$1 " <<<"$known"
}

# The C libraries that decode pictures: soname and Debian package.
native_libraries() {
  local missing=() soname package
  while read -r soname package; do
    has_library "$soname" || missing+=("$package")
  done <<'LIST'
libturbojpeg.so.0 libturbojpeg0
libpng16.so.16 libpng16-16
libwebp.so.7 libwebp7
LIST
  [ ${#missing[@]} -eq 0 ] || debian_packages "${missing[@]}"
}

# What publishing native code needs: a linker and zlib.
publish_packages() {
  local missing=()
  command -v clang >/dev/null 2>&1 || missing+=(clang)
  [ -e /usr/include/zlib.h ] || missing+=(zlib1g-dev)
  [ ${#missing[@]} -eq 0 ] || debian_packages "${missing[@]}"
}

# What the local stack runs beside the service.
server_packages() {
  local missing=()
  command -v redis-server >/dev/null 2>&1 || command -v valkey-server >/dev/null 2>&1 || missing+=(redis-server)
  compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || missing+=(postgresql)
  [ ${#missing[@]} -eq 0 ] || debian_packages "${missing[@]}"
}

# What only tests need, beside the servers: a browser, clients of the time when AWS ran Evidently, what builds the image and looks at it,
# the compilers and checkers of the C library for devices, and what checks shell scripts.
# Without apt-get their tests say what they miss.
test_packages() {
  local missing=() program package
  while read -r program package; do
    command -v "$program" >/dev/null 2>&1 || [ -x "/usr/sbin/$program" ] || missing+=("$package")
  done <<'LIST'
buildah buildah
chromium chromium
curl curl
debootstrap debootstrap
gcc gcc
jq jq
pgrep procps
prometheus prometheus
shellcheck shellcheck
valgrind valgrind
LIST
  ! command -v apt-get >/dev/null 2>&1 || server_packages
  [ -e /usr/include/openssl/ssl.h ] || missing+=(libssl-dev)
  [ -e /usr/include/mbedtls/sha256.h ] || missing+=(libmbedtls-dev)
  # libFuzzer and the sanitizers, which clang only recommends.
  ! command -v clang >/dev/null 2>&1 || compgen -G "$(clang -print-resource-dir)/lib/*/libclang_rt.fuzzer*" >/dev/null ||
    missing+=("libclang-rt-$(clang -dumpversion | cut -d. -f1)-dev")
  [ -x /usr/bin/aws ] || missing+=(awscli)
  [ -e /usr/lib/python3/dist-packages/boto3 ] || missing+=(python3-boto3)
  [ ${#missing[@]} -eq 0 ] || ! command -v apt-get >/dev/null 2>&1 || debian_packages "${missing[@]}"
}

# debian_packages NAME...
debian_packages() {
  say "Installing Debian packages: $*"
  command -v apt-get >/dev/null 2>&1 ||
    fail "This system has no apt-get. Install the libraries of these Debian packages by its own means: $*"
  as_root true || fail "Neither root nor sudo here. Run as root once: apt-get install $*"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@" >/dev/null 2>&1 ||
    { as_root apt-get update -q >/dev/null && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@" >/dev/null; } ||
    fail "apt-get could not install: $*"
}

# npm_packages FOLDER: what package-lock.json names, once for each state of that file.
npm_packages() {
  local folder=$root/$1 stamp=$root/$1/node_modules/.installed lock
  lock=$(sha256sum "$folder/package-lock.json" | cut -d' ' -f1)
  [ "$(cat "$stamp" 2>/dev/null)" = "$lock" ] && return
  need npm "Install Node.js 20 or later with npm."
  say "Installing npm packages of $1"
  (cd "$folder" && npm ci --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel=error) || fail "npm ci failed in $1."
  echo "$lock" >"$stamp"
}

# fresh OUTPUT SOURCE...: whether OUTPUT is newer than every file below the sources.
fresh() {
  local output=$1
  shift
  [ -f "$output" ] && [ -z "$(find "$@" -type f -newer "$output" -not -path '*/node_modules/*' -print -quit)" ]
}

# The page that the service carries, built where it is missing or old. Without Node.js, or where npm fails, the service goes without.
build_page() {
  local built=$root/web/dist/index.html.br
  fresh "$built" "$root/web" && return
  (
    command -v npm >/dev/null 2>&1 || debian_packages nodejs npm
    npm_packages web
    say "Building the page"
    log=$(mktemp)
    (cd "$root/web" && npm run --silent build) >"$log" 2>&1 || { cat "$log" >&2; rm -f "$log"; fail "The build of the page failed."; }
    rm -f "$log"
    touch "$built"
  ) || say "The service goes without its page."
}

need_dotnet() {
  need dotnet "Install the .NET SDK 10 (https://dotnet.microsoft.com/download)."
  (cd "$root" && dotnet --version >/dev/null 2>&1) || fail "The .NET SDK that global.json asks for is missing: $(dotnet --version 2>&1 | head -n 3)"
}

setup() {
  need_dotnet
  native_libraries
}

# build PROJECT [ARGUMENT...]: quiet unless it fails.
build() {
  say "Building $1"
  local log
  log=$(mktemp)
  dotnet build "$root/$1" -v quiet "${@:2}" >"$log" 2>&1 || { cat "$log" >&2; rm -f "$log"; fail "The build of $1 failed."; }
  rm -f "$log"
}
