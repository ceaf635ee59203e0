use super::context::{Context, parse_phone_number};
use crate::api_error::ApiError;
use crate::devices::{accounts, key_uri};
use crate::http::Response;
use crate::phone_number::PhoneNumber;
use qrcode::QrCode;
use qrcode::render::svg::Color;
use serde_json::json;
use uuid::Uuid;

/// Handles `devices` and each device by its phone number.
pub(super) fn handle(context: &mut Context<'_>, path: &[&str], method: &str) -> Result<Response, ApiError> {
    match (path, method) {
        (["devices"], "GET") => Ok(list(context)),
        (["devices", number], "GET") => get(context, &parse_phone_number("phoneNumber", number)?),
        (["devices", number], "PUT") => attach(context, &parse_phone_number("phoneNumber", number)?),
        (["devices", number], "DELETE") => {
            context.state.devices.detach(&parse_phone_number("phoneNumber", number)?);
            Ok(Response::empty(204))
        }
        (["devices", number, "qr-codes", user_id], "GET") => {
            qr_code(context, &parse_phone_number("phoneNumber", number)?, user_id)
        }
        (["devices"] | ["devices", _, "qr-codes", _], _) => Err(ApiError::MethodNotAllowed("GET")),
        (["devices", _], _) => Err(ApiError::MethodNotAllowed("DELETE, GET, PUT")),
        _ => Err(ApiError::not_found("path")),
    }
}

fn list(context: &Context<'_>) -> Response {
    let phone_numbers: Vec<&PhoneNumber> = context.state.devices.phone_numbers().collect();
    Response::json(200, &json!({ "phoneNumbers": phone_numbers }))
}

fn attach(context: &mut Context<'_>, phone_number: &PhoneNumber) -> Result<Response, ApiError> {
    context.state.devices.attach(phone_number.clone());
    get(context, phone_number)
}

fn get(context: &Context<'_>, phone_number: &PhoneNumber) -> Result<Response, ApiError> {
    let device = context.state.devices.get(phone_number).ok_or_else(no_such_device)?;
    let accounts = accounts(&context.state.directory, phone_number, context.now)?;
    let body = json!({ "phoneNumber": phone_number, "accounts": accounts, "pushes": device.pushes });
    Ok(Response::json(200, &body))
}

fn qr_code(context: &Context<'_>, phone_number: &PhoneNumber, user_id: &str) -> Result<Response, ApiError> {
    context.state.devices.get(phone_number).ok_or_else(no_such_device)?;
    let user = Uuid::try_parse(user_id).ok().and_then(|id| context.state.directory.user(id));
    let user = user.filter(|user| user.phone_number == *phone_number);
    let user = user.ok_or_else(|| ApiError::not_found("account"))?;
    let code = QrCode::new(key_uri(&context.state.directory, user)?);
    // A QR code holds less than 4 KB, and names have no maximum length.
    let code = code.map_err(|_| ApiError::invalid("the names of service and user are too long for a QR code"))?;
    let image = code.render::<Color<'_>>().min_dimensions(200, 200).build();
    Ok(Response::text(200, "image/svg+xml", image))
}

fn no_such_device() -> ApiError {
    ApiError::not_found("device")
}
