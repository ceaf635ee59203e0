//! Events and decisions as text that stores pass on: a few letters, then whole numbers. It is shorter than JSON, and takes less time to write and to read.

use std::fmt::{self, Display, Formatter};
use std::str::FromStr;

use crate::decisions::{Decision, DecisionKind, Denial, UserStatus};
use crate::events::{Event, Level, Lockout, Method, Policy, SendLimit, SharedEvent, SharedLimit, UserEvent};
use crate::fields::{Fields, push_all, push_count, push_optional};
use crate::repeated_pin::Fingerprint;
use crate::verifications::VerificationId;

/// A text that is none of this version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownText;

impl Display for UnknownText {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str("expected an event or a decision of this version")
    }
}

impl std::error::Error for UnknownText {}

/// The first letters of an event: for a user's key, and for one that many users share.
const USER: &str = "u";
const SHARED: &str = "g";
/// Ends the ids of settled reservations, which come before the numbers of a shared event. JavaScript inserts more of them after the letter.
const END_OF_IDS: char = ';';
/// Begins each id of a verification in a decision.
const VERIFICATION: char = ';';

impl Display for Event {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str(&match self {
            Self::User { event, now, policy } => user_event_text(event, *now, &policy_text(policy)),
            Self::Shared { event, now, limit, settled } => shared_event_text(*event, *now, limit, settled),
        })
    }
}

/// The text of an event of a user. The policy's text may be kept: it is the same for all events of a gateway.
pub(crate) fn user_event_text(event: &UserEvent, now: u64, policy: &str) -> String {
    let mut text = String::with_capacity(64 + policy.len());
    text.push_str(USER);
    if let UserEvent::ReserveSend { sends, .. } = event {
        push_count(&mut text, *sends);
    }
    push_all(&mut text, &numbers_of_user_event(event));
    push_all(&mut text, third_number(event).as_slice());
    if let UserEvent::CommitVerification { id, number, .. } = event {
        text.push_str(&id.escaped());
        text.push(',');
        push_all(&mut text, &[u64::from(*number)]);
    }
    push_all(&mut text, &[now]);
    text.push_str(policy);
    text
}

/// The text of an event of a key that many users share.
pub(crate) fn shared_event_text(event: SharedEvent, now: u64, limit: &SharedLimit, settled: &[u64]) -> String {
    let mut text = String::with_capacity(96);
    text.push_str(SHARED);
    push_all(&mut text, settled);
    text.push(END_OF_IDS);
    let (code, id) = match event {
        SharedEvent::Reserve { id } => (0, id),
        SharedEvent::Check => (1, 0),
        SharedEvent::Refund { id } => (2, id),
    };
    let SharedLimit { window_ms, levels, group, knows_settled, count } = limit;
    push_count(&mut text, *count);
    push_all(&mut text, &[code, id, now, *window_ms, u64::from(*group), u64::from(*knows_settled)]);
    for level in levels {
        push_all(&mut text, &[u64::from(level.shift), level.count]);
    }
    text
}

impl FromStr for Event {
    type Err = UnknownText;

    fn from_str(text: &str) -> Result<Self, UnknownText> {
        if let Some(fields) = text.strip_prefix(USER) {
            let mut fields = Fields::of(fields);
            let sends = fields.count()?;
            let (code, first, second) = (fields.number()?, fields.number()?, fields.number()?);
            let event = match code {
                5 => UserEvent::Rejected { reservation: first, attempt: second, pin: Fingerprint(fields.number()?) },
                9 => UserEvent::CommitVerification {
                    reservation: first,
                    valid_ms: second,
                    id: fields.verification()?,
                    number: fields.number()?.try_into().map_err(|_| UnknownText)?,
                },
                10 => UserEvent::TrustDevice { id: first, number: second, valid_ms: fields.number()? },
                12 => UserEvent::RotateDevice { id: first, number: second, next: fields.number()? },
                _ => user_event(code, first, second, sends)?,
            };
            return Ok(Self::User { event, now: fields.number()?, policy: read_policy(&mut fields)? });
        }
        let (ids, fields) =
            text.strip_prefix(SHARED).and_then(|rest| rest.split_once(END_OF_IDS)).ok_or(UnknownText)?;
        let mut fields = Fields::of(fields);
        let count = fields.count()?;
        let (code, id) = (fields.number()?, fields.number()?);
        let event = match code {
            0 => SharedEvent::Reserve { id },
            1 => SharedEvent::Check,
            2 => SharedEvent::Refund { id },
            _ => return Err(UnknownText),
        };
        let (now, window_ms) = (fields.number()?, fields.number()?);
        let group = fields.number()?.try_into().map_err(|_| UnknownText)?;
        let knows_settled = fields.flag()?;
        let mut levels = Vec::with_capacity(3);
        while let Some(shift) = fields.optional()? {
            let shift = shift.try_into().map_err(|_| UnknownText)?;
            levels.push(Level { shift, count: fields.number()? });
        }
        let limit = SharedLimit { window_ms, levels, group, knows_settled, count };
        Ok(Self::Shared { event, now, limit, settled: Fields::of(ids).rest()? })
    }
}

