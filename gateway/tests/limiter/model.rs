//! A naive limiter: nothing is ever deleted, and everything is found by searching the whole history.
//!
//! It shares no code with the crate and is written from the rules in its documentation, so a bug would have to be made twice.

use crate::history::{Attempt, Authentication, SendOutcome, ends, over, used};
use crate::lockouts::lockout_end;
use verigator_gateway::{DecisionKind, Denial, Fingerprint, Method, Policy, UserEvent, UserStatus};

const THIRTY_DAYS_MS: u64 = 30 * 24 * 3_600_000;

#[derive(Clone, Copy)]
struct Success {
    id: u64,
    until: u64,
    method: Option<Method>,
    pin: Fingerprint,
    at: u64,
}

/// One user with the whole history.
#[derive(Default)]
pub(crate) struct Model {
    history: Vec<Authentication>,
    failures: Vec<u64>,
    locked_until: u64,
    verified: Option<Success>,
    falls_back: bool,
    guesses_after_success: u64,
    /// The send, the id, its end and its number, oldest first.
    ids: Vec<(u64, String, u64, u16)>,
}

/// What the model expects of the limiter.
pub(crate) struct Expected {
    pub(crate) kind: DecisionKind,
    pub(crate) reservation: Option<u64>,
    pub(crate) status: UserStatus,
    pub(crate) ids: Vec<String>,
}

impl Model {
    pub(crate) fn apply(&mut self, event: UserEvent, now: u64, policy: &Policy) -> Expected {
        self.expire(now, policy);
        let is_attempt = matches!(event, UserEvent::ReserveAttempt { .. });
        let (kind, reservation) = match (self.decided(&event, now, policy), event) {
            (Some(decided), _) => decided,
            (_, UserEvent::ReserveSend { method, id, sends }) => self.start(method, id, sends, now, policy),
            (_, UserEvent::ReserveAttempt { pin, .. }) if self.repeats(pin, now, policy) => {
                (DecisionKind::Repeated, None)
            }
            (_, UserEvent::ReserveAttempt { id, .. }) => self.attempt(id, now, policy),
            (_, UserEvent::Rejected { pin, .. }) if self.repeats(pin, now, policy) => (DecisionKind::Repeated, None),
            (_, settlement) => {
                self.settle(settlement, now, policy);
                (DecisionKind::Recorded, None)
            }
        };
        if is_attempt && matches!(kind, DecisionKind::Deny(_)) {
            self.guesses_after_success += 1;
        }
        let is_sent = is_attempt && kind == DecisionKind::Allow;
        let ids = if is_sent { self.ids.iter().rev().map(|one| one.1.clone()).collect() } else { vec![] };
        Expected { kind, reservation, status: self.status(now, policy), ids }
    }

    /// The decision on a reservation that is repeated while it is still known.
    fn decided(&self, event: &UserEvent, now: u64, policy: &Policy) -> Option<(DecisionKind, Option<u64>)> {
        let mut known = self.history.iter().filter(|one| !one.is_gone && !over(one, now, policy));
        let one = match event {
            UserEvent::ReserveSend { id, .. } => known.find(|one| one.id == *id),
            UserEvent::ReserveAttempt { id, .. } => known.find(|one| one.attempts.contains(&(*id, Attempt::Unknown))),
            _ => None,
        };
        one.map(|one| (if one.is_decoy { DecisionKind::Decoy } else { DecisionKind::Allow }, Some(one.id)))
    }

    fn start(&mut self, asked: Method, id: u64, sends: u64, now: u64, policy: &Policy) -> (DecisionKind, Option<u64>) {
        let (until, cooled_down_at) = (self.free_at(sends, now, policy), self.cooled_down_at(now, policy));
        if until > now {
            let is_cooldown = cooled_down_at == until;
            let denial = if is_cooldown { Denial::Cooldown { until } } else { Denial::TooManySends { until } };
            return (DecisionKind::Deny(denial), None);
        }
        for index in 0..self.history.len() {
            self.fail(index, now, policy);
        }
        let decoy = now < self.locked_until;
        let before = self.history.iter().rfind(|one| !one.is_gone && !over(one, now, policy));
        let run = before.map_or(1, |one| one.run + 1);
        let waits = &policy.resend_cooldowns_ms;
        let wait = waits.get(run as usize - 1).or(waits.last()).copied().unwrap_or(0);
        let method = if decoy && self.falls_back { Method::Sms } else { asked };
        let (resend_at, attempts) = (now + wait, vec![]);
        let outcome = SendOutcome::Open;
        let opened = Authentication {
            id,
            method,
            sent_at: now,
            resend_at,
            run,
            sends,
            outcome,
            is_gone: false,
            attempts,
            is_decoy: decoy,
            failed_at: None,
        };
        self.history.push(opened);
        self.keep_the_newest_eight(now, policy);
        self.verified = None;
        (if decoy { DecisionKind::Decoy } else { DecisionKind::Allow }, Some(id))
    }

