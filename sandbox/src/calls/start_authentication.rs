use crate::calls::call::Call;
use crate::devices::Push;
use crate::directory::{Authentication, Proof, Service};
use crate::http::{Refusal, Response};
use crate::inbox::SmsMessage;
use crate::phone_number::PhoneNumber;
use crate::timestamp::Timestamp;
use serde_json::json;
use uuid::Uuid;

/// `POST S/{sid}/users/{uid}/auth`: starts an authentication, which ends the one before.
pub(super) fn answer(call: &mut Call<'_>, service_id: &str, user_id: &str) -> Result<Response, Refusal> {
    let recipient = Recipient::find(call, service_id, user_id)?;
    let proof = StartAuthentication::parse(call)?.apply(call, &recipient);
    let authentication = Authentication::started(proof);
    let response = call.state.profile.created(&json!({ "method": authentication.method() }));
    if let Some(user) = call.state.directory.user_mut(recipient.user_id) {
        user.authentication = Some(authentication);
    }
    Ok(response)
}

#[derive(Clone, Copy, PartialEq)]
enum StartAuthentication {
    Sms,
    Totp,
}

impl StartAuthentication {
    fn parse(call: &Call<'_>) -> Result<Self, Refusal> {
        match call.fields()?.text("method")?.as_str() {
            "sms" => Ok(Self::Sms),
            "totp" => Ok(Self::Totp),
            _ => Err(Refusal::invalid("method: expected sms or totp, got another text")),
        }
    }

    /// Without a device `totp` falls back to an SMS (docs: start-authentication).
    fn apply(self, call: &mut Call<'_>, recipient: &Recipient) -> Proof {
        if self == Self::Totp && call.state.send_push(&recipient.phone_number, recipient.push(call.now)) {
            return Proof::Totp;
        }
        let pin = call.state.randomness.pin(call.options.pin_length);
        call.state.send_sms(recipient.message(&pin, call.now));
        let lifetime_ms = call.options.pin_lifetime_ms;
        Proof::Sms { pin, expires_at: Timestamp::nearest(call.now.unix_ms().saturating_add(lifetime_ms)) }
    }
}

/// Whom a push or an SMS goes to, and in whose name.
struct Recipient {
    user_id: Uuid,
    phone_number: PhoneNumber,
    service_name: String,
    service_host: String,
}

impl Recipient {
    fn find(call: &Call<'_>, service_id: &str, user_id: &str) -> Result<Self, Refusal> {
        let user = call.user(service_id, user_id)?;
        let service: &Service = call.service(service_id)?;
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

    /// The last line is what phones fill in by themselves (WICG sms-one-time-codes).
    fn message(&self, pin: &str, now: Timestamp) -> SmsMessage {
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
