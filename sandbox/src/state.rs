use crate::api_error::ApiError;
use crate::clock::Clock;
use crate::devices::{Devices, Push};
use crate::directory::{Directory, Service, User};
use crate::event::{DevicePush, Event, EventLog, RequestRecord};
use crate::faults::Faults;
use crate::fixed_pins::FixedPins;
use crate::history::History;
use crate::inbox::{Inbox, SmsMessage};
use crate::number_verification::Sessions;
use crate::options::Options;
use crate::phone_number::PhoneNumber;
use crate::profile::Profile;
use crate::randomness::Randomness;
use crate::timestamp::Timestamp;
use crate::totp::Secret;
use serde::Deserialize;
use uuid::Uuid;

/// The complete state of a sandbox, which is also the content of a snapshot.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct State {
    pub(crate) profile: Profile,
    pub(crate) clock: Clock,
    pub(crate) randomness: Randomness,
    pub(crate) directory: Directory,
    pub(crate) devices: Devices,
    pub(crate) inbox: Inbox,
    pub(crate) faults: Faults,
    #[serde(default)]
    pub(crate) pins: FixedPins,
    /// The sessions of the Number Verification API.
    #[serde(default)]
    pub(crate) sessions: Sessions,
    pub(crate) requests: History<RequestRecord>,
    #[serde(skip)]
    pub(crate) events: EventLog,
    /// The ids that seed data gives to the services and users that it is adding, so that none of them is drawn for another before.
    #[serde(skip)]
    pub(crate) reserved_ids: Vec<Uuid>,
}

impl State {
    pub(crate) fn new(options: &Options, randomness: Randomness) -> Self {
        Self {
            profile: options.profile,
            clock: options.now.map_or(Clock::SYSTEM, |at| Clock::Stopped { at }),
            randomness,
            directory: Directory::default(),
            devices: Devices::default(),
            inbox: Inbox::default(),
            faults: Faults::default(),
            pins: options.pins.clone(),
            sessions: Sessions::default(),
            requests: History::default(),
            events: EventLog::default(),
            reserved_ids: Vec::new(),
        }
    }

    /// Replaces the state but keeps the events that were not taken yet.
    pub(crate) fn replace(&mut self, next: Self) {
        let events = std::mem::take(&mut self.events);
        *self = Self { events, ..next };
    }

    /// Replaces the state by that of a snapshot.
    pub(crate) fn restore(&mut self, next: Self) {
        self.replace(next);
        self.events.push(Event::Restored);
    }

    /// Creates a service, with a new id unless one is given. Fails with 409 if any account has a service with this fqdn (assumption).
    pub(crate) fn create_service(
        &mut self,
        id: Option<Uuid>,
        account: &str,
        fqdn: String,
        name: String,
        now: Timestamp,
    ) -> Result<&Service, ApiError> {
        if self.directory.has_fqdn(&fqdn) {
            return Err(ApiError::conflict("a service with this fqdn already exists"));
        }
        let service = Service::new(id.unwrap_or_else(|| self.unused_id()), account, fqdn, name, now);
        Ok(self.directory.add_service(service))
    }

    /// Registers a user, with a new id unless one is given. Fails with 409 if the service has a user with this name.
    pub(crate) fn register_user(
        &mut self,
        id: Option<Uuid>,
        service: Uuid,
        name: String,
        phone_number: PhoneNumber,
        now: Timestamp,
    ) -> Result<&User, ApiError> {
        if self.directory.service(service).is_some_and(|service| service.has_user_named(&name)) {
            return Err(ApiError::conflict("the service already has a user with this id_in_service"));
        }
        let secret = Secret::new(self.randomness.secret());
        let user = User::new(id.unwrap_or_else(|| self.unused_id()), service, name, phone_number, now, secret);
        Ok(self.directory.add_user(user))
    }

    /// Draws an unused id.
    fn unused_id(&mut self) -> Uuid {
        loop {
            let id = self.randomness.id();
            if !self.directory.has_id(id) && !self.reserved_ids.contains(&id) {
                return id;
            }
        }
    }

    /// Sends the messages that are due by themselves.
    pub(crate) fn send_due(&mut self, now: Timestamp) {
        for message in self.sessions.take_due(now) {
            self.send_sms(message);
        }
    }

    pub(crate) fn send_sms(&mut self, message: SmsMessage) {
        self.inbox.receive(message.clone());
        self.events.push(Event::Sms(message.into()));
    }

    /// Sends a push to the device of a phone number. Returns whether there is a device.
    pub(crate) fn send_push(&mut self, phone_number: &PhoneNumber, push: Push) -> bool {
        let has_device = self.devices.push(phone_number, push.clone());
        if has_device {
            self.events.push(Event::Push(DevicePush { phone_number: phone_number.clone(), push }));
        }
        has_device
    }

    pub(crate) fn record(&mut self, request: RequestRecord) {
        self.requests.push(request.clone());
        self.events.push(Event::Request(request));
    }
}
