use crate::calls::call::Call;
use crate::directory::Verdict;
use crate::http::{Refusal, Response};
use crate::magic;
use serde::Serialize;
use uuid::Uuid;

/// `PUT S/{sid}/users/{uid}/auth`: judges the PIN that a user typed.
pub(super) fn answer(call: &mut Call<'_>, service_id: &str, user_id: &str) -> Result<Response, Refusal> {
    let id = call.user(service_id, user_id)?.id;
    VerifyPin::parse(call)?.apply(call, id)
}

struct VerifyPin {
    token: String,
}

impl VerifyPin {
    /// The docs send `method` beside the token, the SDKs do not; it changes nothing, but has to be one.
    fn parse(call: &Call<'_>) -> Result<Self, Refusal> {
        let fields = call.fields()?;
        let token = fields.text("token")?;
        match fields.optional_text("method")?.as_deref() {
            None | Some("sms" | "totp") => Ok(Self { token }),
            Some(_) => Err(Refusal::invalid("method: expected sms or totp, got another text")),
        }
    }

    fn apply(self, call: &mut Call<'_>, id: Uuid) -> Result<Response, Refusal> {
        let not_started = || Refusal::not_found("authentication: start one first");
        let user = call.state.directory.user_mut(id).ok_or_else(not_started)?;
        let method = user.authentication.as_ref().ok_or_else(not_started)?.method();
        let verdict = magic::verdict(&user.phone_number, &self.token)
            .or_else(|| user.verify(&self.token, call.now, call.options.max_attempts))
            .ok_or_else(not_started)?;
        Ok(Response::json(200, &Verification::new(method, verdict)))
    }
}

/// The answer: a refusal is a 200 too, and says why (Python SDK's tests).
#[derive(Serialize)]
struct Verification {
    method: &'static str,
    verified: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<RefusedStatus>,
}

/// Exactly one of the three is true, so that nobody learns of a throttled PIN whether it was right (our choice).
#[derive(Serialize)]
struct RefusedStatus {
    throttled: bool,
    expired: bool,
    invalid: bool,
    result: &'static str,
}

impl Verification {
    fn new(method: &'static str, verdict: Verdict) -> Self {
        let refused = RefusedStatus {
            throttled: verdict == Verdict::Throttled,
            expired: verdict == Verdict::Expired,
            invalid: verdict == Verdict::Invalid,
            result: "INVALID",
        };
        let verified = verdict == Verdict::Accepted;
        Self { method, verified, status: (!verified).then_some(refused) }
    }
}
