//! Random traffic: what callers, the API and the network may do, in any order.

use proptest::prelude::{Just, Strategy, any, prop_oneof};
use verigator_gateway::{ApiFailure, ApiOutcome, ErrorCode, Lockout, Policy, SendLimit};

/// The outcome of a call, and whether an SMS was sent. The API may fail before or after it sends one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Outcome {
    pub(crate) status: Option<u16>,
    pub(crate) code: &'static str,
    pub(crate) is_sent: bool,
    /// How many messages a start sends, and whether it is one of Number Verification.
    pub(crate) sends: u64,
    pub(crate) is_number: bool,
    /// Whether the PIN was checked with an earlier id before.
    pub(crate) follows_check: bool,
}

/// What happens next.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Move {
    Wait(u64),
    /// A call arrives at a process: who calls, from which address.
    Begin {
        process: usize,
        user: u8,
        address: u8,
        is_pin: bool,
        outcome: Outcome,
    },
    /// One of the calls under way takes its next stage.
    Advance(usize),
    /// The latest decision of a call was lost: its event is applied again.
    Repeat(usize),
    /// A settlement is made, or made again.
    Settle(usize),
}

const OUTCOMES: [(&str, Option<u16>); 23] = [
    ("started", Some(201)),
    ("invalid_invocation", None),
    ("invalid_data", Some(400)),
    ("wrong_credentials", Some(401)),
    ("resource_forbidden", Some(403)),
    ("no_such_resource", Some(404)),
    ("resource_already_exists", Some(409)),
    ("invalid_data", Some(422)),
    ("rate_limited", Some(429)),
    ("unexpected_status", Some(408)),
    ("unexpected_status", Some(499)),
    ("redirect", Some(302)),
    ("internal", Some(500)),
    ("internal", Some(503)),
    ("invalid_response", Some(201)),
    ("connection", None),
    ("timeout", None),
    ("canary", None),
    // Number Verification: errors 101, 102, 103, 110 and 209.
    ("wrong_credentials", Some(200)),
    ("invalid_data", Some(200)),
    ("resource_forbidden", Some(200)),
    ("no_such_resource", Some(200)),
    ("internal", Some(200)),
];

/// Whether the API may send an SMS and still end the call like this.
pub(crate) fn can_send(code: &str, status: Option<u16>) -> bool {
    let is_refused = status == Some(200) && ["wrong_credentials", "invalid_data", "resource_forbidden"].contains(&code);
    code != "invalid_invocation" && !is_refused && !matches!(status, Some(400 | 401 | 403 | 404 | 409 | 422 | 429))
}

fn outcomes() -> impl Strategy<Value = Outcome> {
    let further = (prop_oneof![3 => Just(1_u64), 1 => 2_u64..4], any::<bool>(), any::<bool>());
    (0..OUTCOMES.len(), any::<bool>(), further).prop_map(|(index, sends_first, (sends, is_number, follows_check))| {
        let (code, status) = OUTCOMES[index];
        let is_sent = code == "started" || (can_send(code, status) && sends_first);
        Outcome { status, code, is_sent, sends, is_number, follows_check }
    })
}

pub(crate) fn moves() -> impl Strategy<Value = Vec<Move>> {
    let begin = (0_usize..3, 0_u8..4, 0_u8..4, prop_oneof![2 => Just(false), 1 => Just(true)], outcomes());
    let one = prop_oneof![
        2 => (0_u64..8).prop_map(Move::Wait),
        4 => begin.prop_map(|(process, user, address, is_pin, outcome)| Move::Begin { process, user, address, is_pin, outcome }),
        9 => (0_usize..8).prop_map(Move::Advance),
        2 => (0_usize..8).prop_map(Move::Repeat),
        3 => (0_usize..8).prop_map(Move::Settle),
    ];
    proptest::collection::vec(one, 1..300)
}

pub(crate) fn policies() -> impl Strategy<Value = Policy> {
    let limit = || (1_u64..4, 1_u64..40).prop_map(|(count, window_ms)| SendLimit { count, window_ms });
    let cooldowns = proptest::collection::vec(0_u64..6, 0..3);
    (limit(), limit(), limit(), cooldowns, 1_u64..30, 1_u64..4).prop_map(
        |(sends_per_user, sends_per_address, sends_global, resend_cooldowns_ms, authentication_ms, failures)| Policy {
            max_attempts: 3,
            sends_per_user,
            sends_per_address,
            sends_global,
            failed_pins_per_address: sends_per_address,
            resend_cooldowns_ms,
            authentication_ms,
            lockout: Lockout { failures, duration_ms: 20 },
            ..Policy::default()
        },
    )
}

impl Outcome {
    pub(crate) fn failed(self, is_pin: bool) -> ApiOutcome {
        let follows_check = is_pin && self.follows_check;
        let code = ErrorCode::parse(self.code);
        ApiOutcome::Failed(ApiFailure { code, status: self.status, retry_after_ms: None, follows_check })
    }
}
