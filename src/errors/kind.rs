//! The kinds of errors, one for each `code` and class.

/// What went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ErrorKind {
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
}

impl ErrorKind {
    pub(crate) fn code(self) -> &'static str {
        match self {
            ErrorKind::InvalidInvocation => "invalid_invocation",
            ErrorKind::InvalidData => "invalid_data",
            ErrorKind::WrongCredentials => "wrong_credentials",
            ErrorKind::ResourceForbidden => "resource_forbidden",
            ErrorKind::NoSuchResource => "no_such_resource",
            ErrorKind::ResourceAlreadyExists => "resource_already_exists",
            ErrorKind::RateLimited => "rate_limited",
            ErrorKind::Internal => "internal",
            ErrorKind::UnexpectedStatus => "unexpected_status",
            ErrorKind::InvalidResponse => "invalid_response",
            ErrorKind::Connection => "connection",
            ErrorKind::Timeout => "timeout",
            ErrorKind::Redirect => "redirect",
        }
    }

    /// What happened, for the start of a message.
    pub(crate) fn summary(self) -> &'static str {
        match self {
            ErrorKind::InvalidInvocation => "the arguments cannot be used",
            ErrorKind::InvalidData => "the server rejected the data",
            ErrorKind::WrongCredentials => "the server rejected the credentials",
            ErrorKind::ResourceForbidden => "access is forbidden",
            ErrorKind::NoSuchResource => "the resource does not exist",
            ErrorKind::ResourceAlreadyExists => "it conflicts with an existing resource",
            ErrorKind::RateLimited => "the server limits requests",
            ErrorKind::Internal => "the server failed",
            ErrorKind::UnexpectedStatus => "the status is unknown to the API",
            ErrorKind::InvalidResponse => "the response does not have the expected form",
            ErrorKind::Connection => "the connection failed",
            ErrorKind::Timeout => "the time limit was exceeded",
            ErrorKind::Redirect => "redirects are never followed",
        }
    }

    /// Whether the same call could succeed later.
    pub(super) fn is_retryable(self, status: Option<u32>) -> bool {
        let kinds = [ErrorKind::RateLimited, ErrorKind::Internal, ErrorKind::Connection, ErrorKind::Timeout];
        kinds.contains(&self) || status == Some(408)
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;
