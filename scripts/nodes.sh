#!/usr/bin/env bash
# The kernel tests on every Node that is supported: 20, 22 and 24 with koffi, 26 with koffi and again without it (node:ffi).
# Each Node is an npm package; they are kept in a folder of their own. NODES="26" picks some.
set -euo pipefail
cd "$(dirname "$0")/.."

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

for version in ${NODES:-20 22 24 26}; do
  npm install --silent --no-audit --no-fund --no-save --prefix "$folder/$version" "node-linux-$(node -p process.arch)@$version"
  node=$(echo "$folder/$version"/node_modules/node-linux-*/bin/node)
  echo "== $("$node" --version)"
  "$node" node_modules/uvu/bin.js -r tsx test/kernel '\.test\.ts$' | tail -n 6
done
