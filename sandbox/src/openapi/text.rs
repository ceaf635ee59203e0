use crate::profile::Profile;

/// The document without the paths of the Verigator API.
const DOCUMENT: &str = include_str!("document.json");

/// The paths of the Verigator API in each profile.
const DOCS_PATHS: &str = include_str!("paths-docs.json");
const SDK_PATHS: &str = include_str!("paths-sdk.json");

/// The placeholders of the paths and of the version.
const PATHS: &str = r#""/v1":{}"#;
const VERSION: &str = r#""version":"0.0.0""#;

/// Returns the text of the OpenAPI 3.1 document for a profile.
pub(crate) fn document(profile: Profile) -> String {
    let paths = match profile {
        Profile::Docs => DOCS_PATHS,
        Profile::Sdk => SDK_PATHS,
    };
    let paths = paths.trim().trim_start_matches('{').strip_suffix('}').unwrap_or_default();
    let version = concat!(r#""version":""#, env!("CARGO_PKG_VERSION"), '"');
    DOCUMENT.trim().replacen(PATHS, paths, 1).replacen(VERSION, version, 1)
}

#[cfg(test)]
mod tests {
    use super::{DOCS_PATHS, DOCUMENT, SDK_PATHS, document};
    use crate::openapi::description;
    use crate::profile::Profile;
    use serde_json::{Map, Value, json};

    /// With this variable, the test writes the files that it otherwise checks.
    const WRITE: &str = "WRITE_OPENAPI";

    #[test]
    fn texts_match_the_description_of_the_operations() {
        let (mut rest, docs) = split(Profile::Docs);
        let (other, sdk) = split(Profile::Sdk);
        assert_eq!(rest, other, "expected the profiles to differ in the paths of the Verigator API only");
        rest["info"]["version"] = json!("0.0.0");
        rest["paths"]["/v1"] = json!({});
        for (file, text, expected) in [
            ("document.json", DOCUMENT, rest.to_string()),
            ("paths-docs.json", DOCS_PATHS, Value::Object(docs).to_string()),
            ("paths-sdk.json", SDK_PATHS, Value::Object(sdk).to_string()),
        ] {
            if std::env::var_os(WRITE).is_some() {
                let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/openapi");
                std::fs::write(format!("{folder}/{file}"), format!("{expected}\n")).unwrap();
            } else {
                assert!(
                    text.trim() == expected,
                    "{file} is out of date: {WRITE}=1 cargo test -p verigator-sandbox openapi"
                );
            }
        }
    }

    #[test]
    fn document_of_each_profile_is_complete() {
        for profile in [Profile::Docs, Profile::Sdk] {
            let text: Value = serde_json::from_str(&document(profile)).unwrap();
            assert!(text == description::document(profile), "{profile:?} differs from the description");
        }
    }

    /// Returns the document without the paths of the Verigator API, and these paths.
    fn split(profile: Profile) -> (Value, Map<String, Value>) {
        let mut document = description::document(profile);
        let paths = document["paths"].as_object_mut().unwrap();
        let names: Vec<_> = paths.keys().filter(|path| path.starts_with("/v1/")).cloned().collect();
        let verigator = names.into_iter().map(|name| paths.remove_entry(&name).unwrap()).collect();
        (document, verigator)
    }
}
