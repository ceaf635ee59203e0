use crate::calls::call::Call;
use crate::calls::resources::ServiceResource;
use crate::http::{Refusal, Response};
use crate::magic;

/// `POST S`: makes a service of the calling account.
pub(super) fn answer(call: &mut Call<'_>) -> Result<Response, Refusal> {
    CreateService::parse(call)?.apply(call)
}

struct CreateService {
    fqdn: String,
    name: String,
}

impl CreateService {
    fn parse(call: &Call<'_>) -> Result<Self, Refusal> {
        let fields = call.fields()?;
        let (fqdn, name) = (fields.text("fqdn")?, fields.text("name")?);
        magic::refuse_fqdn(&fqdn)?;
        Ok(Self { fqdn, name })
    }

    fn apply(self, call: &mut Call<'_>) -> Result<Response, Refusal> {
        let profile = call.state.profile;
        let service = call.state.create_service(call.account, self.fqdn, self.name, call.now)?;
        Ok(profile.created(&ServiceResource::new(service, profile)))
    }
}
