#!/usr/bin/env bash
# The kernel tests as users other than root: one who holds CAP_NET_ADMIN and CAP_SYS_ADMIN alone, and anyone in a user
# namespace of his own. A line for each; what this machine has no tool or no leave for is told as skipped.
set -euo pipefail
cd "$(dirname "$0")/.."

try() { # WHO COMMAND...
  local who=$1 start=$SECONDS code=0 out counts
  shift
  if ! out=$("$@" true 2>&1); then
    echo "$who: skipped, $out"
    return
  fi
  out=$(REQUIRE_KERNEL=1 timeout -k 10 "${RUN_LIMIT:-600}" "$@" node --import tsx node_modules/uvu/bin.js --no-color test '^kernel/.*\.test\.ts$' 2>&1) || code=$?
  counts=$(sed -nE 's/^ *(Total|Passed|Skipped): +([0-9]+)$/\1 \2/p' <<<"$out" | tr '\n' ' ')
  echo "$who: ${counts}in $((SECONDS - start)) s"
  if [[ $code == 0 && $counts =~ Passed\ [1-9] ]]; then return; fi
  echo "$out"
  echo "$who: FAILED ($code)"
  return 1
}

caps=+net_admin,+sys_admin
failed=0
try 'a user with CAP_NET_ADMIN and CAP_SYS_ADMIN' setpriv --reuid 65534 --regid 65534 --clear-groups --inh-caps "-all,$caps" --ambient-caps "-all,$caps" --bounding-set "-all,$caps" &
user=$!
try 'a user namespace' unshare -Urn || failed=1
wait $user || failed=1
exit $failed
