//! What a page gets.

use crate::json::Object;
use crate::method::Method;
use crate::verdict::{Outcome, Verdict, View};

/// Holds a whole HTTP answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// Names in lower case, and values.
    pub headers: Vec<(&'static str, String)>,
    /// A JSON object, none where there is nothing to say.
    pub body: Option<String>,
}

/// What the API said of a PIN. Whatever it gave as the reason of a refusal, a missing one is told as `Invalid`: that is what a
/// decoy says, and the two must not differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Judgement {
    /// The PIN was right.
    Right,
    /// It was wrong, or the API doesn't know of any authentication.
    Invalid,
    /// It came too late.
    Expired,
    /// The API counts tries, too.
    Throttled,
}

impl Answer {
    /// Refuses by status alone.
    pub fn refusal(status: u16) -> Self {
        Self::json(status, Object::default().text("message", message(status)))
    }

    pub(crate) fn empty(status: u16) -> Self {
        Self { status, headers: vec![("cache-control", "no-store".to_owned())], body: None }
    }

    pub(crate) fn json(status: u16, body: Object) -> Self {
        Self { body: Some(body.end()), ..Self::empty(status) }
            .header("content-type", "application/json")
            .header("x-content-type-options", "nosniff")
    }

    pub(crate) fn header(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }

    /// Tells that an authentication was started: the API's body, and the limits. 201 is the docs' status (docs: start-authentication).
    pub fn started(verdict: &Verdict) -> Self {
        Self::json(201, limits(method(Object::default(), verdict.view.method), &verdict.view))
    }

    /// Tells what became of a PIN: the API's body, and the limits where there is something left to try.
    pub fn judged(judgement: Judgement, verdict: &Verdict) -> Self {
        let body = method(Object::default(), verdict.view.method).flag("verified", judgement == Judgement::Right);
        if judgement == Judgement::Right {
            return Self::json(200, body);
        }
        Self::json(200, limits(body.object("status", status(judgement)), &verdict.view))
    }

    /// Tells where the user's authentication stands.
    pub fn status(verdict: &Verdict) -> Self {
        let view = &verdict.view;
        let body = method(Object::default().flag("started", view.started), view.method);
        Self::json(200, limits(body, view).flag("verified", view.verified))
    }

    /// Refuses what a verdict refuses. `now` is in milliseconds since the epoch.
    pub fn limited(verdict: &Verdict, now: u64) -> Self {
        match verdict.outcome {
            Outcome::TooMany { until } => {
                let view = View { resend_at: Some(until), ..verdict.view };
                let body = Object::default().text("message", "too many sends, try again later");
                Self::json(429, limits(body, &view)).retry_at(until, now)
            }
            Outcome::Spent { until } => {
                let body = Object::default().text("message", "too many wrong PINs, start anew").flag("verified", false);
                let body = body.object("status", status(Judgement::Throttled));
                Self::json(429, limits(body, &verdict.view)).retry_at(until, now)
            }
            Outcome::NotStarted | Outcome::Granted | Outcome::Decoy | Outcome::Noted => Self::refusal(404),
        }
    }

    pub(crate) fn retry_after_ms(self, milliseconds: u64) -> Self {
        // Whole seconds, rounded up: whoever waits as long as told is let in.
        let seconds = milliseconds.div_ceil(1000).max(1);
        self.header("retry-after", &seconds.to_string())
    }

    fn retry_at(self, until: u64, now: u64) -> Self {
        self.retry_after_ms(until.saturating_sub(now))
    }
}

fn message(status: u16) -> &'static str {
    match status {
        401 => "nobody is logged in",
        403 => "this caller is not allowed",
        404 => "there is nothing here",
        405 => "this method is not allowed",
        413 => "expected a body of at most 4 KiB",
        415 => "expected application/json",
        422 => "expected a JSON object with method, sms or totp, or token, a PIN",
        503 => "the limits can't be checked, so nothing was done",
        _ => "the gateway failed",
    }
}

fn method(body: Object, method: Option<Method>) -> Object {
    match method {
        Some(method) => body.text("method", method.name()),
        None => body,
    }
}

fn limits(body: Object, view: &View) -> Object {
    body.number("attemptsLeft", view.attempts_left).time("resendAt", view.resend_at).time("expiresAt", view.expires_at)
}

/// The API's account of a refusal (Python SDK's tests).
fn status(judgement: Judgement) -> Object {
    let result = match judgement {
        Judgement::Right => "OK",
        Judgement::Invalid => "INVALID",
        Judgement::Expired => "EXPIRED",
        Judgement::Throttled => "THROTTLED",
    };
    Object::default()
        .flag("throttled", judgement == Judgement::Throttled)
        .flag("expired", judgement == Judgement::Expired)
        .flag("invalid", judgement == Judgement::Invalid)
        .text("result", result)
}
