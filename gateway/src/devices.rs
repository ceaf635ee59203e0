//! The devices of a user that need not pass the second factor again.

use serde::{Deserialize, Serialize, Serializer};

/// The most trusted devices of a user. One more replaces the one that was trusted first.
const MAX_DEVICES: usize = 10;

/// The trusted devices, oldest first. A device that is not listed is not trusted: whoever loses the state asks for the second factor.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Devices(Vec<Device>);

/// One device. Its cookie has the current number, or the previous one until the current one was seen: the response with it may have got lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
struct Device {
    id: u64,
    current: u64,
    previous: u64,
    trusted_until: u64,
}

impl Devices {
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    /// Trusts a device, once.
    pub(crate) fn trust(&mut self, id: u64, number: u64, trusted_until: u64) {
        if self.0.iter().any(|device| device.id == id) {
            return;
        }
        self.0.push(Device { id, current: number, previous: number, trusted_until });
        let surplus = self.0.len().saturating_sub(MAX_DEVICES);
        self.0.drain(..surplus);
    }

    /// Whether a cookie's number is one of the device's. Any other number is that of a copy, so that the device is no longer trusted.
    pub(crate) fn check(&mut self, id: u64, number: u64) -> bool {
        let Some(device) = self.find(id) else { return false };
        let is_trusted = number == device.current || number == device.previous;
        if !is_trusted {
            self.0.retain(|device| device.id != id);
        }
        is_trusted
    }

    /// Replaces the number of a cookie that is used. Returns the number that follows it, none if the device is not trusted.
    ///
    /// The previous number is followed by the current one, which parallel requests and a repeated one therefore share.
    pub(crate) fn rotate(&mut self, id: u64, number: u64, next: u64) -> Option<u64> {
        if !self.check(id, number) {
            return None;
        }
        let device = self.find(id)?;
        if number == device.current {
            (device.previous, device.current) = (number, next);
        }
        Some(device.current)
    }

    pub(crate) fn expire(&mut self, now: u64) {
        self.0.retain(|device| now < device.trusted_until);
    }

    pub(crate) fn forget_at(&self) -> Option<u64> {
        self.0.iter().map(|device| device.trusted_until).max()
    }

    fn find(&mut self, id: u64) -> Option<&mut Device> {
        self.0.iter_mut().find(|device| device.id == id)
    }
}

/// A list takes less space than an object.
impl Serialize for Device {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (self.id, self.current, self.previous, self.trusted_until).serialize(serializer)
    }
}
