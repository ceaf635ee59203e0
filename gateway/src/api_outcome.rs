//! The outcome of a call to the API, and how it settles what was reserved for the call.

use serde::{Deserialize, Serialize};

use crate::events::{Method, UserEvent};
use crate::repeated_pin::Fingerprint;
use crate::verifications::VerificationId;

/// The outcome of a call to the API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ApiOutcome {
    /// An authentication was started, by this method.
    Started(Method),
    /// The Number Verification API started an authentication by SMS.
    VerificationStarted {
        /// The API's id of it.
        id: VerificationId,
        /// How long it may accept the PIN, in milliseconds.
        valid_ms: u64,
        /// The fingerprint of the number.
        number: u16,
    },
    /// The PIN was accepted.
    Verified,
    /// The PIN was rejected.
    Rejected,
    /// Any other outcome.
    Failed(ApiFailure),
}

/// The part of a client error that the gateway reads. Its message stays in the client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ApiFailure {
    /// The client's code.
    pub code: ErrorCode,
    /// The API's HTTP status, if it responded.
    pub status: Option<u16>,
    /// The API's `Retry-After`.
    pub retry_after_ms: Option<u64>,
    /// Whether the API has checked the PIN before, against another verification of the user.
    pub follows_check: bool,
}

/// The client's error codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the client documents its codes")]
pub enum ErrorCode {
    InvalidInvocation,
    InvalidData,
    WrongCredentials,
    ResourceForbidden,
    NoSuchResource,
    ResourceAlreadyExists,
    RateLimited,
    Internal,
    UnexpectedStatus,
    InvalidResponse,
    Connection,
    Timeout,
    Redirect,
    /// Not an error of the client's.
    #[serde(other)]
    Unknown,
}

impl ErrorCode {
    /// Parses a code. One that the client doesn't have is `Unknown`.
    pub fn parse(text: &str) -> Self {
        serde_json::from_value(text.into()).unwrap_or(Self::Unknown)
    }
}

/// What an outcome means for the reservations of its call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settlement {
    /// The event of the user's key; none if the reservation stays as it was counted.
    pub user: Option<UserEvent>,
    /// Whether the keys that many users share are refunded.
    pub refunds_shared: bool,
    /// Whether a PIN was wrong.
    pub is_failed_pin: bool,
}

/// Returns how an outcome settles what the user's event has reserved. `reservation` is that of the decision on it.
pub fn settle(reserved: &UserEvent, reservation: u64, outcome: &ApiOutcome) -> Settlement {
    let user = match (reserved, outcome) {
        (UserEvent::ReserveSend { method: requested, .. }, ApiOutcome::Started(method)) => {
            commit_send(reservation, *requested, *method)
        }
        (UserEvent::ReserveSend { .. }, ApiOutcome::VerificationStarted { id, valid_ms, number }) => {
            let (valid_ms, number) = (*valid_ms, *number);
            Some(UserEvent::CommitVerification { reservation, id: id.clone(), valid_ms, number })
        }
        (UserEvent::ReserveSend { method, .. }, ApiOutcome::Failed(failure)) => {
            failure.settle_send(reservation, *method)
        }
        (UserEvent::ReserveAttempt { pin, .. }, ApiOutcome::Verified) => {
            Some(UserEvent::Verified { reservation, pin: *pin })
        }
        (UserEvent::ReserveAttempt { id, pin }, ApiOutcome::Rejected) => {
            Some(UserEvent::Rejected { reservation, attempt: *id, pin: *pin })
        }
        (UserEvent::ReserveAttempt { id, pin }, ApiOutcome::Failed(failure)) => {
            failure.settle_attempt(reservation, *id, *pin)
        }
        _ => None,
    };
    let refunds = |event: &UserEvent| {
        matches!(event, UserEvent::Verified { .. } | UserEvent::RefundSend { .. } | UserEvent::RefundAttempt { .. })
    };
    let is_failed_pin = matches!(user, Some(UserEvent::Rejected { .. }));
    Settlement { refunds_shared: user.as_ref().is_some_and(refunds), user, is_failed_pin }
}

