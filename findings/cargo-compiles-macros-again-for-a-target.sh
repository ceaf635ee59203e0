#!/usr/bin/env bash
# Cargo 1.95.0 (rustup's toolchain 1.95.0): `--target` alone makes cargo compile every procedural macro a second time, now with debug information.
#
# The documentation of profiles says that what runs at build time has no debug information "when possible". Without `--target` it has none. With it, even with the host's
# own triple, the macro and the libraries that it is made of get the `debug` of the profile. The flag is part of what names an artifact, and macros for both cases
# stand in the same folder, target/debug, so that a project which checks for its host and for wasm waits for syn twice. With `debug = false` in
# `[profile.dev.build-override]` the second command finds everything.
#
# Seen: "macros compiled: 2 without --target, 2 again with it and debuginfo=2; with the override: 2, then 0"
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
export CARGO_TARGET_DIR=$folder/target RUSTUP_TOOLCHAIN=1.95.0
unset RUSTFLAGS CARGO_ENCODED_RUSTFLAGS CARGO_BUILD_TARGET
mkdir src
cat > Cargo.toml <<'TOML'
[package]
name = "lamp"
version = "0.0.0"
edition = "2024"

[dependencies]
thiserror = "=2.0.21"
TOML
echo '#[derive(Debug, thiserror::Error)] #[error("dark")] pub struct Dark;' > src/lib.rs
host=$(rustc -vV | sed -n 's/^host: //p')

# Prints the commands by which cargo compiles the macro and the library syn.
compile() {
  cargo check --verbose "$@" 2>&1 | grep -E 'Running .*--crate-name (syn|thiserror_impl) ' || true
}
lines() { grep -c . || true; }

compile > plain.txt
compile --target "$host" > target.txt
! grep -q 'debuginfo' plain.txt
seen="macros compiled: $(lines < plain.txt) without --target, $(grep -c 'debuginfo=2' target.txt || true) again with it and debuginfo=2"
rm -r target
printf '\n[profile.dev.build-override]\ndebug = false\n' >> Cargo.toml
compile > plain.txt
compile --target "$host" > target.txt
seen="$seen; with the override: $(lines < plain.txt), then $(lines < target.txt)"
echo "$seen"
[ "$seen" = 'macros compiled: 2 without --target, 2 again with it and debuginfo=2; with the override: 2, then 0' ]