fn numbers_of_user_event(event: &UserEvent) -> [u64; 3] {
    match *event {
        UserEvent::ReserveSend { method, id, .. } => [0, id, number_of(method)],
        UserEvent::CommitSend { reservation, method } => [1, reservation, number_of(method)],
        UserEvent::RefundSend { reservation } => [2, reservation, 0],
        UserEvent::ReserveAttempt { id, pin } => [3, id, pin.0],
        UserEvent::Verified { reservation, pin } => [4, reservation, pin.0],
        UserEvent::Rejected { reservation, attempt, .. } => [5, reservation, attempt],
        UserEvent::RefundAttempt { reservation, attempt } => [6, reservation, attempt],
        UserEvent::Status => [7, 0, 0],
        UserEvent::Unlock => [8, 0, 0],
        UserEvent::CommitVerification { reservation, valid_ms, .. } => [9, reservation, valid_ms],
        UserEvent::TrustDevice { id, number, .. } => [10, id, number],
        UserEvent::CheckDevice { id, number } => [11, id, number],
        UserEvent::RotateDevice { id, number, .. } => [12, id, number],
        UserEvent::ForgetDevices => [13, 0, 0],
    }
}

fn third_number(event: &UserEvent) -> Option<u64> {
    match *event {
        UserEvent::Rejected { pin, .. } => Some(pin.0),
        UserEvent::TrustDevice { valid_ms, .. } => Some(valid_ms),
        UserEvent::RotateDevice { next, .. } => Some(next),
        _ => None,
    }
}

fn user_event(code: u64, first: u64, second: u64, sends: u64) -> Result<UserEvent, UnknownText> {
    let reservation = first;
    Ok(match code {
        0 => UserEvent::ReserveSend { method: method_of(second)?, id: first, sends },
        1 => UserEvent::CommitSend { reservation, method: method_of(second)? },
        2 => UserEvent::RefundSend { reservation },
        3 => UserEvent::ReserveAttempt { id: first, pin: Fingerprint(second) },
        4 => UserEvent::Verified { reservation, pin: Fingerprint(second) },
        6 => UserEvent::RefundAttempt { reservation, attempt: second },
        7 => UserEvent::Status,
        8 => UserEvent::Unlock,
        11 => UserEvent::CheckDevice { id: first, number: second },
        13 => UserEvent::ForgetDevices,
        _ => return Err(UnknownText),
    })
}

fn number_of(method: Method) -> u64 {
    match method {
        Method::Totp => 0,
        Method::Sms => 1,
    }
}

pub(crate) fn method_of(number: u64) -> Result<Method, UnknownText> {
    match number {
        0 => Ok(Method::Totp),
        1 => Ok(Method::Sms),
        _ => Err(UnknownText),
    }
}

/// The text of a policy. The cooldowns come last, since their number varies.
pub(crate) fn policy_text(policy: &Policy) -> String {
    let mut text = String::with_capacity(128);
    let Lockout { failures, duration_ms } = policy.lockout;
    push_all(&mut text, &[policy.max_attempts, policy.authentication_ms, failures, duration_ms]);
    let sends = [policy.sends_per_user, policy.sends_per_address, policy.sends_per_destination, policy.sends_global];
    let pins = [policy.failed_pins_per_address, policy.failed_pins_reported];
    for SendLimit { count, window_ms } in sends.into_iter().chain(pins) {
        push_all(&mut text, &[count, window_ms]);
    }
    push_all(&mut text, &policy.resend_cooldowns_ms);
    text
}