/// Settles a send that succeeded; none if there is nothing to learn. A reservation is as good as a commit, and only a user of the app may
/// get another method than the requested one.
fn commit_send(reservation: u64, requested: Method, method: Method) -> Option<UserEvent> {
    let is_as_reserved = (requested, method) == (Method::Sms, Method::Sms);
    (!is_as_reserved).then_some(UserEvent::CommitSend { reservation, method })
}

impl ApiFailure {
    /// The failure of a call that was never made.
    pub const NOTHING_SENT: Self =
        Self { code: ErrorCode::InvalidInvocation, status: None, retry_after_ms: None, follows_check: false };

    /// Whether a page must not learn that a start failed so, since a decoy could not imitate it: an unknown user's start looks like a success.
    pub fn is_hidden_at_start(&self) -> bool {
        self.code == ErrorCode::NoSuchResource
    }

    /// Whether a page must not learn that a PIN failed so: an unknown user's looks like a wrong one, and so does a PIN that the API refuses
    /// unchecked, e.g. for its form.
    pub fn is_hidden_at_verification(&self) -> bool {
        matches!(self.code, ErrorCode::NoSuchResource | ErrorCode::InvalidData | ErrorCode::ResourceAlreadyExists)
    }

    /// Whether the call certainly used nothing: it was never made, or the API refused it. After any other outcome an SMS may have been
    /// sent or a PIN checked, and the response lost; refunds would then give unlimited sends or guesses to anybody who can make the API
    /// fail.
    pub fn used_nothing(&self) -> bool {
        match self.status {
            // A refund would give one more guess at the verifications that were asked before.
            _ if self.follows_check => false,
            None => self.code == ErrorCode::InvalidInvocation,
            // The Number Verification API refuses with this status, and names the reason in its body.
            Some(200) => {
                matches!(self.code, ErrorCode::InvalidData | ErrorCode::WrongCredentials | ErrorCode::ResourceForbidden)
            }
            Some(status) => matches!(status, 400 | 401 | 403 | 404 | 409 | 422 | 429),
        }
    }

    /// Settles the user's send; none if it stays counted. An unknown user's send counts like one that succeeded by SMS, which is what the API
    /// sends to everybody without the app: so the page can't tell the two apart.
    fn settle_send(&self, reservation: u64, requested: Method) -> Option<UserEvent> {
        if self.is_hidden_at_start() {
            return commit_send(reservation, requested, Method::Sms);
        }
        self.used_nothing().then_some(UserEvent::RefundSend { reservation })
    }

    /// Settles an attempt; none if it stays counted without being known to be wrong. A hidden failure looks like a wrong PIN and counts as one.
    fn settle_attempt(&self, reservation: u64, attempt: u64, pin: Fingerprint) -> Option<UserEvent> {
        if self.is_hidden_at_verification() {
            return Some(UserEvent::Rejected { reservation, attempt, pin });
        }
        self.used_nothing().then_some(UserEvent::RefundAttempt { reservation, attempt })
    }

    /// The status of the response. The API's own status is kept if it concerns the page's request. A 401 or 403 concerns the
    /// gateway's account: for the page, that is a broken gateway and no reason to log in again.
    pub(crate) fn response_status(&self) -> u16 {
        match (self.code, self.status) {
            (ErrorCode::InvalidInvocation, _) => 422,
            (
                ErrorCode::InvalidData | ErrorCode::ResourceAlreadyExists | ErrorCode::RateLimited,
                Some(status @ 400..=499),
            ) => status,
            (ErrorCode::Internal, Some(status @ 500..=599)) => status,
            (ErrorCode::Timeout, _) => 504,
            (ErrorCode::Unknown, _) => 500,
            _ => 502,
        }
    }
}
