use super::parameters::Parameters;
use super::sessions::{Device, Session};
use crate::http::{Request, Response};
use crate::inbox::SmsMessage;
use crate::magic;
use crate::options::Options;
use crate::phone_number::PhoneNumber;
use crate::state::State;
use crate::timestamp::Timestamp;
use crate::verification::{RejectionReason, Verification};

const DEFAULT_TEMPLATE: &str = "Your Verification PIN code is <PIN>";
const PLACEHOLDER: &str = "<PIN>";
/// The senders of the two versions of the vendor's documentation, of which the second is the default.
const KNOWN_SENDERS: [&str; 2] = ["Verify", DEFAULT_SENDER];
const DEFAULT_SENDER: &str = "Verigator";
const MAX_VALIDITY_SECONDS: i64 = 1800;
const SECOND_MS: i64 = 1000;
/// The longest text of a message, 10 segments of Unicode (assumption).
const MAX_TEMPLATE_LENGTH: usize = 670;

/// The replies that are errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ApiReply {
    WrongCredentials,
    InvalidParameter,
    NoPlaceholder,
    NoSuchVerification,
    SenderNotActivated,
}

/// Whether a path is one of this API: with doubled or trailing slashes, and with the prefix that one of the vendor's clients adds.
pub(crate) fn is_path(path: &str) -> bool {
    endpoint(path).is_some()
}

fn endpoint(path: &str) -> Option<&str> {
    let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    match segments.as_slice() {
        ["verify", endpoint @ ("start" | "pin")] | ["v1", "verify", endpoint @ ("start" | "pin")] => Some(endpoint),
        _ => None,
    }
}

/// Handles a request. GET and POST are the same (older clients use GET).
pub(crate) fn handle(state: &mut State, options: &Options, request: &Request, now: Timestamp) -> Response {
    if !matches!(request.method.as_str(), "GET" | "POST") {
        return Response::empty(405).with_header("allow", "GET, POST");
    }
    let parameters = Parameters::of(request);
    let reply = authenticate(&parameters, options).and_then(|account| match endpoint(&request.path) {
        Some("start") => start(state, options, account, &parameters, now),
        _ => verify(state, options, account, &parameters, now),
    });
    Response::text(200, "text/plain", reply.unwrap_or_else(|error| error.text().to_owned()))
}

fn authenticate<'a>(parameters: &'a Parameters, options: &Options) -> Result<&'a str, ApiReply> {
    let credentials = parameters.get("username").zip(parameters.get("password"));
    let (username, password) = credentials.ok_or(ApiReply::WrongCredentials)?;
    if options.has_account(username, password) { Ok(username) } else { Err(ApiReply::WrongCredentials) }
}

