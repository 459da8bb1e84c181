#!/usr/bin/env bash
# The kernel tests, and the package in an empty project, on every other Node that is supported: of 20, 22, 24 and 26 with koffi, 26
# again without it (node:ffi alone). NODES="26" picks some. A line for each.
set -euo pipefail
cd "$(dirname "$0")/.."

# The node of this machine runs all tests anyway.
OTHERS=$(for version in 20 22 24 26; do [[ $(node -p process.versions.node) == "$version".* ]] || echo "$version"; done)

export TEST_JOBS=${TEST_JOBS:-2}

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

node_modules/.bin/tsx scripts/pack.ts "$folder/made"
export PACKAGE=${PACKAGE:-$folder/made/package}

# The tests beside src, file by file as JavaScript: they reach into files that the package has bundled.
with=$folder/with
mkdir -p "$with/node_modules"
cp -r test scripts examples README.md package.json "$with"
find src -name '*.ts' ! -name '*.d.ts' ! -path 'src/web/*' -print0 |
  xargs -0 node_modules/.bin/esbuild --outdir="$with/src" --outbase=src --format=esm --target=node20.19 --log-level=warning
ln -s "$PWD/fixtures" "$PWD/suites" "$with"
ln -s "$PWD"/node_modules/* "$PWD/node_modules/.bin" "$with/node_modules"
cp -r "$with" "$folder/without"
rm "$folder/without/node_modules/koffi" "$folder/without/node_modules/@koromix"
# One that exports nothing: node would go on to look for it in the folders above.
mkdir "$folder/without/node_modules/koffi"
echo '{ "exports": {} }' >"$folder/without/node_modules/koffi/package.json"

try() { # NODE with|without
  local start=$SECONDS code=0 out
  out=$(cd "$folder/$2" && "$1" --import tsx scripts/test.ts '^(kernel/|package/(run|compiled))' 2>&1) || code=$?
  if [[ $code != 0 ]]; then echo "$out"; fi
  echo "node $("$1" --version) $2 koffi: $(tail -n 1 <<<"$out") in $((SECONDS - start)) s"
  return $code
}

# Two at a time: the tests wait for the kernel more than they compute.
failed=0
running=()
start() {
  try "$@" &
  running+=($!)
  if ((${#running[@]} == 2)); then finish; fi
}
finish() {
  for job in "${running[@]}"; do wait "$job" || failed=1; done
  running=()
}

for version in ${NODES:-$OTHERS}; do
  name=node-linux-$(node -p process.arch)
  if ! npm install --silent --no-audit --no-fund --no-save --prefix "$folder/$version" "$name@$version"; then
    echo "node $version: FAILED, $name@$version cannot be installed"
    failed=1
    continue
  fi
  node=$folder/$version/node_modules/$name/bin/node
  start "$node" with
  if [ "$version" = 26 ]; then start "$node" without; fi
done
finish
exit $failed
