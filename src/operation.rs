//! The calls of the API, by the names their JS methods bear.

use crate::error::GATEWAY_STATUS;

/// One call of the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operation {
    CreateService,
    GetService,
    DeleteService,
    RegisterUser,
    GetUser,
    GetUsers,
    DeleteUser,
    AuthenticateUsingTotp,
    AuthenticateUsingSms,
    VerifyPin,
    /// Asked of a gateway, not of the API.
    GatewayStatus,
}

/// What a call does to the world when it is sent a second time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    /// Nothing: it only reads.
    Reads,
    /// Nothing more: what is gone stays gone.
    Deletes,
    /// A second thing may come to be, or a conflict with the first.
    Creates,
    /// Another SMS is paid for, or another of the user's few tries is spent.
    Spends,
}

impl Operation {
    /// The name of the JS method, as it stands in errors and events.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Operation::CreateService => "createService",
            Operation::GetService => "getService",
            Operation::DeleteService => "deleteService",
            Operation::RegisterUser => "registerUser",
            Operation::GetUser => "getUser",
            Operation::GetUsers => "getUsers",
            Operation::DeleteUser => "deleteUser",
            Operation::AuthenticateUsingTotp => "authenticateUsingTotp",
            Operation::AuthenticateUsingSms => "authenticateUsingSms",
            Operation::VerifyPin => "verifyPin",
            Operation::GatewayStatus => GATEWAY_STATUS,
        }
    }

    /// What sending it twice would do.
    pub(crate) fn effect(self) -> Effect {
        match self {
            Operation::GetService | Operation::GetUser | Operation::GetUsers | Operation::GatewayStatus => {
                Effect::Reads
            }
            Operation::DeleteService | Operation::DeleteUser => Effect::Deletes,
            Operation::CreateService | Operation::RegisterUser => Effect::Creates,
            Operation::AuthenticateUsingTotp | Operation::AuthenticateUsingSms | Operation::VerifyPin => Effect::Spends,
        }
    }
}
