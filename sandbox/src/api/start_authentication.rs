use super::context::Context;
use crate::api_error::ApiError;
use crate::devices::Push;
use crate::directory::{Authentication, Challenge, Service};
use crate::http::Response;
use crate::inbox::SmsMessage;
use crate::phone_number::PhoneNumber;
use crate::timestamp::Timestamp;
use serde_json::json;
use uuid::Uuid;

/// Handles `POST S/{sid}/users/{uid}/auth`: starts an authentication, which replaces the previous one.
pub(super) fn handle(context: &mut Context<'_>, service_id: &str, user_id: &str) -> Result<Response, ApiError> {
    let recipient = Recipient::find(context, service_id, user_id)?;
    let challenge = match parse_method(context)? {
        Method::Totp if push(context, &recipient) => Challenge::Totp,
        // Without a device `totp` falls back to an SMS (docs: start-authentication).
        Method::Totp | Method::Sms => send_sms(context, &recipient),
    };
    let authentication = Authentication::new(challenge);
    let response = context.state.profile.created(&json!({ "method": authentication.method() }));
    if let Some(user) = context.state.directory.user_mut(recipient.user_id) {
        user.authentication = Some(authentication);
    }
    Ok(response)
}

enum Method {
    Sms,
    Totp,
}

fn parse_method(context: &Context<'_>) -> Result<Method, ApiError> {
    match context.json()?.string("method")?.as_str() {
        "sms" => Ok(Method::Sms),
        "totp" => Ok(Method::Totp),
        _ => Err(ApiError::invalid("method: expected sms or totp, got another string")),
    }
}

/// Pushes to the recipient's device. Returns whether there is one.
fn push(context: &mut Context<'_>, recipient: &Recipient) -> bool {
    context.state.send_push(&recipient.phone_number, recipient.push(context.now))
}

fn send_sms(context: &mut Context<'_>, recipient: &Recipient) -> Challenge {
    // Drawn in any case, so that a fixed PIN does not change the ids and PINs that follow.
    let drawn = context.state.randomness.pin(context.options.pin_length);
    let pin = context.state.pins.get(&recipient.phone_number).map_or(drawn, str::to_owned);
    context.state.send_sms(recipient.sms(&pin, context.now));
    let lifetime_ms = context.options.pin_lifetime_ms;
    Challenge::Sms { pin, expires_at: Timestamp::saturating(context.now.unix_ms().saturating_add(lifetime_ms)) }
}

/// The user who receives the push or SMS, and the service that sends it.
struct Recipient {
    user_id: Uuid,
    phone_number: PhoneNumber,
    service_name: String,
    service_host: String,
}

impl Recipient {
    fn find(context: &Context<'_>, service_id: &str, user_id: &str) -> Result<Self, ApiError> {
        let user = context.user(service_id, user_id)?;
        let service: &Service = context.service(service_id)?;
        Ok(Self {
            user_id: user.id,
            phone_number: user.phone_number.clone(),
            service_name: service.name.clone(),
            service_host: service.host().to_owned(),
        })
    }

    fn push(&self, now: Timestamp) -> Push {
        Push { service: self.service_name.clone(), user_id: self.user_id, sent_at: now }
    }

    /// Writes the SMS. The last line lets phones fill in the PIN (WICG sms-one-time-codes).
    fn sms(&self, pin: &str, now: Timestamp) -> SmsMessage {
        let (name, host) = (&self.service_name, &self.service_host);
        SmsMessage {
            to: self.phone_number.clone(),
            text: format!("Your PIN for {name} is {pin}\n\n@{host} #{pin}"),
            pin: pin.to_owned(),
            sent_at: now,
            service: name.clone(),
        }
    }
}
