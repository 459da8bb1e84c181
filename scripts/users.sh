#!/usr/bin/env bash
# The kernel tests as users other than root: one who holds CAP_NET_ADMIN and CAP_SYS_ADMIN alone, and anyone in a user
# namespace of his own. A line for each; what this machine has no tool or no leave for is told as skipped.
set -euo pipefail
cd "$(dirname "$0")/.."
export REQUIRE_KERNEL=1 TEST_JOBS=${TEST_JOBS:-2}

try() { # WHO COMMAND...
  local who=$1 start=$SECONDS code=0 out
  shift
  if ! out=$("$@" true 2>&1); then
    echo "$who: skipped, $out"
    return
  fi
  out=$("$@" node --import tsx scripts/test.ts '^kernel/' 2>&1) || code=$?
  if [[ $code != 0 ]]; then echo "$out"; fi
  echo "$who: $(tail -n 1 <<<"$out") in $((SECONDS - start)) s"
  return $code
}

caps=+net_admin,+sys_admin
failed=0
try 'a user with CAP_NET_ADMIN and CAP_SYS_ADMIN' setpriv --reuid 65534 --regid 65534 --clear-groups --inh-caps "-all,$caps" --ambient-caps "-all,$caps" --bounding-set "-all,$caps" &
user=$!
try 'a user namespace' unshare -Urn || failed=1
wait $user || failed=1
exit $failed
