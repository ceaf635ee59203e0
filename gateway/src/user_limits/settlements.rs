//! How settlements change a user's state.

use super::UserState;
use crate::decisions::DecisionKind;
use crate::events::{Method, Policy, UserEvent};
use crate::repeated_pin::{Fingerprint, UsedPin};
use crate::user_history::{Authentication, Verified};
use crate::verifications::Verification;

impl UserState {
    pub(super) fn settle(&mut self, settlement: UserEvent, now: u64, policy: &Policy) -> DecisionKind {
        match settlement {
            UserEvent::CommitSend { reservation, method } => self.commit_send(reservation, method),
            UserEvent::CommitVerification { reservation, id, valid_ms, number } => {
                let verification = Verification { reservation, id, valid_until: now.saturating_add(valid_ms), number };
                self.commit_verification(verification);
            }
            UserEvent::RefundSend { reservation } => self.refund_send(reservation),
            UserEvent::Verified { reservation, pin } => self.verify(reservation, pin, now, policy),
            UserEvent::Rejected { pin, .. } if self.is_repeated(pin, now, policy) => return DecisionKind::Repeated,
            UserEvent::Rejected { reservation, attempt, .. } => self.reject(reservation, attempt, now, policy),
            UserEvent::RefundAttempt { reservation, attempt } => self.refund_attempt(reservation, attempt),
            UserEvent::Unlock => self.unlock(),
            _ => {}
        }
        DecisionKind::Recorded
    }

    /// Keeps the newest authentication alone. The API invalidates the PINs of earlier ones (our reading: the docs don't say).
    fn commit_send(&mut self, reservation: u64, method: Method) {
        let Some(started) = self.unsettled(reservation) else { return };
        started.is_settled = true;
        if !started.is_decoy {
            let requested = std::mem::replace(&mut started.method, method);
            self.falls_back = if requested == Method::Totp { method == Method::Sms } else { self.falls_back };
        }
        let index = self.authentications.iter().position(|one| one.reservation == reservation).unwrap_or(0);
        self.authentications.drain(..index);
    }

    /// Keeps the newest authentication alone, and the ids of all of this login: unlike Verigator, the API accepts the PIN of each message, and one that
    /// arrives late must not be void. Their PINs share the attempts of the newest authentication.
    fn commit_verification(&mut self, verification: Verification) {
        let reservation = verification.reservation;
        let index = self.authentications.iter().position(|one| one.reservation == reservation);
        if index.is_none() && self.verifications.is_empty() {
            // The login is over.
            return;
        }
        let newer: Vec<u64> = match index {
            Some(index) => {
                self.authentications.iter().skip(index.saturating_add(1)).map(|one| one.reservation).collect()
            }
            None => self.verifications.reservations(),
        };
        self.verifications.add(verification, &newer);
        self.commit_send(reservation, Method::Sms);
    }

    /// Refunds a send on which no PIN was tried. One on which PINs were tried stays counted, as they may have been checked against the
    /// earlier authentication: otherwise each refunded start would give new attempts for the same PIN.
    fn refund_send(&mut self, reservation: u64) {
        let Some(failed) = self.unsettled(reservation) else { return };
        failed.is_settled = true;
        if failed.used > 0 {
            return;
        }
        let (counted_at, sends) = (failed.counted_at, failed.sends);
        self.authentications.retain(|authentication| authentication.reservation != reservation);
        self.sends.refund(sends, counted_at);
    }

    /// Resets the failures. It also applies if the authentication has expired or been replaced in the meantime: the attempt was
    /// allowed in time, and the API has accepted the PIN, which it does only once. A retry changes nothing.
    fn verify(&mut self, reservation: u64, pin: Fingerprint, now: u64, policy: &Policy) {
        if self.verified.is_some_and(|verified| verified.reservation == reservation) {
            return;
        }
        let index = self.authentications.iter().position(|one| one.reservation == reservation);
        // Whatever is older than an authentication that is gone, is gone as well.
        let ended: Vec<_> = self.authentications.drain(..index.map_or(0, |index| index.saturating_add(1))).collect();
        let verified = ended.last();
        let until = verified.map_or(now.saturating_add(policy.authentication_ms), |verified| verified.expires_at);
        let method = verified.map(|verified| verified.method);
        self.verified = Some(Verified { reservation, method, until, pin: UsedPin::new(pin, now) });
        self.verifications.clear();
        self.failures.clear();
    }

    /// Counts a wrong PIN. If its authentication is gone, the PIN already counted when that was abandoned.
    fn reject(&mut self, reservation: u64, attempt: u64, now: u64, policy: &Policy) {
        let Some(index) = self.authentications.iter().position(|one| one.reservation == reservation) else { return };
        let Some(rejected) = self.authentications.get_mut(index) else { return };
        if rejected.settle_attempt(attempt) {
            rejected.rejected = rejected.rejected.saturating_add(1).min(rejected.used);
        }
        if rejected.rejected >= policy.max_attempts {
            self.abandon(index, now, policy);
        }
    }

    /// Ends the lockout and its decoys, whose PINs are never right. Their sends stay counted: an SMS may have been sent before the lockout.
    fn unlock(&mut self) {
        self.failures.clear();
        self.authentications.retain(|authentication| !authentication.is_decoy);
    }

    fn refund_attempt(&mut self, reservation: u64, attempt: u64) {
        let mut authentications = self.authentications.iter_mut();
        let tried = authentications.find(|authentication| authentication.reservation == reservation);
        if let Some(tried) = tried.filter(|tried| tried.open_attempts.contains(&attempt)) {
            tried.settle_attempt(attempt);
            tried.used = tried.used.saturating_sub(1).max(tried.rejected);
        }
    }

    /// Finds an authentication whose send has not been settled; a second settlement changes nothing.
    fn unsettled(&mut self, reservation: u64) -> Option<&mut Authentication> {
        let mut authentications = self.authentications.iter_mut();
        authentications.find(|authentication| authentication.reservation == reservation && !authentication.is_settled)
    }

    /// Counts the authentication as failed if it is a failure, once.
    pub(super) fn abandon(&mut self, index: usize, at: u64, policy: &Policy) {
        let Some(abandoned) = self.authentications.get_mut(index) else { return };
        if abandoned.fails() {
            abandoned.is_counted = true;
            self.failures.add(at, policy.lockout);
        }
    }
}
