#!/usr/bin/env bash
# serde_json 1.0.154 (rustup's toolchain 1.95.0): a neighbour in the workspace changes the order in which a program writes its keys, and `remove` changes it again.
#
# Without features `serde_json::Map` is sorted. With `preserve_order` it has the order of insertion, and a program gets the feature if anything that is compiled with
# it asks for it: `cargo run --package lamp` and `cargo build --workspace` make different programs of the same source, under the same name. With the feature,
# `Map::remove` puts the last entry into the gap, so the order that is left is neither that of the alphabet nor that of insertion. `Map::retain` keeps it.
#
# Seen: alone: removed {"a":5,"b":4,"c":3,"d":2}, retained {"a":5,"b":4,"c":3,"d":2}
#       with a neighbour: removed {"a":5,"d":2,"c":3,"b":4}, retained {"d":2,"c":3,"b":4,"a":5}
set -eu
script=$(realpath "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
export CARGO_TARGET_DIR=$folder/target RUSTUP_TOOLCHAIN=1.95.0
unset RUSTFLAGS CARGO_ENCODED_RUSTFLAGS CARGO_BUILD_TARGET
mkdir -p lamp/src neighbour/src
printf '[workspace]\nmembers = ["lamp", "neighbour"]\nresolver = "3"\n' > Cargo.toml
package() {
  printf '[package]\nname = "%s"\nversion = "0.0.0"\nedition = "2024"\n\n[dependencies]\nserde_json = %s\n' "$1" "$2" > "$1/Cargo.toml"
}
package lamp '"=1.0.154"'
package neighbour '{ version = "=1.0.154", features = ["preserve_order"] }'
touch neighbour/src/lib.rs
cat > lamp/src/main.rs <<'RUST'
use serde_json::{Map, Value, from_str};

fn main() -> serde_json::Result<()> {
    let mut removed: Map<String, Value> = from_str(r#"{"e":1,"d":2,"c":3,"b":4,"a":5}"#)?;
    let mut retained = removed.clone();
    removed.remove("e");
    retained.retain(|name, _| name != "e");
    println!("removed {}, retained {}", Value::Object(removed), Value::Object(retained));
    Ok(())
}
RUST
seen="alone: $(cargo run --quiet --package lamp)"
cargo build --quiet --workspace
seen="$seen
with a neighbour: $(target/debug/lamp)"
echo "$seen"
expected=$(sed -n 's/^# Seen: //p; s/^#       //p' "$script")
[ "$seen" = "$expected" ]