/// Handles `verify/start`: sends a PIN, unless the device was verified before.
fn start(
    state: &mut State,
    options: &Options,
    account: &str,
    parameters: &Parameters,
    now: Timestamp,
) -> Result<String, ApiReply> {
    let to = parameters.get("to").and_then(parse_number).ok_or(ApiReply::InvalidParameter)?;
    let length = integer(parameters, "pin_length", 4, 16, 4)?;
    let max_tries = integer(parameters, "max_tries", 1, 100, 2)?;
    let retry_delay_ms = integer(parameters, "retry_delay", 1, 86_400, 30)? * SECOND_MS;
    let validity_ms = integer(parameters, "validity", 0, MAX_VALIDITY_SECONDS, 300)? * SECOND_MS;
    let template = parameters.get("template").unwrap_or(DEFAULT_TEMPLATE);
    if !template.contains(PLACEHOLDER) {
        return Err(ApiReply::NoPlaceholder);
    }
    if template.chars().count() > MAX_TEMPLATE_LENGTH {
        return Err(ApiReply::InvalidParameter);
    }
    let from = parameters.get("from").unwrap_or(DEFAULT_SENDER);
    if !KNOWN_SENDERS.contains(&from) && !options.senders.iter().any(|sender| sender == from) {
        return Err(ApiReply::SenderNotActivated);
    }
    if let Some(reply) = magic::reply(&to) {
        return Ok(reply.to_owned());
    }
    let device = device(account, &to, parameters);
    if device.is_some_and(|device| state.sessions.is_verified(&device)) {
        return Ok("VERIFIED".to_owned());
    }
    // Drawn in any case, so that a fixed PIN does not change the ids and PINs that follow.
    let drawn = state.randomness.pin(u8::try_from(length).unwrap_or(4));
    let pin = state.pins.get(&to).map_or(drawn, str::to_owned);
    let message =
        SmsMessage { to, text: template.replace(PLACEHOLDER, &pin), pin, sent_at: now, service: from.to_owned() };
    state.send_sms(message.clone());
    let after = |milliseconds: i64| Timestamp::saturating(now.unix_ms().saturating_add(milliseconds));
    let id = state.sessions.add(Session {
        account: account.to_owned(),
        message,
        expires_at: after(validity_ms),
        failed_attempts: 0,
        sends_left: u32::try_from(max_tries - 1).unwrap_or(0),
        next_send_at: after(retry_delay_ms),
        retry_delay_ms,
    });
    Ok(format!("OK {id}"))
}

/// Handles `verify/pin`. A right PIN ends the session.
fn verify(
    state: &mut State,
    options: &Options,
    account: &str,
    parameters: &Parameters,
    now: Timestamp,
) -> Result<String, ApiReply> {
    let id = parameters.get("verification_id").ok_or(ApiReply::InvalidParameter)?;
    let pin = parameters.get("pin").ok_or(ApiReply::InvalidParameter)?;
    let session = state.sessions.get_mut(account, id).ok_or(ApiReply::NoSuchVerification)?;
    let to = session.message.to.clone();
    if let Some(verification) = magic::verification(&to, pin) {
        return Ok(reply_to_pin(verification).to_owned());
    }
    let verification = session.verify(pin, now, options.max_attempts);
    if verification == Verification::Verified {
        state.sessions.remove(id);
        if let Some(device) = device(account, &to, parameters) {
            state.sessions.remember(device);
        }
    }
    Ok(reply_to_pin(verification).to_owned())
}

fn reply_to_pin(verification: Verification) -> &'static str {
    match verification {
        Verification::Verified => "VERIFIED",
        Verification::Rejected(RejectionReason::Invalid) => "INVALID",
        Verification::Rejected(RejectionReason::Expired) => "EXPIRED",
        Verification::Rejected(RejectionReason::Throttled) => "THROTTLED",
    }
}

/// The user's device, if the request has a cookie.
fn device(account: &str, to: &PhoneNumber, parameters: &Parameters) -> Option<Device> {
    let cookie = parameters.get("cookie")?.to_owned();
    Some(Device { account: account.to_owned(), to: to.clone(), cookie })
}

/// Parses a number with or without a plus sign, which a form has turned into a space if it was not encoded.
fn parse_number(text: &str) -> Option<PhoneNumber> {
    let digits = text.trim();
    let digits = digits.strip_prefix('+').unwrap_or(digits);
    PhoneNumber::parse(&format!("+{digits}")).ok()
}

fn integer(parameters: &Parameters, name: &str, min: i64, max: i64, default: i64) -> Result<i64, ApiReply> {
    let Some(text) = parameters.get(name) else { return Ok(default) };
    let number = text.parse().ok().filter(|number| (min..=max).contains(number));
    number.ok_or(ApiReply::InvalidParameter)
}

impl ApiReply {
    fn text(self) -> &'static str {
        match self {
            Self::WrongCredentials => "ERROR 101",
            Self::InvalidParameter => "ERROR 102",
            Self::NoPlaceholder => "ERROR 109",
            Self::NoSuchVerification => "ERROR 110",
            Self::SenderNotActivated => "ERROR 111",
        }
    }
}
