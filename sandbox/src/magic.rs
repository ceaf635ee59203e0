//! Magic values: request data that selects a fixed outcome, so that every response of the API can be tested without fault injection.
//!
//! They bypass all limits, do not count as PIN attempts and change no state.

use crate::api_error::ApiError;
use crate::faults::Fault;
use crate::phone_number::PhoneNumber;
use crate::verification::Verification;
use std::collections::BTreeMap;

/// A fault that a name or an id selects.
#[derive(Debug)]
pub(crate) struct MagicFault {
    /// Selects the fault in names: `{word}.verigator.test` as an fqdn, `{word}@verigator.test` as an `id_in_service`.
    pub(crate) word: &'static str,
    /// Selects the fault in the id of a service or a user: `00000000-0000-4000-8000-000000000{number}`.
    pub(crate) number: &'static str,
    pub(crate) kind: MagicFaultKind,
    /// A description of the outcome.
    pub(crate) outcome: &'static str,
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum MagicFaultKind {
    Status(u16),
    Malformed,
    Connection,
    Hang,
    Redirect,
}

/// A verification result that a phone number or a PIN selects.
#[derive(Debug)]
pub(crate) struct MagicPin {
    /// Selects the result for every PIN of users with this phone number.
    pub(crate) phone_number: &'static str,
    /// Does the same. Unlike the other one it is valid to libraries that check phone numbers.
    pub(crate) valid_phone_number: &'static str,
    /// Selects the result for every user. It has 12 digits, more than any PIN that is sent.
    pub(crate) pin: &'static str,
    pub(crate) verification: Verification,
    /// A description of the outcome.
    pub(crate) outcome: &'static str,
}

const NAME_HOST: &str = "verigator.test";
const ID_START: &str = "00000000-0000-4000-8000-000000000";

/// The faults. Behaviour, control API and README use this table.
pub(crate) const MAGIC_FAULTS: [MagicFault; 15] = [
    status("400", 400, "400, invalid data"),
    status("401", 401, "401, wrong credentials"),
    status("403", 403, "403, resource forbidden"),
    status("404", 404, "404, no such resource"),
    status("409", 409, "409, resource already exists"),
    status("418", 418, "418, a status the API does not have"),
    status("422", 422, "422, invalid data"),
    status("429", 429, "429 with `Retry-After: 1`, rate limited"),
    status("500", 500, "500, internal error"),
    status("502", 502, "502, internal error"),
    status("503", 503, "503, internal error"),
    MagicFault {
        word: "malformed",
        number: "001",
        kind: MagicFaultKind::Malformed,
        outcome: "200 with a body that is not JSON",
    },
    MagicFault {
        word: "connection",
        number: "002",
        kind: MagicFaultKind::Connection,
        outcome: "the connection breaks",
    },
    MagicFault { word: "hang", number: "003", kind: MagicFaultKind::Hang, outcome: "no response" },
    MagicFault {
        word: "redirect",
        number: "302",
        kind: MagicFaultKind::Redirect,
        outcome: "302 to `https://verigator.test/`",
    },
];

/// The verification results. Behaviour, control API and README use this table.
///
/// No country has the code 999, and Sweden reserves +46701740605 to +46701740699 for fiction (PTS), so these numbers belong to nobody.
pub(crate) const MAGIC_PINS: [MagicPin; 4] = [
    pin(["+999000000001", "+46701740691"], "000000000001", Verification::Verified, "accepted"),
    pin(["+999000000002", "+46701740692"], "000000000002", Verification::INVALID, "rejected as invalid"),
    pin(["+999000000003", "+46701740693"], "000000000003", Verification::EXPIRED, "rejected as expired"),
    pin(["+999000000004", "+46701740694"], "000000000004", Verification::THROTTLED, "rejected as throttled"),
];

/// The replies of the Number Verification API that a phone number selects for every start. Nothing is sent. Behaviour, control API and README use this table.
pub(crate) const MAGIC_REPLIES: [(&str, &str); 9] = [
    ("+999000000101", "ERROR 101"),
    ("+999000000102", "ERROR 102"),
    ("+999000000103", "ERROR 103"),
    ("+999000000109", "ERROR 109"),
    ("+999000000111", "ERROR 111"),
    ("+999000000209", "FAILED 209"),
    ("+999000001209", "ERROR 209"),
    ("+999000000200", "VERIFIED"),
    ("+999000000999", "<html>not the API</html>"),
];

/// Returns the reply that a magic phone number selects.
pub(crate) fn reply(phone_number: &PhoneNumber) -> Option<&'static str> {
    MAGIC_REPLIES.iter().find(|(number, _)| *number == phone_number.as_str()).map(|(_, reply)| *reply)
}

