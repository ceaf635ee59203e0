//! The parts of the npm package: each one crate, one `.wasm` and one folder of entries.

use std::path::PathBuf;

use crate::workspace::Workspace;

/// A crate that is compiled to wasm, and where it goes in the package.
pub(crate) struct Part {
    /// Its name without dashes is what wasm-pack calls its output.
    pub(crate) crate_name: &'static str,
    /// Where the crate lies in the workspace.
    pub(crate) crate_folder: &'static str,
    /// The name of its wasm file in the package.
    pub(crate) wasm: &'static str,
    /// Its folder in `pkg-template` and in the package, empty for the top.
    pub(crate) folder: &'static str,
    /// The modules of its folder that its Rust code imports, by `#[wasm_bindgen(module = …)]`.
    pub(crate) imports: &'static [&'static str],
    /// The modules of its folder that import a package of npm, with that, which is bundled in: ours has no dependencies.
    pub(crate) bundles: &'static [(&'static str, &'static str)],
    /// Where its public declarations come from, in this order.
    pub(crate) declarations: &'static [Declarations],
}

/// A source of public declarations.
pub(crate) enum Declarations {
    /// What wasm-bindgen generates from the Rust code.
    Generated,
    /// A file of `pkg-template`. It may import from `verigator` alone, since it becomes a piece of one file.
    Written(&'static str),
}

/// Every part of the package.
pub(crate) const PARTS: &[Part] = &[
    Part {
        crate_name: "verigator",
        crate_folder: "",
        wasm: "verigator.wasm",
        folder: "",
        imports: &["attempts.js", "errors.js", "exchange.js"],
        bundles: &[],
        declarations: &[
            Declarations::Generated,
            Declarations::Written("errors.d.ts"),
            Declarations::Written("init.d.ts"),
        ],
    },
    Part {
        crate_name: "verigator-sandbox",
        crate_folder: "sandbox",
        wasm: "sandbox.wasm",
        folder: "sandbox",
        imports: &[],
        bundles: &[],
        declarations: &[Declarations::Written("sandbox.d.ts"), Declarations::Written("init.d.ts")],
    },
    Part {
        crate_name: "verigator-gateway",
        crate_folder: "gateway",
        wasm: "gateway.wasm",
        folder: "gateway",
        imports: &[],
        bundles: &[("tickets.js", "jose")],
        declarations: &[
            Declarations::Written("gateway.d.ts"),
            Declarations::Written("shared-limits.d.ts"),
            Declarations::Written("node-handler.d.ts"),
            Declarations::Written("init.d.ts"),
        ],
    },
];

/// What wasm-pack made of a part.
pub(crate) struct WasmPackOutput {
    pub(crate) folder: PathBuf,
    name: String,
}

impl Part {
    pub(crate) fn wasm_pack_output(&self, workspace: &Workspace) -> WasmPackOutput {
        let name = self.crate_name.replace('-', "_");
        WasmPackOutput { folder: workspace.path("target/wasm-pack").join(&name), name }
    }

    /// What cargo makes, before wasm-bindgen and wasm-opt.
    pub(crate) fn compiled(&self, workspace: &Workspace) -> PathBuf {
        let name = self.crate_name.replace('-', "_");
        workspace.path("target/wasm32-unknown-unknown/release").join(name).with_extension("wasm")
    }
}

impl WasmPackOutput {
    pub(crate) fn glue(&self) -> PathBuf {
        self.folder.join(format!("{}.js", self.name))
    }

    pub(crate) fn declarations(&self) -> PathBuf {
        self.folder.join(format!("{}.d.ts", self.name))
    }

    pub(crate) fn wasm(&self) -> PathBuf {
        self.folder.join(format!("{}_bg.wasm", self.name))
    }
}
