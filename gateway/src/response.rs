//! The responses that a page gets.

use serde::Serialize;
use time::OffsetDateTime;

use crate::api_outcome::{ApiFailure, ErrorCode};
use crate::decisions::{Decision, DecisionKind, Denial, UserStatus};
use crate::events::Method;

/// A whole HTTP response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// The status.
    pub status: u16,
    /// Names in lower case, and values.
    pub headers: Vec<(&'static str, String)>,
    /// A JSON object, if there is a body.
    pub body: Option<String>,
}

/// Why a PIN was rejected, by the gateway's own state. A page does not get the API's reason: a decoy has none, and the two must not differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rejection {
    /// The PIN was wrong.
    Invalid,
    /// The authentication expired while the PIN was checked.
    Expired,
    /// All attempts are used.
    Throttled,
}

impl Response {
    /// Refuses a request by status alone.
    pub fn refusal(status: u16) -> Self {
        Self::json(status, &Body { message: Some(refusal_message(status)), ..Body::default() })
    }

    /// Refuses a request of an origin that is not allowed.
    pub fn forbidden_origin() -> Self {
        Self::json(403, &Body { message: Some("this origin is not allowed"), ..Body::default() })
    }

    /// Refuses to send to the user's own number.
    pub fn forbidden_number() -> Self {
        Self::json(403, &Body { message: Some("SMS are not sent to numbers with this prefix"), ..Body::default() })
    }

    /// Reports a started authentication: the API's body with the method that it used, and the limits as of the reservation. 201 is the
    /// documented status (docs: start-authentication).
    pub fn started(decision: &Decision, method: Option<Method>) -> Self {
        let body = Body::default().with_limits(&decision.status);
        Self::json(201, &Body { method: method.or(body.method), ..body })
    }

    /// Reports an accepted PIN as the API does.
    pub fn verified(decision: &Decision, method: Option<Method>) -> Self {
        Self::json(200, &Body { method: method.or(decision.status.method), verified: Some(true), ..Body::default() })
    }

    /// Reports a rejected PIN: the API's body, and the limits as of the reservation. `now` is in milliseconds since the epoch.
    pub fn rejected(decision: &Decision, now: u64) -> Self {
        let is_expired = decision.status.expires_at.is_some_and(|expires_at| expires_at <= now);
        let rejection = if is_expired { Rejection::Expired } else { Rejection::Invalid };
        let body = Body { verified: Some(false), status: Some(rejection.body()), ..Body::default() };
        Self::json(200, &body.with_limits(&decision.status))
    }

    /// Reports the status of the user's authentication.
    pub fn status(decision: &Decision) -> Self {
        let UserStatus { started, verified, .. } = decision.status;
        let body = Body { started: Some(started), verified: Some(verified), ..Body::default() };
        Self::json(200, &body.with_limits(&decision.status))
    }

    /// Reports a denial. `now` is in milliseconds since the epoch.
    pub fn denied(decision: &Decision, now: u64) -> Self {
        let body = |message| Body { message: Some(message), ..Body::default() };
        match decision.kind {
            DecisionKind::Deny(Denial::Cooldown { until } | Denial::TooManySends { until }) => {
                let status = UserStatus { resend_at: Some(until), ..decision.status };
                let body = Body { method: None, ..body("too many sends, try again later").with_limits(&status) };
                Self::json(429, &body).retry_after(until.saturating_sub(now))
            }
            DecisionKind::Deny(Denial::AttemptsExhausted { until }) => {
                let body = body("too many wrong PINs, start a new authentication").with_limits(&decision.status);
                let status = Some(Rejection::Throttled.body());
                Self::json(429, &Body { method: None, verified: Some(false), status, ..body })
                    .retry_after(until.saturating_sub(now))
            }
            _ => Self::refusal(404),
        }
    }

    /// Reports a failure of the API by its code and status, and nothing else of it.
    pub fn api_failed(failure: &ApiFailure) -> Self {
        let code = if failure.code == ErrorCode::Unknown { ErrorCode::Internal } else { failure.code };
        let message = Some("the verification service failed");
        let body = Body { message, code: Some(code), status: failure.status.map(BodyStatus::Api), ..Body::default() };
        let response = Self::json(failure.response_status(), &body);
        match failure.retry_after_ms {
            Some(milliseconds) if matches!(failure.code, ErrorCode::RateLimited | ErrorCode::Internal) => {
                response.retry_after(milliseconds)
            }
            _ => response,
        }
    }

