use super::service::Service;
use super::user::User;
use crate::phone_number::PhoneNumber;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::rc::Rc;
use uuid::Uuid;

/// All services and users, indexed by id, fqdn, name and phone number.
#[derive(Debug, Clone, Default)]
pub(crate) struct Directory {
    services: BTreeMap<Uuid, Service>,
    fqdns: BTreeMap<String, Uuid>,
    /// Shared with snapshots that are being written; copied on a change meanwhile.
    users: BTreeMap<Uuid, Rc<User>>,
    phone_numbers: BTreeMap<PhoneNumber, BTreeMap<u64, Uuid>>,
    next_number: u64,
}

impl Directory {
    pub(crate) fn service(&self, id: Uuid) -> Option<&Service> {
        self.services.get(&id)
    }

    /// Returns the number that the next service or user gets.
    pub(crate) fn next_number(&self) -> u64 {
        self.next_number
    }

    /// Returns all services in the order of creation.
    pub(crate) fn services(&self) -> impl Iterator<Item = &Service> {
        let mut services: Vec<&Service> = self.services.values().collect();
        services.sort_by_key(|service| service.number);
        services.into_iter()
    }

    pub(crate) fn user(&self, id: Uuid) -> Option<&User> {
        self.users.get(&id).map(Rc::as_ref)
    }

    pub(crate) fn user_mut(&mut self, id: Uuid) -> Option<&mut User> {
        self.users.get_mut(&id).map(Rc::make_mut)
    }

    /// Returns all users in the order of registration, shared with the directory.
    pub(crate) fn shared_users(&self) -> Vec<Rc<User>> {
        let mut users: Vec<Rc<User>> = self.users.values().cloned().collect();
        users.sort_by_key(|user| user.number);
        users
    }

    /// Returns the users of a service in the order of registration.
    pub(crate) fn users_of<'a>(&'a self, service: &'a Service) -> impl Iterator<Item = &'a User> {
        service.users.values().filter_map(|id| self.user(*id))
    }

    /// Returns the users of all services who have this phone number, in the order of registration.
    pub(crate) fn users_by_phone_number(&self, phone_number: &PhoneNumber) -> impl Iterator<Item = &User> {
        let ids = self.phone_numbers.get(phone_number).into_iter().flat_map(BTreeMap::values);
        ids.filter_map(|id| self.user(*id))
    }

    /// Returns whether a service has this fqdn. Host names are case-insensitive.
    pub(crate) fn has_fqdn(&self, fqdn: &str) -> bool {
        self.fqdns.contains_key(&fqdn.to_ascii_lowercase())
    }

    pub(crate) fn has_id(&self, id: Uuid) -> bool {
        self.services.contains_key(&id) || self.users.contains_key(&id)
    }

    /// Adds a service whose id and fqdn are unused.
    pub(crate) fn add_service(&mut self, mut service: Service) -> &Service {
        service.number = self.assign_number();
        self.insert_service(service)
    }

    /// Adds a user whose id is unused and whose name is unused in the service.
    pub(crate) fn add_user(&mut self, mut user: User) -> &User {
        user.number = self.assign_number();
        self.insert_user(user)
    }

    pub(crate) fn remove_service(&mut self, id: Uuid) {
        if let Some(service) = self.services.remove(&id) {
            self.fqdns.remove(&service.fqdn.to_ascii_lowercase());
        }
    }

    pub(crate) fn remove_user(&mut self, id: Uuid) {
        let Some(user) = self.users.remove(&id) else {
            return;
        };
        if let Some(service) = self.services.get_mut(&user.service_id) {
            service.users.remove(&user.number);
            service.names.remove(&user.id_in_service);
        }
        if let Some(ids) = self.phone_numbers.get_mut(&user.phone_number) {
            ids.remove(&user.number);
            if ids.is_empty() {
                self.phone_numbers.remove(&user.phone_number);
            }
        }
    }

    fn assign_number(&mut self) -> u64 {
        let number = self.next_number;
        self.next_number += 1;
        number
    }

    fn insert_service(&mut self, service: Service) -> &Service {
        self.fqdns.insert(service.fqdn.to_ascii_lowercase(), service.id);
        self.services.entry(service.id).insert_entry(service).into_mut()
    }

    fn insert_user(&mut self, user: User) -> &User {
        if let Some(service) = self.services.get_mut(&user.service_id) {
            service.users.insert(user.number, user.id);
            service.names.insert(user.id_in_service.clone(), user.id);
        }
        self.phone_numbers.entry(user.phone_number.clone()).or_default().insert(user.number, user.id);
        self.users.entry(user.id).insert_entry(Rc::new(user)).into_mut()
    }
}

/// The serialized form: two lists in the order of creation.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct SerializedDirectory {
    services: Vec<Service>,
    users: Vec<User>,
    next_number: u64,
}

impl TryFrom<SerializedDirectory> for Directory {
    type Error = &'static str;

    fn try_from(lists: SerializedDirectory) -> Result<Self, Self::Error> {
        check_order(lists.services.iter().map(|service| service.number), lists.next_number)?;
        check_order(lists.users.iter().map(|user| user.number), lists.next_number)?;
        let mut directory = Self { next_number: lists.next_number, ..Self::default() };
        lists.services.into_iter().try_for_each(|service| directory.restore_service(service))?;
        lists.users.into_iter().try_for_each(|user| directory.restore_user(user))?;
        Ok(directory)
    }
}

impl Directory {
    fn restore_service(&mut self, service: Service) -> Result<(), &'static str> {
        if self.has_id(service.id) || self.has_fqdn(&service.fqdn) {
            return Err("expected services with unique ids and fqdns");
        }
        self.insert_service(service);
        Ok(())
    }

    fn restore_user(&mut self, user: User) -> Result<(), &'static str> {
        let service = self.service(user.service_id).ok_or("expected users of existing services")?;
        if self.has_id(user.id) || service.has_user_named(&user.id_in_service) {
            return Err("expected users with unique ids, and unique names within each service");
        }
        self.insert_user(user);
        Ok(())
    }
}

/// Checks that numbers ascend, stay below the next one, and leave room for more.
fn check_order(numbers: impl Iterator<Item = u64>, next_number: u64) -> Result<(), &'static str> {
    let end = next_number.min(u64::from(u32::MAX));
    let numbers: Vec<u64> = numbers.chain([end]).collect();
    let is_ascending = numbers.is_sorted_by(|earlier, later| earlier < later);
    if is_ascending && end == next_number {
        Ok(())
    } else {
        Err("expected services and users in ascending order of their numbers")
    }
}

impl<'de> Deserialize<'de> for Directory {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        SerializedDirectory::deserialize(deserializer)?.try_into().map_err(serde::de::Error::custom)
    }
}
