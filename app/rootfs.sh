#!/bin/sh
# rootfs.sh TARGET ARCHITECTURE FOLDER...: makes a root file system for the processor (amd64, arm64) with what the native files of the
# folders load, and nothing else: libraries with the packages' records (for scanners), certificates, a user without privileges, /tmp.
# Nothing of that processor is run: Debian's packages are unpacked, and the files' own headers tell what they load.
set -eu
target=$1 architecture=$2
shift 2
case $architecture in
  amd64) triplet=x86_64-linux-gnu loader=/lib64/ld-linux-x86-64.so.2 ;;
  arm64) triplet=aarch64-linux-gnu loader=/lib/ld-linux-aarch64.so.1 ;;
  *) echo "The architecture is '$architecture'; allowed are amd64 and arm64." >&2; exit 1 ;;
esac
packages=$(mktemp -d) unpacked=$(mktemp -d) libraries=/usr/lib/$triplet

# As on a machine of that processor where nothing is installed: all that the packages depend on is fetched.
mkdir -p "$packages/lists/partial" "$packages/archives/partial"
foreign() {
  apt-get -q -o APT::Architecture="$architecture" -o APT::Architectures="$architecture" -o APT::Sandbox::User=root \
    -o Dir::State::status=/dev/null -o Dir::State::lists="$packages/lists" -o Dir::Cache::archives="$packages/archives" \
    -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= "$@"
}
foreign update
foreign install -y --download-only --no-install-recommends libc6 libpng16-16 libssl3 libstdc++6 libturbojpeg0 libwebp7 zlib1g
for package in "$packages"/archives/*.deb; do
  name=$(dpkg-deb -f "$package" Package)
  mkdir -p "$unpacked/$name"
  dpkg-deb -x "$package" "$unpacked/$name"
  dpkg-deb -f "$package" >"$packages/$name.record"
  echo "Status: install ok installed" >>"$packages/$name.record"
done

mkdir -p "$target/usr/lib64" "$target$libraries" "$target/etc/ssl/certs" "$target/tmp" "$target/home/app" "$target/var/lib/dpkg/status.d"
ln -s usr/lib "$target/lib"
ln -s usr/lib64 "$target/lib64"
chmod 1777 "$target/tmp"

needed() { readelf -d "$1" 2>/dev/null | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p'; }

# place NAME: the library of that name and, by its own needs, the others. What nobody has ends the build, not the program's start.
place() {
  [ ! -e "$target$libraries/$1" ] || return 0
  found=$(find "$unpacked" -path "*/$triplet/$1" | head -n 1)
  [ -n "$found" ] || { echo "No package has $1 for $architecture; name the one that does above." >&2; exit 1; }
  package=${found#"$unpacked/"}
  package=${package%%/*}
  # Links lead to a file of the same package.
  cp -L "$found" "$target$libraries/$1"
  cp "$packages/$package.record" "$target/var/lib/dpkg/status.d/$package"
  for library in $(needed "$target$libraries/$1"); do place "$library"; done
}

# The program opens these by name; its headers tell the rest. libresolv belongs to name resolution.
for name in libturbojpeg.so.0 libpng16.so.16 libwebp.so.7 libssl.so.3 libcrypto.so.3 libz.so.1 libresolv.so.2; do
  place "$name"
done
for file in $(find "$@" -name '*.so' -o -name RoomTypes); do
  for name in $(needed "$file"); do place "$name"; done
done
# The loader's path is part of every program.
cp -L "$(find "$unpacked/libc6" -name "$(basename $loader)" | head -n 1)" "$target/usr$loader"

cp /etc/ssl/certs/ca-certificates.crt "$target/etc/ssl/certs/"
cp /etc/os-release "$target/etc/"
printf 'root:x:0:0:root:/:/sbin/nologin\napp:x:65532:65532:app:/home/app:/sbin/nologin\n' >"$target/etc/passwd"
printf 'root:x:0:\napp:x:65532:\n' >"$target/etc/group"
printf 'hosts: files dns\n' >"$target/etc/nsswitch.conf"
