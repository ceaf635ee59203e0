use serde_json::{Map, Value, json};

/// The pattern of a phone number: a plus sign and 6 to 15 digits, among spaces, dashes and parentheses.
const PHONE_NUMBER: &str = r"^[ ()-]*\+[ ()-]*([0-9][ ()-]*){6,15}$";

/// The pattern of a space's name. `.` and `..` are excluded, since URLs resolve them.
const SPACE_NAME: &str = r"^(?!\.{1,2}$)[A-Za-z0-9._-]{1,100}$";

/// Returns all schemas by name.
pub(super) fn all() -> Value {
    let groups = [
        shared(),
        api_inputs(),
        api_responses(),
        inbox_and_clock(),
        devices(),
        faults(),
        records(),
        seed_data(),
        magic_values(),
    ];
    let schemas: Map<String, Value> = groups.into_iter().filter_map(into_map).flatten().collect();
    Value::Object(schemas)
}

fn into_map(value: Value) -> Option<Map<String, Value>> {
    match value {
        Value::Object(map) => Some(map),
        _ => None,
    }
}

/// Describes an object with exactly these fields, all required.
fn exact_object(properties: Value) -> Value {
    let required: Vec<String> = properties.as_object().into_iter().flat_map(Map::keys).cloned().collect();
    closed(object(properties, json!(required)))
}

/// Describes an object with no other fields, of which some are required.
fn closed_object(properties: Value, required: &[&str]) -> Value {
    closed(object(properties, json!(required)))
}

fn closed(object: Map<String, Value>) -> Value {
    object.into_iter().chain([("additionalProperties".to_owned(), json!(false))]).collect()
}

/// Describes an object with some required fields. Unknown fields are ignored.
fn open_object(properties: Value, required: &[&str]) -> Value {
    Value::Object(object(properties, json!(required)))
}

