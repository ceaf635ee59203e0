use crate::harness::TestSandbox;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// The description of operations that only the profile `sdk` has.
const ONLY_SDK: &str = "Only in the profile `sdk`.";

fn document() -> Value {
    TestSandbox::new().control("GET", "openapi.json", Value::Null).body
}

/// Collects every `$ref` in the document.
fn references(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => fields.iter().for_each(|(name, value)| match value {
            Value::String(target) if name == "$ref" => drop(found.insert(target.clone())),
            _ => references(value, found),
        }),
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        _ => {}
    }
}

#[test]
fn every_reference_resolves_and_every_component_is_referenced() {
    let document = document();
    let mut found = BTreeSet::new();
    references(&document, &mut found);
    let schemas = document["components"]["schemas"].as_object().unwrap().keys();
    let responses = document["components"]["responses"].as_object().unwrap().keys();
    let known: BTreeSet<String> = schemas
        .map(|name| format!("#/components/schemas/{name}"))
        .chain(responses.map(|name| format!("#/components/responses/{name}")))
        .collect();
    assert_eq!(found, known);
}

#[test]
fn operation_ids_are_unique() {
    let document = document();
    let paths = document["paths"].as_object().unwrap().values();
    let operations =
        paths.flat_map(|path| path.as_object().unwrap().values()).filter_map(|item| item["operationId"].as_str());
    let ids: Vec<&str> = operations.collect();
    assert_eq!(ids.len(), ids.iter().collect::<BTreeSet<_>>().len());
    assert_eq!(ids.len(), 12 + 4 + 32);
}

#[test]
fn every_documented_path_is_served() {
    for profile in ["docs", "sdk"] {
        let mut sandbox = TestSandbox::with(json!({ "profile": profile }));
        for (path, item) in document()["paths"].as_object().unwrap() {
            let path = path.replace(['{', '}'], "");
            for (method, operation) in item.as_object().unwrap().iter().filter(|(key, _)| *key != "parameters") {
                let response = sandbox
                    .send(&format!("{} {path} HTTP/1.1\nX-Service-Auth: sandbox:sandbox", method.to_uppercase()));
                let is_served = !response.contains("no such path") && !response.starts_with("405");
                let is_expected = profile == "sdk" || operation["description"] != ONLY_SDK;
                assert_eq!(is_served, is_expected, "{profile}: {method} {path}: {response}");
            }
        }
    }
}

#[test]
fn document_has_the_version_of_the_crate() {
    assert_eq!(document()["info"]["version"], env!("CARGO_PKG_VERSION"));
}

#[test]
fn operations_of_the_verigator_api_document_the_status_of_every_magic_value() {
    let magic = TestSandbox::new().control("GET", "magic-values", Value::Null).body.to_string();
    let statuses: Vec<u16> = (300..600).filter(|status| magic.contains(&format!("{status}@verigator.test"))).collect();
    assert!(statuses.len() > 10, "{statuses:?}");
    for (path, item) in document()["paths"].as_object().unwrap().iter().filter(|(path, _)| path.starts_with("/v1")) {
        for (method, operation) in item.as_object().unwrap().iter().filter(|(key, _)| *key != "parameters") {
            for status in &statuses {
                assert!(!operation["responses"][status.to_string()].is_null(), "{method} {path}: {status}");
            }
        }
    }
}

#[test]
fn schema_of_seed_files_in_the_package_matches_the_document() {
    let schemas = &document()["components"]["schemas"];
    let names = ["Id", "Name", "PhoneNumber", "Pins", "SeedData", "ServiceSeed", "UserSeed"];
    let definitions: Map<String, Value> =
        names.map(|name| (name.to_owned(), schemas[name].clone())).into_iter().collect();
    let schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A seed file of the Verigator sandbox",
        "$ref": "#/$defs/SeedData",
        "$defs": definitions,
    });
    let schema: Value = serde_json::from_str(&schema.to_string().replace("#/components/schemas/", "#/$defs/")).unwrap();
    let file: Value = serde_json::from_str(include_str!("../../js/seed.schema.json")).unwrap();
    assert_eq!(file, schema, "expected {schema:#}");
}
