#!/usr/bin/env bash
# Another kernel: `scripts/vm.sh linux-image.deb [linux-modules.deb ...] -- COMMAND` runs COMMAND as root, in this folder, on the kernel of Debian packages, which
# are taken apart and not installed. The virtual machine sees this machine's files; what it writes is lost with it, but for the folder /out, which is $OUT
# where that is set. Needs qemu-system-x86, busybox-static, cpio, kmod, xz-utils. There is no network inside. Without /dev/kvm (KVM=1 uses it) programs
# take some twenty times as long as here.
set -euo pipefail
debs=()
while [[ ${1:---} != -- ]]; do debs+=("$1") && shift; done
[[ ${#debs[@]} -gt 0 && $# -gt 1 ]] || { sed -n '2s/^# //p' "$0" >&2; exit 2; }
shift

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
out=${OUT:-$work/out}
mkdir -p "$work/kernel" "$work/init"/{bin,proc,dev,low,up,new,mods} "$out"
for deb in "${debs[@]}"; do dpkg -x "$deb" "$work/kernel"; done
# Debian has had them in /lib, and has in /usr/lib.
[[ -d $work/kernel/lib/modules ]] || { mkdir -p "$work/kernel/lib" && mv "$work/kernel/usr/lib/modules" "$work/kernel/lib"; }
release=$(basename "$work"/kernel/lib/modules/*)
image=$(find "$work/kernel" -name 'vmlinuz*' | head -1)
depmod -b "$work/kernel" "$release" 2>/dev/null

# The first root holds what the second one takes to be mounted.
cp /bin/busybox "$work/init/bin"
for name in sh mount umount insmod mkdir switch_root; do ln -s busybox "$work/init/bin/$name"; done
for module in virtio_pci 9pnet_virtio 9p overlay; do
  modprobe -d "$work/kernel" -S "$release" --show-depends "$module" 2>/dev/null | sed -n 's/^insmod //p'
done | awk '!seen[$1]++ { print $1 }' | nl -n rz | while read -r number file; do
  case $file in *.xz) xz -dc "$file" ;; *.zst) zstd -qdc "$file" ;; *) cat "$file" ;; esac >"$work/init/mods/$number.ko"
done
cat >"$work/init/init" <<'INIT'
#!/bin/sh
share() { mount -t 9p -o "trans=virtio,version=9p2000.L,msize=512000$3" "$1" "$2"; }
mount -t proc p /proc; mount -t devtmpfs d /dev
for module in /mods/*.ko; do insmod "$module"; done
share host /low ,ro,cache=loose
mount -t tmpfs -o size=4g t /up; mkdir /up/upper /up/work
mount -t overlay -o lowerdir=/low,upperdir=/up/upper,workdir=/up/work o /new
mkdir -p /new/lib/modules /new/out
share mods /new/lib/modules ,ro,cache=loose
share out /new/out
umount /proc; mount --move /dev /new/dev
exec switch_root /new /bin/bash /out/.boot
INIT
chmod +x "$work/init/init"
(cd "$work/init" && find . | cpio -o -H newc 2>/dev/null | gzip -1) >"$work/initrd"
printf '#!/bin/bash\ncd %q\n%s\n' "$PWD" "$(printf '%q ' "$@")" >"$out/.run"
cat >"$out/.boot" <<'BOOT'
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8
mount -t proc p /proc; mount -t sysfs s /sys
for folder in /dev/shm /run /tmp; do mkdir -p $folder; mount -t tmpfs t $folder; done
ip link set lo up
setsid bash /out/.run >/out/log 2>&1 </dev/null
echo $? >/out/.status; sync
echo o >/proc/sysrq-trigger; sleep 10
BOOT

accelerated=(-accel tcg,thread=multi -cpu max)
[[ -z ${KVM:-} ]] || accelerated=(-enable-kvm -cpu host)
rm -f "$out/.status"
shared() { echo -fsdev "local,id=$1,path=$2,security_model=none${3:-}" -device "virtio-9p-pci,fsdev=$1,mount_tag=$1"; }
# shellcheck disable=SC2046
qemu-system-x86_64 "${accelerated[@]}" -smp 2 -m "${MEMORY:-3000}" -nographic -no-reboot -net none -kernel "$image" -initrd "$work/initrd" \
  -append 'console=ttyS0 quiet panic=-1 oops=panic' $(shared host / ,readonly=on,multidevs=remap) $(shared mods "$work/kernel/lib/modules" ,readonly=on) \
  $(shared out "$out") </dev/null >"$out/console" 2>&1
cat "$out/log"
[[ -f $out/.status ]] || { tail -5 "$out/console" >&2; exit 1; }
exit "$(cat "$out/.status")"
