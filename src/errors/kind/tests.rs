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
fn each_documented_status_has_its_kind() {
    let documented = [400, 422, 401, 403, 404, 409, 429];
    assert_eq!(
        documented.map(ErrorKind::of_status).map(ErrorKind::code),
        [
            "invalid_data",
            "invalid_data",
            "wrong_credentials",
            "resource_forbidden",
            "no_such_resource",
            "resource_already_exists",
            "rate_limited",
        ]
    );
}

#[test]
fn any_5xx_is_internal() {
    assert!((500..600).all(|status| ErrorKind::of_status(status) == ErrorKind::Internal));
}

#[test]
fn any_other_status_is_unexpected() {
    let documented = [400, 401, 403, 404, 409, 422, 429];
    let others = (100..500).chain(600..1000).filter(|status| !documented.contains(status));
    for status in others {
        assert_eq!(ErrorKind::of_status(status), ErrorKind::UnexpectedStatus, "{status}");
    }
}

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
