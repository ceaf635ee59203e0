//! The components of the npm package: client, sandbox and gateway. Each is one crate, one `.wasm` file and one folder of entry points.

use std::path::PathBuf;

use crate::workspace::Workspace;

/// A crate that is compiled to wasm, and its place in the package.
pub(crate) struct Component {
    /// The crate's name. wasm-pack names its output after it, with underscores.
    pub(crate) crate_name: &'static str,
    /// The crate's folder in the workspace, empty for the root.
    pub(crate) crate_folder: &'static str,
    /// The name of the wasm file in the package.
    pub(crate) wasm: &'static str,
    /// The component's folder in the package, empty for the root.
    pub(crate) folder: &'static str,
    /// The folder of its hand-written JavaScript in the workspace.
    pub(crate) source: &'static str,
    /// The flags of rustc beyond the profile.
    pub(crate) rust_flags: &'static [&'static str],
    /// The modules of that source that the Rust code imports with `#[wasm_bindgen(module = …)]`.
    pub(crate) imports: &'static [&'static str],
    /// The modules of that source that import an npm package, each with that package. It is bundled into them, so that the published package
    /// has no dependencies.
    pub(crate) bundles: &'static [(&'static str, &'static str)],
    /// The files that users may import beside the entries.
    pub(crate) exported_files: &'static [&'static str],
    /// The files of that source with the public declarations, in order. They may import only from `verigator`, since they are joined into one file.
    pub(crate) declarations: &'static [&'static str],
}

/// Every component of the package.
pub(crate) const COMPONENTS: &[Component] = &[
    Component {
        crate_name: "verigator",
        crate_folder: "",
        wasm: "verigator.wasm",
        folder: "",
        source: "pkg-template",
        // Less inlining makes the download smaller.
        rust_flags: &["-Cllvm-args=-inline-threshold=12"],
        imports: &["errors.js", "safe-access.js"],
        bundles: &[],
        exported_files: &[],
        declarations: &["index.d.ts"],
    },
    Component {
        crate_name: "verigator-sandbox",
        crate_folder: "sandbox",
        wasm: "sandbox.wasm",
        folder: "sandbox",
        source: "sandbox/js",
        rust_flags: &[],
        imports: &[],
        bundles: &[],
        exported_files: &["seed.schema.json"],
        declarations: &["sandbox.d.ts", "remote-sandbox.d.ts", "init.d.ts"],
    },
    Component {
        crate_name: "verigator-gateway",
        crate_folder: "gateway",
        wasm: "gateway.wasm",
        folder: "gateway",
        source: "gateway/js",
        rust_flags: &[],
        imports: &[],
        bundles: &[("jwt.js", "jose")],
        exported_files: &[],
        declarations: &[
            "gateway.d.ts",
            "number-verification.d.ts",
            "trusted-devices.d.ts",
            "shared-limits.d.ts",
            "node-handler.d.ts",
            "init.d.ts",
        ],
    },
];

/// The output of wasm-pack for a component.
pub(crate) struct WasmPackOutput {
    pub(crate) folder: PathBuf,
    name: String,
}

impl Component {
    /// The name by which users import the component.
    pub(crate) fn import_name(&self) -> String {
        match self.folder {
            "" => "verigator".to_owned(),
            folder => format!("verigator/{folder}"),
        }
    }

    pub(crate) fn wasm_pack_output(&self, workspace: &Workspace) -> WasmPackOutput {
        let name = self.crate_name.replace('-', "_");
        WasmPackOutput { folder: workspace.bound().join(&name), name }
    }

    /// The output of cargo, before wasm-bindgen and wasm-opt.
    pub(crate) fn compiled(&self, workspace: &Workspace) -> PathBuf {
        let name = self.crate_name.replace('-', "_");
        workspace.compiled().join(name).with_extension("wasm")
    }
}

impl WasmPackOutput {
    pub(crate) fn glue(&self) -> PathBuf {
        self.folder.join(format!("{}.js", self.name))
    }

    pub(crate) fn wasm(&self) -> PathBuf {
        self.folder.join(format!("{}_bg.wasm", self.name))
    }
}