    fn keep_the_newest_eight(&mut self, now: u64, policy: &Policy) {
        let kept = self.history.iter_mut().rev().filter(|one| !one.is_gone && !over(one, now, policy));
        kept.skip(8).for_each(|one| one.is_gone = true);
    }

    fn attempt(&mut self, id: u64, now: u64, policy: &Policy) -> (DecisionKind, Option<u64>) {
        let until = self.resend_at(now, policy);
        let locked = now < self.locked_until;
        let Some(one) = self.history.iter_mut().rfind(|one| !one.is_gone && now < ends(one, policy)) else {
            return (DecisionKind::Deny(Denial::NotStarted), None);
        };
        if used(one) == policy.max_attempts {
            return (DecisionKind::Deny(Denial::AttemptsExhausted { until }), None);
        }
        one.attempts.push((id, Attempt::Unknown));
        one.is_decoy = one.is_decoy || locked;
        (if one.is_decoy { DecisionKind::Decoy } else { DecisionKind::Allow }, Some(one.id))
    }

    fn settle(&mut self, event: UserEvent, now: u64, policy: &Policy) {
        match event {
            UserEvent::Verified { reservation: id, pin } => self.right(id, pin, now, policy),
            UserEvent::Rejected { reservation: id, attempt, .. } => {
                if let Some(index) = self.resolve(id, attempt, Attempt::Wrong, now, policy) {
                    let wrong = self.history[index].attempts.iter().filter(|one| one.1 == Attempt::Wrong).count();
                    if wrong as u64 >= policy.max_attempts {
                        self.fail(index, now, policy);
                    }
                }
            }
            UserEvent::RefundAttempt { reservation: id, attempt } => {
                self.resolve(id, attempt, Attempt::Refunded, now, policy);
            }
            UserEvent::CommitVerification { reservation, id, valid_ms, number } => {
                self.keep_id((reservation, id.as_str().to_owned(), now + valid_ms, number), now, policy);
            }
            UserEvent::CommitSend { reservation: id, method } => {
                self.settle_send(id, SendOutcome::Started, Some(method), now, policy);
            }
            UserEvent::RefundSend { reservation: id } => self.settle_send(id, SendOutcome::Failed, None, now, policy),
            UserEvent::Unlock => {
                self.failures.clear();
                self.locked_until = 0;
                self.history.iter_mut().filter(|one| one.is_decoy).for_each(|one| one.is_gone = true);
            }
            _ => {}
        }
    }

    /// Whether this PIN has been right within 30 seconds, and nobody has guessed since then.
    fn repeats(&self, pin: Fingerprint, now: u64, policy: &Policy) -> bool {
        let of = |verified: Success| verified.pin == pin && now < verified.at + 30_000;
        self.verified.is_some_and(of) && self.guesses_after_success < policy.max_attempts
    }

    fn right(&mut self, id: u64, pin: Fingerprint, now: u64, policy: &Policy) {
        if self.verified.is_some_and(|verified| verified.id == id) {
            return;
        }
        let known = self.find(id, now, policy).map(|index| &self.history[index]);
        self.verified = Some(match known {
            Some(one) => Success { id, until: ends(one, policy), method: Some(one.method), pin, at: now },
            None => Success { id, until: now + policy.authentication_ms, method: None, pin, at: now },
        });
        self.guesses_after_success = 0;
        let end = self.find(id, now, policy).map_or(0, |index| index + 1);
        self.history.iter_mut().take(end).for_each(|one| one.is_gone = true);
        self.ids.clear();
        self.failures.clear();
        self.locked_until = 0;
    }

    /// Keeps at most four ids of a login, in the order of the sends. One whose send is no longer known is the oldest.
    fn keep_id(&mut self, kept: (u64, String, u64, u16), now: u64, policy: &Policy) {
        let send = kept.0;
        let known = self.find(send, now, policy);
        let is_over = known.is_none() && self.ids.is_empty();
        if !is_over && !self.ids.iter().any(|one| one.0 == send) {
            let is_newer = |other: u64| known.is_none() || self.find(other, now, policy) > known;
            let index = self.ids.iter().position(|one| is_newer(one.0)).unwrap_or(self.ids.len());
            self.ids.insert(index, kept);
            let number = self.ids.last().map(|newest| newest.3);
            self.ids.retain(|one| Some(one.3) == number);
            while self.ids.len() > 4 {
                self.ids.remove(0);
            }
        }
        self.settle_send(send, SendOutcome::Started, Some(Method::Sms), now, policy);
    }

    fn settle_send(&mut self, id: u64, outcome: SendOutcome, method: Option<Method>, now: u64, policy: &Policy) {
        let Some(index) = self.find(id, now, policy).filter(|index| self.history[*index].outcome == SendOutcome::Open)
        else {
            return;
        };
        self.history[index].outcome = outcome;
        match outcome {
            SendOutcome::Started => {
                self.learn_method(index, method);
                self.history.iter_mut().take(index).for_each(|one| one.is_gone = true);
            }
            SendOutcome::Failed if used(&self.history[index]) > 0 => self.history[index].outcome = SendOutcome::Kept,
            SendOutcome::Failed => self.history[index].is_gone = true,
            SendOutcome::Open | SendOutcome::Kept => {}
        }
    }

