use super::kind_of_status;
use crate::errors::ErrorKind;

#[test]
fn each_documented_status_has_its_kind() {
    let documented = [400, 422, 401, 403, 404, 409, 429];
    assert_eq!(
        documented.map(kind_of_status).map(ErrorKind::code),
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
    assert!((500..600).all(|status| kind_of_status(status) == ErrorKind::Internal));
}

#[test]
fn any_other_status_is_unexpected() {
    let documented = [400, 401, 403, 404, 409, 422, 429];
    let others = (100..500).chain(600..1000).filter(|status| !documented.contains(status));
    for status in others {
        assert_eq!(kind_of_status(status), ErrorKind::UnexpectedStatus, "{status}");
    }
}
