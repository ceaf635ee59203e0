use super::ErrorKind;

const ALL: [ErrorKind; 13] = [
    ErrorKind::InvalidInvocation,
    ErrorKind::InvalidData,
    ErrorKind::WrongCredentials,
    ErrorKind::ResourceForbidden,
    ErrorKind::NoSuchResource,
    ErrorKind::ResourceAlreadyExists,
    ErrorKind::RateLimited,
    ErrorKind::Internal,
    ErrorKind::UnexpectedStatus,
    ErrorKind::InvalidResponse,
    ErrorKind::Connection,
    ErrorKind::Timeout,
    ErrorKind::Redirect,
];

#[test]
fn each_kind_has_a_code_and_a_summary_of_its_own() {
    for (index, kind) in ALL.iter().enumerate() {
        for other in &ALL[..index] {
            assert_ne!(kind.code(), other.code());
            assert_ne!(kind.summary(), other.summary());
        }
    }
}

#[test]
fn what_may_succeed_later_is_retryable_and_nothing_else() {
    let retryable: Vec<&str> = ALL.iter().filter(|kind| kind.is_retryable(None)).map(|kind| kind.code()).collect();
    assert_eq!(retryable, ["rate_limited", "internal", "connection", "timeout"]);
    assert!(ErrorKind::UnexpectedStatus.is_retryable(Some(408)));
    assert!(!ErrorKind::UnexpectedStatus.is_retryable(Some(418)));
}
