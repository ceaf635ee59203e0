use serde_json::{Map, Value, json};

/// What the phone number rule takes, as a pattern: a plus and 6 to 15 digits among spaces, dashes and parentheses.
const PHONE_NUMBER: &str = r"^[ ()-]*\+[ ()-]*([0-9][ ()-]*){6,15}$";

/// Lists every schema by its name.
pub(super) fn all() -> Value {
    let groups =
        [shared(), api_inputs(), api_answers(), inbox_and_clock(), devices(), faults(), records(), seed_data()];
    let schemas: Map<String, Value> = groups.into_iter().filter_map(into_map).flatten().collect();
    Value::Object(schemas)
}

fn into_map(value: Value) -> Option<Map<String, Value>> {
    match value {
        Value::Object(map) => Some(map),
        _ => None,
    }
}

/// An object with these fields and no others, all of them there.
fn exactly(properties: Value) -> Value {
    let required: Vec<String> = properties.as_object().into_iter().flat_map(Map::keys).cloned().collect();
    closed(object(properties, json!(required)))
}

/// An object with these fields and no others, some of them there.
fn at_most(properties: Value, required: &[&str]) -> Value {
    closed(object(properties, json!(required)))
}

fn closed(object: Map<String, Value>) -> Value {
    object.into_iter().chain([("additionalProperties".to_owned(), json!(false))]).collect()
}

/// An object in which these fields are there, and any others are ignored.
fn at_least(properties: Value, required: &[&str]) -> Value {
    Value::Object(object(properties, json!(required)))
}