/// Returns the fault as an error if the path contains a magic id.
pub(crate) fn check_ids(ids: [Option<&str>; 2]) -> Result<(), ApiError> {
    let numbers = ids.into_iter().flatten().filter_map(|id| id.strip_prefix(ID_START));
    into_error(numbers.filter_map(|number| MAGIC_FAULTS.iter().find(|magic| magic.number == number)).next())
}

/// Returns the fault as an error if the fqdn is magic.
pub(crate) fn check_fqdn(fqdn: &str) -> Result<(), ApiError> {
    into_error(fqdn.strip_suffix(NAME_HOST).and_then(|start| by_word(start.strip_suffix('.')?)))
}

/// Returns the fault as an error if the `id_in_service` is magic.
pub(crate) fn check_id_in_service(id_in_service: &str) -> Result<(), ApiError> {
    into_error(id_in_service.strip_suffix(NAME_HOST).and_then(|start| by_word(start.strip_suffix('@')?)))
}

/// Returns the result that a magic phone number or a magic PIN selects. The phone number takes precedence.
pub(crate) fn verification(phone_number: &PhoneNumber, token: &str) -> Option<Verification> {
    let by_number = MAGIC_PINS.iter().find(|magic| magic.has(phone_number.as_str()));
    by_number.or_else(|| MAGIC_PINS.iter().find(|magic| magic.pin == token)).map(|magic| magic.verification)
}

fn by_word(word: &str) -> Option<&'static MagicFault> {
    MAGIC_FAULTS.iter().find(|magic| magic.word == word)
}

fn into_error(magic: Option<&MagicFault>) -> Result<(), ApiError> {
    magic.map_or(Ok(()), |magic| Err(ApiError::Fault(magic.fault())))
}

const fn status(word: &'static str, status: u16, outcome: &'static str) -> MagicFault {
    MagicFault { word, number: word, kind: MagicFaultKind::Status(status), outcome }
}

const fn pin(
    [phone_number, valid_phone_number]: [&'static str; 2],
    pin: &'static str,
    verification: Verification,
    outcome: &'static str,
) -> MagicPin {
    MagicPin { phone_number, valid_phone_number, pin, verification, outcome }
}

impl MagicPin {
    fn has(&self, phone_number: &str) -> bool {
        phone_number == self.phone_number || phone_number == self.valid_phone_number
    }
}

impl MagicFault {
    pub(crate) fn fqdn(&self) -> String {
        format!("{}.{NAME_HOST}", self.word)
    }

    pub(crate) fn id_in_service(&self) -> String {
        format!("{}@{NAME_HOST}", self.word)
    }

    pub(crate) fn id(&self) -> String {
        format!("{ID_START}{}", self.number)
    }

    fn fault(&self) -> Fault {
        match self.kind {
            MagicFaultKind::Status(status) => {
                Fault::Status { status, body: Some(self.body()), headers: headers_of(status) }
            }
            MagicFaultKind::Malformed => Fault::Malformed,
            MagicFaultKind::Connection => Fault::Connection,
            MagicFaultKind::Hang => Fault::Hang,
            MagicFaultKind::Redirect => Fault::Redirect { location: format!("https://{NAME_HOST}/") },
        }
    }

    fn body(&self) -> serde_json::Value {
        serde_json::json!({ "message": format!("a magic value selected this response: {}", self.word) })
    }
}

fn headers_of(status: u16) -> BTreeMap<String, String> {
    let retry_after = (status == 429).then(|| ("retry-after".to_owned(), "1".to_owned()));
    retry_after.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::{MAGIC_FAULTS, MAGIC_PINS, MAGIC_REPLIES};

    #[test]
    fn readme_lists_the_magic_values() {
        let readme = include_str!("../README.md");
        let faults = MAGIC_FAULTS.iter().map(|magic| {
            format!("| `{}` | `{}` | `{}` | {} |", magic.fqdn(), magic.id_in_service(), magic.id(), magic.outcome)
        });
        let pins = MAGIC_PINS.iter().map(|magic| {
            let (number, valid) = (magic.phone_number, magic.valid_phone_number);
            format!("| `{number}` | `{valid}` | `{}` | {} |", magic.pin, magic.outcome)
        });
        let replies = MAGIC_REPLIES.iter().map(|(number, reply)| format!("| `{number}` | `{reply}` |"));
        for row in faults.chain(pins).chain(replies) {
            assert!(readme.lines().any(|line| line == row), "expected this row in README.md: {row}");
        }
    }
}