fn read_policy(fields: &mut Fields<'_>) -> Result<Policy, UnknownText> {
    Ok(Policy {
        max_attempts: fields.number()?,
        authentication_ms: fields.number()?,
        lockout: Lockout { failures: fields.number()?, duration_ms: fields.number()? },
        sends_per_user: fields.limit()?,
        sends_per_address: fields.limit()?,
        sends_per_destination: fields.limit()?,
        sends_global: fields.limit()?,
        failed_pins_per_address: fields.limit()?,
        failed_pins_reported: fields.limit()?,
        resend_cooldowns_ms: fields.rest()?,
    })
}

/// Begins with two letters that JavaScript acts on: the kind, and whether there are notes for the operator.
impl Display for Decision {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        let (kind, denial) = match self.kind {
            DecisionKind::Allow => ('a', [0, 0]),
            DecisionKind::Decoy => ('y', [0, 0]),
            DecisionKind::Recorded => ('r', [0, 0]),
            DecisionKind::Repeated => ('v', [0, 0]),
            DecisionKind::Deny(Denial::NotStarted) => ('d', [0, 0]),
            DecisionKind::Deny(Denial::Cooldown { until }) => ('d', [1, until]),
            DecisionKind::Deny(Denial::TooManySends { until }) => ('d', [2, until]),
            DecisionKind::Deny(Denial::AttemptsExhausted { until }) => ('d', [3, until]),
        };
        let has_notes = self.is_lockout_new || self.behind_ms.is_some();
        let mut text = String::with_capacity(96);
        text.push(kind);
        text.push(if has_notes { '!' } else { '-' });
        push_all(&mut text, &[denial[0], denial[1], self.reservation, u64::from(self.is_lockout_new)]);
        push_optional(&mut text, &[self.behind_ms, self.locked_until]);
        let UserStatus { started, method, attempts_left, resend_at, expires_at, verified } = self.status;
        if self.status != UserStatus::default() {
            push_all(&mut text, &[u64::from(started), u64::from(verified)]);
            push_optional(&mut text, &[method.map(number_of), attempts_left, resend_at, expires_at]);
        }
        for id in &self.verifications {
            text.push(VERIFICATION);
            text.push_str(&id.escaped());
        }
        formatter.write_str(&text)
    }
}

impl FromStr for Decision {
    type Err = UnknownText;

    fn from_str(text: &str) -> Result<Self, UnknownText> {
        let mut parts = text.split(VERIFICATION);
        let numbers = parts.next().unwrap_or_default();
        let verifications =
            parts.map(|id| VerificationId::unescape(id).ok_or(UnknownText)).collect::<Result<_, _>>()?;
        let (letters, numbers) = numbers.split_at_checked(2).ok_or(UnknownText)?;
        let kind = letters.strip_suffix(['-', '!']).ok_or(UnknownText)?;
        let mut fields = Fields::of(numbers);
        let (denial, until) = (fields.number()?, fields.number()?);
        let kind = match (kind, denial) {
            ("a", 0) => DecisionKind::Allow,
            ("y", 0) => DecisionKind::Decoy,
            ("r", 0) => DecisionKind::Recorded,
            ("v", 0) => DecisionKind::Repeated,
            ("d", 0) => DecisionKind::Deny(Denial::NotStarted),
            ("d", 1) => DecisionKind::Deny(Denial::Cooldown { until }),
            ("d", 2) => DecisionKind::Deny(Denial::TooManySends { until }),
            ("d", 3) => DecisionKind::Deny(Denial::AttemptsExhausted { until }),
            _ => return Err(UnknownText),
        };
        let (reservation, is_lockout_new) = (fields.number()?, fields.flag()?);
        let (behind_ms, locked_until) = (fields.optional()?, fields.optional()?);
        let status = fields.status()?;
        Ok(Self { kind, reservation, status, locked_until, is_lockout_new, behind_ms, verifications })
    }
}