fn object(properties: Value, required: Value) -> Map<String, Value> {
    let fields = [("type", json!("object")), ("required", required), ("properties", properties)];
    fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

fn list_of(schema: &str) -> Value {
    json!({ "type": "array", "items": of(schema) })
}

fn of(schema: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{schema}") })
}

fn shared() -> Value {
    json!({
        "Id": { "type": "string", "format": "uuid" },
        "PhoneNumber": { "type": "string", "format": "phone-number", "pattern": PHONE_NUMBER },
        "Text": { "type": "string", "minLength": 1 },
        "Time": { "type": "string", "format": "date-time" },
        "Method": { "enum": ["sms", "totp"] },
        "Error": exactly(json!({ "message": { "type": "string" } })),
        "Empty": exactly(json!({})),
        "Svg": { "type": "string" },
        "Events": { "type": "string" },
        "OpenApi": { "type": "object" },
    })
}

fn api_inputs() -> Value {
    json!({
        "ServiceInput": at_least(json!({ "fqdn": of("Text"), "name": of("Text") }), &["fqdn", "name"]),
        "UserInput": at_least(
            json!({ "id_in_service": of("Text"), "phone_number": of("PhoneNumber") }),
            &["id_in_service", "phone_number"],
        ),
        "StartInput": at_least(json!({ "method": of("Method") }), &["method"]),
        "PinInput": at_least(json!({ "token": of("Text"), "method": of("Method") }), &["token"]),
    })
}

fn api_answers() -> Value {
    let status = json!({
        "throttled": { "type": "boolean" },
        "expired": { "type": "boolean" },
        "invalid": { "type": "boolean" },
        "result": { "const": "INVALID" },
    });
    json!({
        "Service": exactly(json!({ "id": of("Id"), "name": of("Text"), "ctime": { "type": "string" } })),
        "User": exactly(json!({ "id": of("Id"), "ctime": { "type": "string" }, "id_in_service": of("Text") })),
        "UserList": exactly(json!({ "total": { "type": "integer", "minimum": 0 }, "users": list_of("User") })),
        "Started": exactly(json!({ "method": of("Method") })),
        "VerificationStatus": exactly(status),
        "Verification": at_least(
            json!({ "method": of("Method"), "verified": { "type": "boolean" }, "status": of("VerificationStatus") }),
            &["method", "verified"],
        ),
    })
}

fn inbox_and_clock() -> Value {
    let message = json!({
        "to": of("PhoneNumber"),
        "text": of("Text"),
        "pin": of("Text"),
        "sentAt": of("Time"),
        "service": of("Text"),
    });
    let farthest = 253_402_300_799_999_i64;
    let time = json!({ "oneOf": [of("Time"), { "type": "integer", "minimum": 0, "maximum": farthest }] });
    json!({
        "SmsMessage": exactly(message),
        "Messages": exactly(json!({ "messages": list_of("SmsMessage") })),
        "Recipient": exactly(json!({ "to": of("PhoneNumber") })),
        "NextMessage": exactly(json!({ "message": { "oneOf": [of("SmsMessage"), { "type": "null" }] } })),
        "Clock": exactly(json!({ "now": of("Time"), "running": { "type": "boolean" } })),
        "ClockInput": exactly(json!({ "now": time })),
        "Advance": exactly(json!({ "milliseconds": { "type": "integer" } })),
    })
}

fn devices() -> Value {
    let account = json!({
        "service": of("Text"),
        "username": of("Text"),
        "userId": of("Id"),
        "uri": { "type": "string", "format": "uri" },
        "code": { "type": "string", "pattern": "^[0-9]{6}$" },
        "validForMs": { "type": "integer", "minimum": 1, "maximum": 30_000 },
    });
    let push = json!({ "service": of("Text"), "userId": of("Id"), "sentAt": of("Time") });
    let device =
        json!({ "phoneNumber": of("PhoneNumber"), "accounts": list_of("DeviceAccount"), "pushes": list_of("Push") });
    json!({
        "DeviceAccount": exactly(account),
        "Push": exactly(push),
        "Device": exactly(device),
        "PhoneNumbers": exactly(json!({ "phoneNumbers": list_of("PhoneNumber") })),
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
    let pattern = at_most(json!({ "pattern": { "type": "string" }, "flags": { "type": "string" } }), &["pattern"]);
    let path = json!({ "oneOf": [{ "type": "string" }, pattern] });
    let times = json!({ "type": "integer", "minimum": 1 });
    let chance = json!({ "type": "number", "minimum": 0, "maximum": 1 });
    let next = json!({ "fault": of("Fault"), "match": of("RequestMatch"), "times": times });
    json!({
        "Fault": fault,
        "RequestMatch": at_most(json!({ "method": { "type": "string" }, "path": path }), &[]),
        "NextFault": at_most(next, &["fault"]),
        "RandomFault": exactly(json!({ "chance": chance, "fault": of("Fault") })),
        "Faults": exactly(json!({ "next": list_of("NextFault"), "randomly": list_of("RandomFault") })),
    })
}

fn records() -> Value {
    let whole = json!({ "type": "integer", "minimum": 0 });
    let record =
        json!({ "method": of("Text"), "path": of("Text"), "status": whole, "at": of("Time"), "durationMs": whole });
    let profile = json!({ "enum": ["docs", "sdk"] });
    let settings = json!({
        "username": of("Text"),
        "password": of("Text"),
        "profile": profile,
        "pinLength": whole,
        "pinLifetimeMs": whole,
        "maxAttempts": whole,
    });
    let snapshot =
        json!({ "format": { "const": "verigator-sandbox" }, "version": { "const": 1 }, "state": { "type": "object" } });
    json!({
        "RequestRecord": exactly(record),
        "Requests": exactly(json!({ "requests": list_of("RequestRecord") })),
        "Profile": exactly(json!({ "profile": profile })),
        "Settings": exactly(settings),
        "Snapshot": exactly(snapshot),
    })
}

fn seed_data() -> Value {
    let user = json!({ "username": of("Text"), "phoneNumber": of("PhoneNumber"), "hasApp": { "type": "boolean" } });
    let service = json!({ "fqdn": of("Text"), "name": of("Text"), "users": list_of("UserSeed") });
    let seeded_user = json!({ "id": of("Id"), "username": of("Text") });
    let mishap = json!({ "fqdn": of("Text"), "idInService": of("Text"), "id": of("Id"), "outcome": of("Text") });
    let pin = json!({ "phoneNumber": of("PhoneNumber"), "pin": of("Text"), "outcome": of("Text") });
    json!({
        "UserSeed": at_most(user, &["username", "phoneNumber"]),
        "ServiceSeed": at_most(service, &["fqdn", "name"]),
        "SeedData": exactly(json!({ "services": list_of("ServiceSeed") })),
        "SeededUser": exactly(seeded_user),
        "SeededService": exactly(json!({ "id": of("Id"), "fqdn": of("Text"), "users": list_of("SeededUser") })),
        "SeededData": exactly(json!({ "services": list_of("SeededService") })),
        "MagicMishap": exactly(mishap),
        "MagicPin": exactly(pin),
        "MagicValues": exactly(json!({ "mishaps": list_of("MagicMishap"), "pins": list_of("MagicPin") })),
    })
}
