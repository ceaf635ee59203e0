//! Magic values: data that gives a chosen outcome, so that every answer of the API can be reached without a fault being set.
//!
//! They stand outside of all limits: they count as no attempt and change nothing.

use crate::directory::Verdict;
use crate::faults::Fault;
use crate::http::Refusal;
use crate::phone_number::PhoneNumber;
use std::collections::BTreeMap;

/// A mishap that data can ask for.
#[derive(Debug)]
pub(crate) struct MagicMishap {
    /// Stands for it in names: `{word}.verigator.test` as an fqdn, `{word}@verigator.test` as an id_in_service.
    pub(crate) word: &'static str,
    /// Stands for it at the end of an id, of a service or a user: `00000000-0000-4000-8000-000000000{number}`.
    pub(crate) number: &'static str,
    pub(crate) mishap: Mishap,
    /// What comes of it, for the reader.
    pub(crate) outcome: &'static str,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Mishap {
    Status(u16),
    Malformed,
    Connection,
    Hang,
    Redirect,
}

/// An outcome of a PIN that data can ask for.
#[derive(Debug)]
pub(crate) struct MagicPin {
    /// Every PIN of a user under this number has the outcome.
    pub(crate) phone_number: &'static str,
    /// This PIN has the outcome for every user. It has 12 digits, more than any that is sent.
    pub(crate) pin: &'static str,
    pub(crate) verdict: Verdict,
    /// What comes of it, for the reader.
    pub(crate) outcome: &'static str,
}

const NAME_HOST: &str = "verigator.test";
const ID_START: &str = "00000000-0000-4000-8000-000000000";

/// The one table of mishaps: it drives the behaviour, the OpenAPI document and the README.
pub(crate) const MISHAPS: [MagicMishap; 15] = [
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
    MagicMishap {
        word: "malformed",
        number: "001",
        mishap: Mishap::Malformed,
        outcome: "200 with a body that is no JSON",
    },
    MagicMishap { word: "connection", number: "002", mishap: Mishap::Connection, outcome: "the connection breaks" },
    MagicMishap { word: "hang", number: "003", mishap: Mishap::Hang, outcome: "no answer ever" },
    MagicMishap {
        word: "redirect",
        number: "302",
        mishap: Mishap::Redirect,
        outcome: "302 to `https://verigator.test/`",
    },
];

/// The one table of PIN outcomes: it drives the behaviour, the OpenAPI document and the README.
///
/// No country has the code 999, so that nobody's phone has such a number.
pub(crate) const PINS: [MagicPin; 4] = [
    pin("+999000000001", "000000000001", Verdict::Accepted, "accepted"),
    pin("+999000000002", "000000000002", Verdict::Invalid, "refused as invalid"),
    pin("+999000000003", "000000000003", Verdict::Expired, "refused as expired"),
    pin("+999000000004", "000000000004", Verdict::Throttled, "refused as throttled"),
];

/// Refuses a call whose path holds a magic id.
pub(crate) fn refuse_ids(ids: [Option<&str>; 2]) -> Result<(), Refusal> {
    let numbers = ids.into_iter().flatten().filter_map(|id| id.strip_prefix(ID_START));
    refuse(numbers.filter_map(|number| MISHAPS.iter().find(|magic| magic.number == number)).next())
}

/// Refuses to create a service with a magic fqdn.
pub(crate) fn refuse_fqdn(fqdn: &str) -> Result<(), Refusal> {
    refuse(fqdn.strip_suffix(NAME_HOST).and_then(|start| of_word(start.strip_suffix('.')?)))
}

/// Refuses to register a user under a magic name.
pub(crate) fn refuse_id_in_service(id_in_service: &str) -> Result<(), Refusal> {
    refuse(id_in_service.strip_suffix(NAME_HOST).and_then(|start| of_word(start.strip_suffix('@')?)))
}

/// Returns the outcome that a magic PIN or a magic phone number asks for; the number has the first word.
pub(crate) fn verdict(phone_number: &PhoneNumber, token: &str) -> Option<Verdict> {
    let by_number = PINS.iter().find(|magic| magic.phone_number == phone_number.as_str());
    by_number.or_else(|| PINS.iter().find(|magic| magic.pin == token)).map(|magic| magic.verdict)
}

fn of_word(word: &str) -> Option<&'static MagicMishap> {
    MISHAPS.iter().find(|magic| magic.word == word)
}

fn refuse(magic: Option<&MagicMishap>) -> Result<(), Refusal> {
    magic.map_or(Ok(()), |magic| Err(Refusal::Magic(magic.fault())))
}

const fn status(word: &'static str, status: u16, outcome: &'static str) -> MagicMishap {
    MagicMishap { word, number: word, mishap: Mishap::Status(status), outcome }
}

const fn pin(phone_number: &'static str, pin: &'static str, verdict: Verdict, outcome: &'static str) -> MagicPin {
    MagicPin { phone_number, pin, verdict, outcome }
}

impl MagicMishap {
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
        match self.mishap {
            Mishap::Status(status) => Fault::Status { status, body: Some(self.body()), headers: headers_of(status) },
            Mishap::Malformed => Fault::Malformed,
            Mishap::Connection => Fault::Connection,
            Mishap::Hang => Fault::Hang,
            Mishap::Redirect => Fault::Redirect { location: format!("https://{NAME_HOST}/") },
        }
    }

    fn body(&self) -> serde_json::Value {
        serde_json::json!({ "message": format!("a magic value asked for this answer: {}", self.word) })
    }
}

fn headers_of(status: u16) -> BTreeMap<String, String> {
    let retry_after = (status == 429).then(|| ("retry-after".to_owned(), "1".to_owned()));
    retry_after.into_iter().collect()
}
