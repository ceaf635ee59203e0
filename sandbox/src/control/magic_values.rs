use crate::http::Response;
use crate::magic::{MISHAPS, MagicMishap, MagicPin, PINS};
use serde_json::{Value, json};

/// Serves `magic-values`: the tables, as an inspector shows them.
pub(super) fn answer() -> Response {
    let mishaps: Vec<Value> = MISHAPS.iter().map(mishap).collect();
    let pins: Vec<Value> = PINS.iter().map(pin).collect();
    Response::json(200, &json!({ "mishaps": mishaps, "pins": pins }))
}

fn mishap(magic: &MagicMishap) -> Value {
    json!({ "fqdn": magic.fqdn(), "idInService": magic.id_in_service(), "id": magic.id(), "outcome": magic.outcome })
}

fn pin(magic: &MagicPin) -> Value {
    json!({ "phoneNumber": magic.phone_number, "pin": magic.pin, "outcome": magic.outcome })
}
