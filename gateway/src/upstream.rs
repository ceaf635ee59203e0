//! What a failed call to the API means, for the limits and for the page.

use crate::answer::Answer;
use crate::event::UserEvent;
use crate::json::Object;
use crate::method::Method;

/// Holds all that is read of an upstream error. Its message never leaves the client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Failure {
    code: Code,
    status: Option<u16>,
    retry_after_ms: Option<u64>,
}

/// The client's error codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Code {
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
    /// No error of the client's.
    Unknown,
}

impl Failure {
    /// Reads what the client's error says of itself; a code that the client doesn't have is an unknown failure.
    pub fn new(code: &str, status: Option<u16>, retry_after_ms: Option<u64>) -> Self {
        Self { code: Code::parse(code), status, retry_after_ms }
    }

    /// Settles a start that failed.
    ///
    /// | failure | meaning |
    /// |---|---|
    /// | 404 | an unknown user, who gets the same answer as a known one: started |
    /// | nothing sent, or any other answer | the API started nothing |
    /// | time out, broken connection, an answer that can't be read, 502 and 504 of something in between | nobody knows: an SMS may be out |
    pub fn settle_start(&self, generation: u64, asked: Method) -> UserEvent {
        match self.code {
            Code::NoSuchResource => UserEvent::Started(generation, asked),
            Code::Timeout | Code::Connection | Code::InvalidResponse | Code::Unknown => {
                UserEvent::StartUncertain(generation)
            }
            Code::Internal if matches!(self.status, Some(502 | 504)) => UserEvent::StartUncertain(generation),
            _ => UserEvent::StartFailed(generation),
        }
    }

    /// Settles an attempt that failed, none where it stays counted without being known wrong.
    ///
    /// An attempt is given back only where the PIN certainly was not judged: nothing was sent, the account was refused, or the API
    /// had no time for it. After a time out, a broken connection or a 5xx the PIN may have been judged and its answer lost; given back,
    /// such attempts would be guesses without limit for whoever can make the API fail. A 4xx for the PIN's form stays counted as
    /// well: that it was not judged is only likely. A 404 is a wrong PIN, as an unknown user has nothing else.
    pub fn settle_attempt(&self, generation: u64) -> Option<UserEvent> {
        match self.code {
            Code::InvalidInvocation | Code::WrongCredentials | Code::ResourceForbidden | Code::RateLimited => {
                Some(UserEvent::Unjudged(generation))
            }
            Code::NoSuchResource => Some(UserEvent::Wrong(generation)),
            _ => None,
        }
    }

    /// Tells whether a failed start certainly sent nothing, so that those who pay get their send back.
    ///
    /// The purse is stricter than the user's own limit: a send that may have taken place is given back to the user, who may have got
    /// nothing, and not to the address or the whole gateway.
    pub fn sent_nothing(&self) -> bool {
        // Only the kind of settlement matters, so any generation and method do.
        matches!(self.settle_start(0, Method::Sms), UserEvent::StartFailed(_))
    }

    /// Tells whether a page must not learn of it: an unknown user's start looks like one that succeeded, its PINs like wrong ones.
    pub fn is_hidden(&self) -> bool {
        self.code == Code::NoSuchResource
    }

    /// Answers with the failure's class and status and nothing else of it.
    pub fn answer(&self) -> Answer {
        let body = Object::default().text("message", "the verification service failed").text("code", self.code.name());
        let answer = Answer::json(self.answer_status(), body.number("status", self.status.map(u64::from)));
        match self.retry_after_ms {
            Some(milliseconds) if matches!(self.code, Code::RateLimited | Code::Internal) => {
                answer.retry_after_ms(milliseconds)
            }
            _ => answer,
        }
    }

    /// Keeps the API's status where it speaks of the page's request. A 401 or 403 speaks of the gateway's own account: to the page
    /// that is a gateway that does not work, and no reason to log in again.
    fn answer_status(&self) -> u16 {
        match (self.code, self.status) {
            (Code::InvalidInvocation, _) => 422,
            (Code::InvalidData | Code::ResourceAlreadyExists | Code::RateLimited, Some(status @ 400..=499)) => status,
            (Code::Internal, Some(status @ 500..=599)) => status,
            (Code::Timeout, _) => 504,
            (Code::Unknown, _) => 500,
            _ => 502,
        }
    }
}

/// The codes as the client spells them.
const CODES: [(&str, Code); 13] = [
    ("invalid_invocation", Code::InvalidInvocation),
    ("invalid_data", Code::InvalidData),
    ("wrong_credentials", Code::WrongCredentials),
    ("resource_forbidden", Code::ResourceForbidden),
    ("no_such_resource", Code::NoSuchResource),
    ("resource_already_exists", Code::ResourceAlreadyExists),
    ("rate_limited", Code::RateLimited),
    ("internal", Code::Internal),
    ("unexpected_status", Code::UnexpectedStatus),
    ("invalid_response", Code::InvalidResponse),
    ("connection", Code::Connection),
    ("timeout", Code::Timeout),
    ("redirect", Code::Redirect),
];

impl Code {
    fn parse(text: &str) -> Self {
        CODES.iter().find(|(name, _)| *name == text).map_or(Self::Unknown, |(_, code)| *code)
    }

    fn name(self) -> &'static str {
        CODES.iter().find(|(_, code)| *code == self).map_or("internal", |(name, _)| name)
    }
}
