use serde_json::Value;

/// Returns the schemas of the document by name.
///
/// They are parsed from text, since building them in code took 57 KB more wasm, 8 KB gzipped.
pub(super) fn all() -> Value {
    serde_json::from_str(include_str!("schemas.json")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::all;
    use serde_json::{Map, Value, json};

    /// Returns the JSON Schema of seed files, made of the schemas in the OpenAPI document.
    fn seed_file_schema() -> Value {
        let schemas = all();
        let names = ["Id", "Name", "PhoneNumber", "Pins", "SeedData", "ServiceSeed", "UserSeed"];
        let definitions: Map<String, Value> =
            names.map(|name| (name.to_owned(), schemas[name].clone())).into_iter().collect();
        let schema = json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": "A seed file of the Verigator sandbox",
            "$ref": "#/$defs/SeedData",
            "$defs": definitions,
        });
        serde_json::from_str(&schema.to_string().replace("#/components/schemas/", "#/$defs/")).unwrap()
    }

    #[test]
    fn the_schema_in_the_package_matches_the_openapi_document() {
        let file: Value = serde_json::from_str(include_str!("../../js/seed.schema.json")).unwrap();
        assert_eq!(file, seed_file_schema(), "expected {:#}", seed_file_schema());
    }
}
