use crate::directory::{Service, User};
use crate::fields::Fields;
use crate::http::Refusal;
use crate::options::Options;
use crate::state::State;
use crate::timestamp::Timestamp;
use uuid::Uuid;

/// A request by a known account, with what it takes to carry it out.
pub(super) struct Call<'a> {
    pub(super) state: &'a mut State,
    pub(super) options: &'a Options,
    pub(super) account: &'a str,
    pub(super) now: Timestamp,
    pub(super) body: &'a [u8],
}

impl Call<'_> {
    /// Returns a service of the calling account: 404 where there is none of that id, 403 where it is another's.
    pub(super) fn service(&self, id: &str) -> Result<&Service, Refusal> {
        let service = parse_id(id).and_then(|id| self.state.directory.service(id));
        let service = service.ok_or_else(|| Refusal::not_found("service"))?;
        if service.account == self.account { Ok(service) } else { Err(Refusal::forbidden("the service")) }
    }

    /// Returns a user of a service of the calling account.
    pub(super) fn user(&self, service_id: &str, id: &str) -> Result<&User, Refusal> {
        let service = self.service(service_id)?.id;
        let user = parse_id(id).and_then(|id| self.state.directory.user(id));
        user.filter(|user| user.service == service).ok_or_else(|| Refusal::not_found("user"))
    }

    /// Reads the body as a JSON object: 422 where it is none.
    pub(super) fn fields(&self) -> Result<Fields, Refusal> {
        Fields::of_body(self.body)
    }
}

/// Reads an id. Only the usual form with hyphens is one.
fn parse_id(text: &str) -> Option<Uuid> {
    if text.len() == 36 { Uuid::try_parse(text).ok() } else { None }
}
