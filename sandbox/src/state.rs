use crate::clock::Clock;
use crate::devices::{Devices, Push};
use crate::directory::{Directory, Service, User};
use crate::event::{DevicePush, Event};
use crate::faults::Faults;
use crate::http::Refusal;
use crate::inbox::{Inbox, SmsMessage};
use crate::options::Options;
use crate::phone_number::PhoneNumber;
use crate::profile::Profile;
use crate::randomness::Randomness;
use crate::recent::Recent;
use crate::requests::RequestRecord;
use crate::timestamp::Timestamp;
use crate::totp::Secret;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// All that a sandbox remembers, and all that a snapshot holds.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct State {
    pub(crate) profile: Profile,
    pub(crate) clock: Clock,
    pub(crate) randomness: Randomness,
    pub(crate) directory: Directory,
    pub(crate) devices: Devices,
    pub(crate) inbox: Inbox,
    pub(crate) faults: Faults,
    pub(crate) requests: Recent<RequestRecord>,
    /// What happened since the caller last asked.
    #[serde(skip)]
    pub(crate) events: Vec<Event>,
}

impl State {
    pub(crate) fn new(options: &Options, randomness: Randomness) -> Self {
        Self {
            profile: options.profile,
            clock: options.now.map_or(Clock::MACHINE, |at| Clock::Standing { at }),
            randomness,
            directory: Directory::default(),
            devices: Devices::default(),
            inbox: Inbox::default(),
            faults: Faults::default(),
            requests: Recent::default(),
            events: Vec::new(),
        }
    }

    /// Takes on another state. What happened before it is still to be told.
    pub(crate) fn turn_into(&mut self, next: Self) {
        let events = std::mem::take(&mut self.events);
        *self = Self { events, ..next };
    }

    /// Makes a service: 409 where one with the fqdn exists, whoever made it (our choice).
    pub(crate) fn create_service(
        &mut self,
        account: &str,
        fqdn: String,
        name: String,
        now: Timestamp,
    ) -> Result<&Service, Refusal> {
        if self.directory.has_fqdn(&fqdn) {
            return Err(Refusal::conflict("a service with this fqdn exists already"));
        }
        let service = Service::new(self.fresh_id(), account, fqdn, name, now);
        Ok(self.directory.add_service(service))
    }

    /// Makes a user of a service: 409 where the service has one of the name.
    pub(crate) fn register_user(
        &mut self,
        service: Uuid,
        name: String,
        phone_number: PhoneNumber,
        now: Timestamp,
    ) -> Result<&User, Refusal> {
        if self.directory.service(service).is_some_and(|service| service.knows(&name)) {
            return Err(Refusal::conflict("a user with this id_in_service exists already in the service"));
        }
        let secret = Secret::new(self.randomness.secret());
        let user = User::new(self.fresh_id(), service, name, phone_number, now, secret);
        Ok(self.directory.add_user(user))
    }

    /// Draws an id that nothing has yet.
    fn fresh_id(&mut self) -> Uuid {
        loop {
            let id = self.randomness.id();
            if !self.directory.has_id(id) {
                return id;
            }
        }
    }

    pub(crate) fn send_sms(&mut self, message: SmsMessage) {
        self.inbox.receive(message.clone());
        self.events.push(Event::Sms(message));
    }

    /// Shows a push on the phone of a number; says whether there is one.
    pub(crate) fn send_push(&mut self, phone_number: &PhoneNumber, push: Push) -> bool {
        let arrived = self.devices.push(phone_number, push.clone());
        if arrived {
            self.events.push(Event::Push(DevicePush { phone_number: phone_number.clone(), push }));
        }
        arrived
    }

    pub(crate) fn record(&mut self, request: RequestRecord) {
        self.requests.push(request.clone());
        self.events.push(Event::Request(request));
    }
}
