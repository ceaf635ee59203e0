use super::operation::Operation;
use super::{api, control, schemas};
use crate::magic::{MAGIC_FAULTS, MAGIC_PINS};
use crate::profile::Profile;
use serde_json::{Map, Value, json};

/// Returns the OpenAPI 3.1 document for a profile.
pub(crate) fn document(profile: Profile) -> Value {
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Verigator sandbox",
            "version": env!("CARGO_PKG_VERSION"),
            "summary": "Messente's Verigator API emulated, and the control API of the sandbox",
            "description": description(),
            "license": { "name": "Apache-2.0", "identifier": "Apache-2.0" },
        },
        "tags": [
            { "name": "verigator", "description": "The nine operations of the Verigator API." },
            { "name": "sandbox", "description": "The control API, which the real service does not have." },
        ],
        "paths": paths(api::operations(profile).into_iter().chain(control::operations())),
        "components": {
            "schemas": schemas::all(),
            "securitySchemes": {
                "account": {
                    "type": "apiKey",
                    "in": "header",
                    "name": "X-Service-Auth",
                    "description": "`username:password`",
                },
            },
        },
    })
}

fn paths(operations: impl Iterator<Item = Operation>) -> Value {
    let mut paths = Map::new();
    for operation in operations {
        let item = paths.entry(operation.path).or_insert_with(|| json!({ "parameters": operation.path_parameters() }));
        if let Value::Object(methods) = item {
            methods.insert(operation.method.to_ascii_lowercase(), operation.to_json());
        }
    }
    Value::Object(paths)
}

fn description() -> String {
    format!("{}\n\n{}", faults_table(), pins_table())
}

/// Formats the magic names and ids as a Markdown table, which the README contains too.
pub(crate) fn faults_table() -> String {
    let header = "| `fqdn` of a new service | `id_in_service` of a new user | id of a service or user | outcome |\n|---|---|---|---|";
    let rows = MAGIC_FAULTS.iter().map(|magic| {
        format!("| `{}` | `{}` | `{}` | {} |", magic.fqdn(), magic.id_in_service(), magic.id(), magic.outcome)
    });
    [header.to_owned()].into_iter().chain(rows).collect::<Vec<_>>().join("\n")
}

/// Formats the magic phone numbers and PINs as a Markdown table, which the README contains too.
pub(crate) fn pins_table() -> String {
    let header = "| phone number of a user, with any PIN | the same, for forms that check numbers | PIN, with any phone number | outcome |\n|---|---|---|---|";
    let rows = MAGIC_PINS.iter().map(|magic| {
        format!("| `{}` | `{}` | `{}` | {} |", magic.phone_number, magic.valid_phone_number, magic.pin, magic.outcome)
    });
    [header.to_owned()].into_iter().chain(rows).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::{faults_table, pins_table};

    #[test]
    fn readme_lists_the_magic_values() {
        let readme = include_str!("../../README.md");
        assert!(readme.contains(&faults_table()), "expected this table in README.md:\n{}", faults_table());
        assert!(readme.contains(&pins_table()), "expected this table in README.md:\n{}", pins_table());
    }
}
