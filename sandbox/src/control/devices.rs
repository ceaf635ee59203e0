use crate::control::control_call::{ControlCall, phone_number};
use crate::devices::{accounts, key_uri};
use crate::http::{Refusal, Response};
use crate::phone_number::PhoneNumber;
use qrcode::QrCode;
use qrcode::render::svg::Color;
use serde_json::json;
use uuid::Uuid;

/// Serves `devices`, the phones with the app, and each of them by its number.
pub(super) fn answer(call: &mut ControlCall<'_>, path: &[&str], method: &str) -> Result<Response, Refusal> {
    match (path, method) {
        (["devices"], "GET") => Ok(list(call)),
        (["devices", number], "GET") => show(call, &phone_number("phoneNumber", number)?),
        (["devices", number], "PUT") => attach(call, &phone_number("phoneNumber", number)?),
        (["devices", number], "DELETE") => {
            call.state.devices.detach(&phone_number("phoneNumber", number)?);
            Ok(Response::empty(204))
        }
        (["devices", number, "qr-codes", user_id], "GET") => {
            qr_code(call, &phone_number("phoneNumber", number)?, user_id)
        }
        (["devices"] | ["devices", _, "qr-codes", _], _) => Err(Refusal::NotAllowed("GET")),
        (["devices", _], _) => Err(Refusal::NotAllowed("DELETE, GET, PUT")),
        _ => Err(Refusal::not_found("path")),
    }
}

fn list(call: &ControlCall<'_>) -> Response {
    let phone_numbers: Vec<&PhoneNumber> = call.state.devices.phone_numbers().collect();
    Response::json(200, &json!({ "phoneNumbers": phone_numbers }))
}

fn attach(call: &mut ControlCall<'_>, phone_number: &PhoneNumber) -> Result<Response, Refusal> {
    call.state.devices.attach(phone_number.clone());
    show(call, phone_number)
}

fn show(call: &ControlCall<'_>, phone_number: &PhoneNumber) -> Result<Response, Refusal> {
    let device = call.state.devices.get(phone_number).ok_or_else(no_device)?;
    let accounts = accounts(&call.state.directory, phone_number, call.now)?;
    let body = json!({ "phoneNumber": phone_number, "accounts": accounts, "pushes": device.pushes });
    Ok(Response::json(200, &body))
}

fn qr_code(call: &ControlCall<'_>, phone_number: &PhoneNumber, user_id: &str) -> Result<Response, Refusal> {
    call.state.devices.get(phone_number).ok_or_else(no_device)?;
    let user = Uuid::try_parse(user_id).ok().and_then(|id| call.state.directory.user(id));
    let user = user.filter(|user| user.phone_number == *phone_number).ok_or_else(|| Refusal::not_found("account"))?;
    let code = QrCode::new(key_uri(&call.state.directory, user)?);
    // Four kilobytes fit into no QR code, and nothing bounds the length of names.
    let code = code.map_err(|_| Refusal::invalid("the names of service and user are too long for a QR code"))?;
    let image = code.render::<Color<'_>>().min_dimensions(200, 200).build();
    Ok(Response::text(200, "image/svg+xml", image))
}

fn no_device() -> Refusal {
    Refusal::not_found("device")
}