    fn learn_method(&mut self, index: usize, method: Option<Method>) {
        let (one, method) = (&mut self.history[index], method.unwrap());
        if one.is_decoy {
            return;
        }
        if one.method == Method::Totp {
            self.falls_back = method == Method::Sms;
        }
        one.method = method;
    }

    /// Sets the outcome of an attempt that has none. If there is no such attempt, nothing changes.
    fn resolve(&mut self, id: u64, attempt: u64, outcome: Attempt, now: u64, policy: &Policy) -> Option<usize> {
        let index = self.find(id, now, policy)?;
        let open = self.history[index].attempts.iter_mut().find(|one| **one == (attempt, Attempt::Unknown));
        if let Some(attempt) = open {
            attempt.1 = outcome;
        }
        Some(index)
    }

    fn find(&self, id: u64, now: u64, policy: &Policy) -> Option<usize> {
        self.history.iter().position(|one| one.id == id && !one.is_gone && !over(one, now, policy))
    }

    fn expire(&mut self, now: u64, policy: &Policy) {
        for index in 0..self.history.len() {
            let end = ends(&self.history[index], policy);
            if end <= now {
                self.fail(index, end, policy);
            }
        }
        self.verified = self.verified.filter(|verified| now < verified.until);
        self.ids.retain(|one| now < one.2);
        if self.history.iter().all(|one| one.is_gone || over(one, now, policy)) {
            self.ids.clear();
        }
        self.forget_failures(now);
        self.falls_back = self.falls_back && !self.is_over(now, policy);
    }

    /// Whether nothing in the history has an effect any more.
    fn is_over(&self, now: u64, policy: &Policy) -> bool {
        let window_ms = policy.sends_per_user.window_ms;
        let counted = |one: &Authentication| one.outcome != SendOutcome::Failed;
        let matters = |one: &Authentication| {
            (!one.is_gone && !over(one, now, policy)) || (counted(one) && now < one.sent_at + window_ms)
        };
        self.failures.is_empty() && self.verified.is_none() && !self.history.iter().any(matters)
    }

    fn forget_failures(&mut self, now: u64) {
        if self.failures.last().is_some_and(|last| (last + THIRTY_DAYS_MS).max(self.locked_until) <= now) {
            self.failures.clear();
            self.locked_until = 0;
        }
    }

    fn fail(&mut self, index: usize, at: u64, policy: &Policy) {
        let one = &mut self.history[index];
        if one.is_gone || one.is_decoy || one.failed_at.is_some() || used(one) == 0 {
            return;
        }
        one.failed_at = Some(at);
        self.forget_failures(at);
        self.failures.push(at);
        self.locked_until = self.locked_until.max(lockout_end(&self.failures, policy));
    }

    fn resend_at(&self, now: u64, policy: &Policy) -> u64 {
        let last = self.history.iter().rfind(|one| !one.is_gone && !over(one, now, policy));
        self.free_at(last.map_or(1, |one| one.sends), now, policy)
    }

    /// When so many more messages are allowed.
    fn free_at(&self, more: u64, now: u64, policy: &Policy) -> u64 {
        let limit = policy.sends_per_user;
        if more > limit.count {
            return (now + limit.window_ms).max(self.cooled_down_at(now, policy));
        }
        let counted = |one: &&Authentication| one.outcome != SendOutcome::Failed;
        let sends: Vec<(u64, u64)> = self.history.iter().filter(counted).map(|one| (one.sent_at, one.sends)).collect();
        let is_within = |sent: u64, at: u64| sent <= at && at < sent + limit.window_ms;
        let within = |at: u64| sends.iter().filter(|sent| is_within(sent.0, at)).map(|sent| sent.1).sum::<u64>();
        let ends_of_windows = sends.iter().map(|sent| sent.0 + limit.window_ms);
        let mut moments: Vec<u64> = std::iter::once(now).chain(ends_of_windows).filter(|at| *at >= now).collect();
        moments.sort_unstable();
        let free = moments.into_iter().find(|at| within(*at) + more <= limit.count).unwrap();
        free.max(self.cooled_down_at(now, policy))
    }

    fn cooled_down_at(&self, now: u64, policy: &Policy) -> u64 {
        self.history.iter().rfind(|one| !one.is_gone && !over(one, now, policy)).map_or(now, |one| one.resend_at)
    }

    fn status(&self, now: u64, policy: &Policy) -> UserStatus {
        let current = self.history.iter().rfind(|one| !one.is_gone && now < ends(one, policy));
        let resend_at = self.resend_at(now, policy);
        UserStatus {
            started: current.is_some() || self.verified.is_some(),
            method: current.map(|one| one.method).or(self.verified.and_then(|verified| verified.method)),
            attempts_left: current.map(|one| policy.max_attempts - used(one)),
            resend_at: (current.is_some() || resend_at > now).then_some(resend_at),
            expires_at: current.map(|one| ends(one, policy)).or(self.verified.map(|verified| verified.until)),
            verified: self.verified.is_some(),
        }
    }
}
