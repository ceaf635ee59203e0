use crate::magic::{MISHAPS, PINS};
use crate::openapi::operation::Operation;
use crate::openapi::{api, control, schemas};
use crate::profile::Profile;
use serde_json::{Map, Value, json};

/// Writes the OpenAPI 3.1 document for the behaviour that is played now.
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
            { "name": "verigator", "description": "The nine calls of the Verigator API." },
            { "name": "sandbox", "description": "The control API: what the real service does not have." },
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
            methods.insert(operation.method.to_ascii_lowercase(), operation.written());
        }
    }
    Value::Object(paths)
}

fn description() -> String {
    format!("{}\n\n{}", mishaps_table(), pins_table())
}

/// Writes the table of magic names and ids in Markdown, as it stands in the README too.
pub(crate) fn mishaps_table() -> String {
    let head = "| `fqdn` of a new service | `id_in_service` of a new user | id of a service or user | outcome |\n|---|---|---|---|";
    let rows = MISHAPS.iter().map(|magic| {
        format!("| `{}` | `{}` | `{}` | {} |", magic.fqdn(), magic.id_in_service(), magic.id(), magic.outcome)
    });
    [head.to_owned()].into_iter().chain(rows).collect::<Vec<_>>().join("\n")
}

/// Writes the table of magic phone numbers and PINs in Markdown, as it stands in the README too.
pub(crate) fn pins_table() -> String {
    let head = "| phone number of a user, with any PIN | PIN, with any phone number | outcome |\n|---|---|---|";
    let rows = PINS.iter().map(|magic| format!("| `{}` | `{}` | {} |", magic.phone_number, magic.pin, magic.outcome));
    [head.to_owned()].into_iter().chain(rows).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::{mishaps_table, pins_table};

    #[test]
    fn readme_has_the_magic_values_that_the_sandbox_knows() {
        let readme = include_str!("../../README.md");
        assert!(readme.contains(&mishaps_table()), "expected this table in README.md:\n{}", mishaps_table());
        assert!(readme.contains(&pins_table()), "expected this table in README.md:\n{}", pins_table());
    }
}
