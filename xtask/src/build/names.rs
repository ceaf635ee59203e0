//! Shortens the names by which wasm and glue know each other.
//!
//! wasm-bindgen ends most of them in 16 hexadecimal digits, which no compression makes smaller: a twentieth of the client's download.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use xshell::{Shell, cmd};

/// The features of wasm that Rust and wasm-bindgen use. The file no longer tells them.
const FEATURES: [&str; 6] =
    ["bulk-memory", "multivalue", "mutable-globals", "nontrapping-float-to-int", "reference-types", "sign-ext"];

/// The name that wasm-opt gives to the module of all imports.
const MODULE: &str = "a";

/// The short names, by the long ones.
#[derive(Debug, Default)]
pub(crate) struct ShortNames {
    /// The module that the wasm imports from, which the glue creates. Its short name is [`MODULE`].
    module: Option<String>,
    imports: BTreeMap<String, String>,
    exports: BTreeMap<String, String>,
}

/// Writes the wasm with short names, and tells which they are.
pub(crate) fn shorten(shell: &Shell, wasm: &Path, shortened: &Path) -> Result<ShortNames> {
    let features = FEATURES.map(|feature| format!("--enable-{feature}"));
    let listing = cmd!(shell, "wasm-opt {features...} --minify-imports-and-exports-and-modules {wasm} -o {shortened}");
    ShortNames::parse(&listing.quiet().read()?)
}

impl ShortNames {
    /// Reads wasm-opt's listing: a line `["module", "long", "short"]` for each import, `["long", "short"]` for each export.
    fn parse(listing: &str) -> Result<ShortNames> {
        let mut names = ShortNames::default();
        for line in listing.lines() {
            match line.split('"').skip(1).step_by(2).collect::<Vec<_>>()[..] {
                [module, long, short] => {
                    let known = names.module.get_or_insert_with(|| module.to_owned());
                    ensure!(known == module, "expected imports from one module, found {known} and {module}");
                    names.imports.insert(long.to_owned(), short.to_owned());
                }
                [long, short] => {
                    names.exports.insert(long.to_owned(), short.to_owned());
                }
                _ => {}
            }
        }
        Ok(names)
    }

    /// Returns the glue with the short names. Fails if the glue lacks an import of the wasm.
    pub(crate) fn put_into(&self, glue: &str) -> Result<String> {
        let module = self.module.as_ref().context("expected wasm-opt to list imports, found none")?;
        let mut shortened = String::with_capacity(glue.len());
        let mut imports_left = self.imports.clone();
        for piece in pieces(glue) {
            let is_export = shortened.ends_with("wasm.");
            let import = if is_export { None } else { imports_left.remove(piece) };
            let export = self.exports.get(piece).filter(|_| is_export).cloned();
            shortened.push_str(import.or(export).as_deref().unwrap_or(piece));
        }
        ensure!(imports_left.is_empty(), "expected the glue to have each import, found none of {imports_left:?}");
        Ok(shortened.replace(&format!("\"{module}\""), &format!("\"{MODULE}\"")))
    }
}

/// The text cut at each end of a name.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let is_in_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'$';
    text.as_bytes().chunk_by(move |a, b| is_in_name(*a) == is_in_name(*b)).scan(0, move |start, piece| {
        let from = *start;
        *start += piece.len();
        text.get(from..*start)
    })
}

#[cfg(test)]
mod tests {
    use super::ShortNames;

    const LISTING: &str = r#"{
 "imports": [
  ["./x_bg.js", "__wbg_now_0123", "a"],
  ["./x_bg.js", "__wbg_now_01234", "b"],
 ],
"exports": [
  ["memory", "c"],
 ]
}"#;

    #[test]
    fn names_are_shortened_where_the_glue_and_the_wasm_meet_and_nowhere_else() {
        let glue = r#"i = { __wbg_now_01234: f, __wbg_now_0123: g }; { "./x_bg.js": i }; wasm.memory.memory; memory"#;
        let shortened = ShortNames::parse(LISTING).unwrap().put_into(glue).unwrap();
        assert_eq!(shortened, r#"i = { b: f, a: g }; { "a": i }; wasm.c.memory; memory"#);
    }

    #[test]
    fn glue_that_lacks_an_import_is_an_error() {
        let glue = r#"i = { __wbg_now_01234: f }; { "./x_bg.js": i }"#;
        let error = ShortNames::parse(LISTING).unwrap().put_into(glue).unwrap_err();
        assert!(error.to_string().contains("__wbg_now_0123"), "{error}");
    }

    #[test]
    fn imports_from_two_modules_are_an_error() {
        assert!(ShortNames::parse("[\"x\", \"f\", \"a\"],\n[\"y\", \"g\", \"b\"],").is_err());
    }
}
