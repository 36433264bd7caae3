#!/usr/bin/env bash
# Writes the hashed locks from locks/*.in (make lock). Needs uv and a package index; changes no environment.
# Versions already locked stay; `scripts/lock.sh --upgrade` takes the newest that locks/*.in allow.
# torch.lock is kept by hand: it lists the allowed CPU builds.
set -euo pipefail
cd "$(dirname "$0")/../locks"

command -v uv >/dev/null || { echo "make lock needs uv: https://docs.astral.sh/uv/" >&2; exit 1; }
uv --version >/dev/null
upgrade=("$@")

# Arguments: lock name, Python version, then what else uv should know.
# --no-header and --no-annotate keep paths and indexes of this machine out of the locks.
compile() {
    local name=$1 python=$2
    shift 2
    echo "locks/$name.lock"
    uv pip compile "$name.in" --quiet --generate-hashes "${upgrade[@]}" --no-header --no-annotate --no-emit-index-url \
        --python-version "$python" --python-platform x86_64-manylinux_2_28 --output-file "$name.lock" "$@"
}

compile rasa 3.10 --override rasa-overrides.txt
compile rasa-build 3.10 --constraint rasa.lock --allow-unsafe
compile rasa-dev 3.10 --constraint rasa.lock

# torch is pinned by torch.lock and left out here, and so is everything that only its CUDA build asks for.
torch=$(grep -m1 -oE '^torch==[0-9.]+' torch.lock)
constraint=$(mktemp)
trap 'rm -f "$constraint"' EXIT
echo "$torch" >"$constraint"
gpu_only() { grep -oE '^(torch|triton|nvidia-[a-z0-9-]+|cuda-[a-z0-9-]+)==' "$1" | tr -d '=' || true; }

compile app 3.11 --constraint "$constraint"
omit=()
for package in $(gpu_only app.lock); do omit+=(--no-emit-package "$package"); done
compile app 3.11 --constraint "$constraint" "${omit[@]}"
compile dev 3.11 --constraint app.lock --constraint "$constraint"

if grep -nE '^(torch|triton|nvidia-|cuda-)|https?://|--(extra-)?index-url|--find-links|file:' ./*.lock | grep -v '^./torch.lock'; then
    echo "a lock names a GPU package or an index (above): not usable" >&2
    exit 1
fi
echo "done: look at git diff locks/, then make test"
