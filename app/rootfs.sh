#!/bin/sh
# rootfs.sh TARGET FOLDER...: makes a root file system with what the native files of the folders load, and nothing else: libraries with
# the packages' records (for scanners), certificates, a user without privileges, /tmp.
set -eu
target=$1
shift
triplet=$(ls /usr/lib | grep -E -- '-linux-gnu$' | head -n 1)
libraries=/usr/lib/$triplet

mkdir -p "$target/usr/lib" "$target/usr/lib64" "$target$libraries" "$target/etc/ssl/certs" "$target/tmp" "$target/home/app" "$target/var/lib/dpkg/status.d"
ln -s usr/lib "$target/lib"
ln -s usr/lib64 "$target/lib64"
chmod 1777 "$target/tmp"

# The program opens these by name; ldd tells the rest. libresolv belongs to name resolution.
opened="libturbojpeg.so.0 libpng16.so.16 libwebp.so.7 libssl.so.3 libcrypto.so.3 libz.so.1 libresolv.so.2"
files=$(
  {
    for name in $opened; do echo "$libraries/$name"; done
    for folder in "$@"; do find "$folder" -name '*.so' -o -name RoomTypes; done
  } | while read -r file; do
    case $file in "$libraries"/*) echo "$file" ;; esac
    ldd "$file" 2>/dev/null | grep -oE '/[^ ]+\.so[^ ]*' || true
  done | sort -u
)

for file in $files; do
  # Optional parts of the runtime name libraries that are not installed.
  [ -e "$file" ] || continue
  case $file in /out/*) continue ;; esac
  real=$(readlink -f "$file")
  case $file in
    */ld-linux*) cp "$real" "$target/usr${file#/usr}" ;; # The loader's path is part of every program.
    *) cp "$real" "$target$libraries/$(basename "$file")" ;;
  esac
  dpkg -S "$real" 2>/dev/null | cut -d: -f1 >>/tmp/packages || dpkg -S "$(echo "$real" | sed 's,^/usr,,')" 2>/dev/null | cut -d: -f1 >>/tmp/packages || true
done
echo ca-certificates >>/tmp/packages
for package in $(sort -u /tmp/packages); do dpkg -s "$package" >"$target/var/lib/dpkg/status.d/$package"; done

cp /etc/ssl/certs/ca-certificates.crt "$target/etc/ssl/certs/"
cp /etc/os-release "$target/etc/"
printf 'root:x:0:0:root:/:/sbin/nologin\napp:x:65532:65532:app:/home/app:/sbin/nologin\n' >"$target/etc/passwd"
printf 'root:x:0:\napp:x:65532:\n' >"$target/etc/group"
printf 'hosts: files dns\n' >"$target/etc/nsswitch.conf"
ldconfig -r "$target"