fn object(properties: Value, required: Value) -> Map<String, Value> {
    let fields = [("type", json!("object")), ("required", required), ("properties", properties)];
    fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

fn array_of(schema: &str) -> Value {
    json!({ "type": "array", "items": reference(schema) })
}

fn reference(schema: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{schema}") })
}

fn shared() -> Value {
    json!({
        "Id": { "type": "string", "format": "uuid" },
        "PhoneNumber": { "type": "string", "format": "phone-number", "pattern": PHONE_NUMBER },
        "Text": { "type": "string", "minLength": 1 },
        "Time": { "type": "string", "format": "date-time" },
        "Method": { "enum": ["sms", "totp"] },
        "Error": exact_object(json!({ "message": { "type": "string" } })),
        "Empty": exact_object(json!({})),
        "Svg": { "type": "string" },
        "Events": { "type": "string" },
        "OpenApi": { "type": "object" },
    })
}

fn api_inputs() -> Value {
    json!({
        "ServiceInput": open_object(json!({ "fqdn": reference("Text"), "name": reference("Text") }), &["fqdn", "name"]),
        "UserInput": open_object(
            json!({ "id_in_service": reference("Text"), "phone_number": reference("PhoneNumber") }),
            &["id_in_service", "phone_number"],
        ),
        "StartInput": open_object(json!({ "method": reference("Method") }), &["method"]),
        "PinInput": open_object(json!({ "token": reference("Text"), "method": reference("Method") }), &["token"]),
    })
}

fn api_responses() -> Value {
    let status = json!({
        "throttled": { "type": "boolean" },
        "expired": { "type": "boolean" },
        "invalid": { "type": "boolean" },
        "result": { "const": "INVALID" },
    });
    json!({
        "Service": exact_object(json!({ "id": reference("Id"), "name": reference("Text"), "ctime": { "type": "string" } })),
        "User": exact_object(json!({ "id": reference("Id"), "ctime": { "type": "string" }, "id_in_service": reference("Text") })),
        "UserList": exact_object(json!({ "total": { "type": "integer", "minimum": 0 }, "users": array_of("User") })),
        "Started": exact_object(json!({ "method": reference("Method") })),
        "VerificationStatus": exact_object(status),
        "Verification": open_object(
            json!({ "method": reference("Method"), "verified": { "type": "boolean" }, "status": reference("VerificationStatus") }),
            &["method", "verified"],
        ),
    })
}

fn inbox_and_clock() -> Value {
    let message = json!({
        "to": reference("PhoneNumber"),
        "text": reference("Text"),
        "pin": reference("Text"),
        "sentAt": reference("Time"),
        "service": reference("Text"),
    });
    let max_ms = 253_402_300_799_999_i64;
    let time = json!({ "oneOf": [reference("Time"), { "type": "integer", "minimum": 0, "maximum": max_ms }] });
    json!({
        "SmsMessage": exact_object(message),
        "Messages": exact_object(json!({ "messages": array_of("SmsMessage") })),
        "Recipient": exact_object(json!({ "to": reference("PhoneNumber") })),
        "NextMessage": exact_object(json!({ "message": { "oneOf": [reference("SmsMessage"), { "type": "null" }] } })),
        "WaitMs": { "type": "integer", "minimum": 0, "maximum": 60_000 },
        "Clock": exact_object(json!({ "now": reference("Time"), "running": { "type": "boolean" } })),
        "ClockInput": exact_object(json!({ "now": time })),
        "Advance": exact_object(json!({ "milliseconds": { "type": "integer" } })),
    })
}

fn devices() -> Value {
    let account = json!({
        "service": reference("Text"),
        "username": reference("Text"),
        "userId": reference("Id"),
        "uri": { "type": "string", "format": "uri" },
        "code": { "type": "string", "pattern": "^[0-9]{6}$" },
        "validForMs": { "type": "integer", "minimum": 1, "maximum": 30_000 },
    });
    let push = json!({ "service": reference("Text"), "userId": reference("Id"), "sentAt": reference("Time") });
    let device = json!({ "phoneNumber": reference("PhoneNumber"), "accounts": array_of("DeviceAccount"), "pushes": array_of("Push") });
    json!({
        "DeviceAccount": exact_object(account),
        "Push": exact_object(push),
        "Device": exact_object(device),
        "PhoneNumbers": exact_object(json!({ "phoneNumbers": array_of("PhoneNumber") })),
    })
}

fn faults() -> Value {
    let fault = json!({
        "type": "object",
        "required": ["kind"],
        "properties": {
            "kind": { "enum": ["status", "connection", "delay", "hang", "malformed", "truncated", "redirect"] },
            "status": { "type": "integer", "minimum": 200, "maximum": 599 },
            "body": {},
            "headers": { "type": "object", "additionalProperties": { "type": "string" } },
            "milliseconds": { "type": "integer", "minimum": 0, "maximum": 2_147_483_647 },
            "location": { "type": "string" },
        },
    });
    let pattern =
        closed_object(json!({ "pattern": { "type": "string" }, "flags": { "type": "string" } }), &["pattern"]);
    let path = json!({ "oneOf": [{ "type": "string" }, pattern] });
    let times = json!({ "type": "integer", "minimum": 1 });
    let chance = json!({ "type": "number", "minimum": 0, "maximum": 1 });
    let next = json!({ "fault": reference("Fault"), "match": reference("RequestMatch"), "times": times });
    json!({
        "Fault": fault,
        "RequestMatch": closed_object(json!({ "method": { "type": "string" }, "path": path }), &[]),
        "NextFault": closed_object(next, &["fault"]),
        "RandomFault": exact_object(json!({ "chance": chance, "fault": reference("Fault") })),
        "Faults": exact_object(json!({ "next": array_of("NextFault"), "randomly": array_of("RandomFault") })),
    })
}

fn records() -> Value {
    let count = json!({ "type": "integer", "minimum": 0 });
    let record = json!({ "method": reference("Text"), "path": reference("Text"), "status": count, "at": reference("Time"), "durationMs": count });
    let profile = json!({ "enum": ["docs", "sdk"] });
    let settings = json!({
        "username": reference("Text"),
        "password": reference("Text"),
        "profile": profile,
        "pinLength": count,
        "pinLifetimeMs": count,
        "maxAttempts": count,
    });
    let snapshot = json!({
        "format": { "const": "verigator-sandbox" },
        "version": { "const": 1 },
        "state": { "type": "object" },
        "spaces": { "type": "object", "additionalProperties": { "type": "object" } },
    });
    let space = json!({ "name": reference("SpaceName"), "lastUsedAt": reference("Time") });
    json!({
        "RequestRecord": exact_object(record),
        "Requests": exact_object(json!({ "requests": array_of("RequestRecord") })),
        "Profile": exact_object(json!({ "profile": profile })),
        "Settings": exact_object(settings),
        "Snapshot": closed_object(snapshot, &["format", "version", "state"]),
        "SpaceName": { "type": "string", "pattern": SPACE_NAME },
        "Space": exact_object(space),
        "Spaces": exact_object(json!({ "spaces": array_of("Space") })),
    })
}

fn seed_data() -> Value {
    let user = json!({
        "id": reference("Id"),
        "username": reference("Text"),
        "phoneNumber": reference("PhoneNumber"),
        "hasApp": { "type": "boolean", "description": "Attaches a device to the phone number." },
        "totpSecret": { "type": "string", "pattern": "^[A-Z2-7]{32}$", "description": "A secret of 20 bytes in Base32." },
    });
    let service = json!({
        "id": reference("Id"),
        "fqdn": reference("Text"),
        "name": reference("Text"),
        "account": { "type": "string", "description": "The username of the owner; by default the first account." },
        "users": array_of("UserSeed"),
    });
    let seed_data = json!({
        "$schema": { "type": "string" },
        "services": array_of("ServiceSeed"),
        "pins": reference("Pins"),
    });
    let seeded_user = json!({ "id": reference("Id"), "username": reference("Text") });
    let seeded_service = json!({ "id": reference("Id"), "fqdn": reference("Text"), "users": array_of("SeededUser") });
    json!({
        "UserSeed": closed_object(user, &["username", "phoneNumber"]),
        "ServiceSeed": closed_object(service, &["fqdn", "name"]),
        "SeedData": closed_object(seed_data, &[]),
        "Seed": { "oneOf": [reference("SeedData"), reference("Snapshot")] },
        "SeededUser": exact_object(seeded_user),
        "SeededService": exact_object(seeded_service),
        "SeededData": exact_object(json!({ "services": array_of("SeededService") })),
        "Pins": {
            "type": "object",
            "description": "Fixed PINs by phone number, of the sandbox's PIN length.",
            "additionalProperties": { "type": "string", "pattern": "^[0-9]{4,10}$" },
        },
        "FixedPins": exact_object(json!({ "pins": reference("Pins") })),
    })
}

fn magic_values() -> Value {
    let fault = json!({
        "fqdn": reference("Text"),
        "idInService": reference("Text"),
        "id": reference("Id"),
        "outcome": reference("Text"),
    });
    let pin =
        json!({ "phoneNumber": reference("PhoneNumber"), "pin": reference("Text"), "outcome": reference("Text") });
    json!({
        "MagicFault": exact_object(fault),
        "MagicPin": exact_object(pin),
        "MagicValues": exact_object(json!({ "mishaps": array_of("MagicFault"), "pins": array_of("MagicPin") })),
    })
}

#[cfg(test)]
mod tests {
    use super::all;
    use serde_json::{Map, Value, json};

    /// Returns the JSON Schema of seed files, made of the schemas in the OpenAPI document.
    fn seed_file_schema() -> Value {
        let schemas = all();
        let names = ["Id", "PhoneNumber", "Pins", "SeedData", "ServiceSeed", "Text", "UserSeed"];
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
        let file: Value = serde_json::from_str(include_str!("../../../pkg-template/sandbox/seed.schema.json")).unwrap();
        assert_eq!(file, seed_file_schema(), "expected {:#}", seed_file_schema());
    }
}
