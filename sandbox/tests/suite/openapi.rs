use crate::harness::TestSandbox;
use serde_json::{Value, json};
use std::collections::BTreeSet;

fn document(profile: &str) -> Value {
    TestSandbox::with(json!({ "profile": profile })).control("GET", "openapi.json", Value::Null).body
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
fn every_reference_resolves_and_every_schema_is_referenced() {
    let document = document("docs");
    let mut found = BTreeSet::new();
    references(&document, &mut found);
    let schemas = document["components"]["schemas"].as_object().unwrap().keys();
    let mut known: BTreeSet<String> = schemas.map(|name| format!("#/components/schemas/{name}")).collect();
    // Used only by deletes in the profile `sdk`.
    known.remove("#/components/schemas/Empty");
    assert_eq!(found, known);
}

#[test]
fn operation_ids_are_unique() {
    let document = document("sdk");
    let paths = document["paths"].as_object().unwrap().values();
    let operations =
        paths.flat_map(|path| path.as_object().unwrap().values()).filter_map(|item| item["operationId"].as_str());
    let ids: Vec<&str> = operations.collect();
    assert_eq!(ids.len(), ids.iter().collect::<BTreeSet<_>>().len());
    assert_eq!(ids.len(), 12 + 32);
}

#[test]
fn every_documented_path_is_served() {
    for profile in ["docs", "sdk"] {
        let mut sandbox = TestSandbox::with(json!({ "profile": profile }));
        for (path, item) in document(profile)["paths"].as_object().unwrap() {
            let path = path.replace(['{', '}'], "");
            for method in item.as_object().unwrap().keys().filter(|key| *key != "parameters") {
                let response = sandbox
                    .send(&format!("{} {path} HTTP/1.1\nX-Service-Auth: sandbox:sandbox", method.to_uppercase()));
                assert!(
                    !response.contains("no such path") && !response.starts_with("405"),
                    "{method} {path}: {response}"
                );
            }
        }
    }
}

#[test]
fn the_document_lists_the_statuses_of_the_current_profile() {
    let create = |profile| document(profile)["paths"]["/v1/service/service"]["post"]["responses"].clone();
    assert!(create("docs").get("201").is_some() && create("docs").get("200").is_none());
    assert!(create("sdk").get("200").is_some() && create("sdk").get("201").is_none());
}