    /// Writes lines: the status, a name and a value for each header, and the body, which is empty if there is none.
    #[must_use]
    pub fn lines(&self) -> String {
        let body = self.body.as_deref().unwrap_or_default();
        [&self.status.to_string(), "\n", &Self::header_lines(&self.headers), body].concat()
    }

    /// Writes two lines for each header.
    #[must_use]
    pub fn header_lines(headers: &[(&str, String)]) -> String {
        headers.iter().flat_map(|(name, value)| [name, "\n", value, "\n"]).collect()
    }

    pub(crate) fn empty(status: u16) -> Self {
        Self { status, headers: vec![("cache-control", "no-store".to_owned())], body: None }
    }

    pub(crate) fn with_header(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }

    fn json(status: u16, body: &Body) -> Self {
        Self { body: serde_json::to_string(body).ok(), ..Self::empty(status) }
            .with_header("content-type", "application/json")
            .with_header("x-content-type-options", "nosniff")
    }

    fn retry_after(self, milliseconds: u64) -> Self {
        // Whole seconds, rounded up: a caller who waits that long is admitted.
        let seconds = milliseconds.div_ceil(1000).max(1);
        self.with_header("retry-after", &seconds.to_string())
    }
}

fn refusal_message(status: u16) -> &'static str {
    match status {
        400 => "the request's body can't be read",
        401 => "the session or ticket is missing, invalid or expired",
        403 => "the challenge was not passed",
        404 => "there is nothing here",
        405 => "this method is not allowed",
        413 => "expected a body of at most 4 KiB",
        415 => "expected application/json",
        422 => "expected a JSON object with method, sms or totp, or token, a PIN",
        503 => "the limits can't be checked, so nothing was sent",
        _ => "the gateway failed",
    }
}

/// The fields of every body, of which each has some.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct Body {
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<ErrorCode>,
    #[serde(skip_serializing_if = "Option::is_none")]
    started: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    method: Option<Method>,
    #[serde(skip_serializing_if = "Option::is_none")]
    verified: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<BodyStatus>,
    #[serde(skip_serializing_if = "Option::is_none")]
    attempts_left: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    resend_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_at: Option<String>,
}

/// The API's status of a rejected PIN (Python SDK's tests), or the HTTP status of a failed call.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum BodyStatus {
    Pin { throttled: bool, expired: bool, invalid: bool, result: &'static str },
    Api(u16),
}

impl Body {
    fn with_limits(self, status: &UserStatus) -> Self {
        Self {
            method: status.method,
            attempts_left: status.attempts_left,
            resend_at: status.resend_at.and_then(rfc3339),
            expires_at: status.expires_at.and_then(rfc3339),
            ..self
        }
    }
}

impl Rejection {
    fn body(self) -> BodyStatus {
        let result = match self {
            Self::Invalid => "INVALID",
            Self::Expired => "EXPIRED",
            Self::Throttled => "THROTTLED",
        };
        BodyStatus::Pin {
            throttled: self == Self::Throttled,
            expired: self == Self::Expired,
            invalid: self == Self::Invalid,
            result,
        }
    }
}

/// Formats a time in UTC, to the millisecond; none for one beyond the year 9999.
fn rfc3339(milliseconds: u64) -> Option<String> {
    let seconds = i64::try_from(milliseconds / 1000).ok()?;
    let at = OffsetDateTime::from_unix_timestamp(seconds).ok()?;
    let (year, month, day) = (at.year(), u8::from(at.month()), at.day());
    let (hour, minute, second) = at.time().as_hms();
    Some(format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{:03}Z", milliseconds % 1000))
}

#[cfg(test)]
mod tests {
    use super::rfc3339;

    #[test]
    fn times_are_rfc_3339_in_utc() {
        for (milliseconds, text) in [
            (0, "1970-01-01T00:00:00.000Z"),
            (951_782_399_999, "2000-02-28T23:59:59.999Z"),
            (951_782_400_000, "2000-02-29T00:00:00.000Z"),
            (1_763_880_000_007, "2025-11-23T06:40:00.007Z"),
            (253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
        ] {
            assert_eq!(rfc3339(milliseconds).as_deref(), Some(text));
        }
    }

    #[test]
    fn a_time_after_the_year_9999_is_left_out() {
        assert_eq!(rfc3339(253_402_300_800_000), None);
        assert_eq!(rfc3339(u64::MAX), None);
    }
}
