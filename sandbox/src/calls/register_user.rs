use crate::calls::call::Call;
use crate::calls::resources::UserResource;
use crate::http::{Refusal, Response};
use crate::magic;
use crate::phone_number::PhoneNumber;
use uuid::Uuid;

/// `POST S/{sid}/users`: registers a user under the name they log in with.
pub(super) fn answer(call: &mut Call<'_>, service_id: &str) -> Result<Response, Refusal> {
    let service = call.service(service_id)?.id;
    RegisterUser::parse(call)?.apply(call, service)
}

struct RegisterUser {
    id_in_service: String,
    phone_number: PhoneNumber,
}

impl RegisterUser {
    fn parse(call: &Call<'_>) -> Result<Self, Refusal> {
        let fields = call.fields()?;
        let (id_in_service, phone_number) = (fields.text("id_in_service")?, fields.text("phone_number")?);
        magic::refuse_id_in_service(&id_in_service)?;
        let phone_number = PhoneNumber::parse(&phone_number);
        let phone_number = phone_number.map_err(|problem| Refusal::invalid(format!("phone_number: {problem}")))?;
        Ok(Self { id_in_service, phone_number })
    }

    fn apply(self, call: &mut Call<'_>, service: Uuid) -> Result<Response, Refusal> {
        let profile = call.state.profile;
        let user = call.state.register_user(service, self.id_in_service, self.phone_number, call.now)?;
        Ok(profile.created(&UserResource::new(user, profile)))
    }
}
