//! Rate limits for each client. Wrong join codes are limited strictly, because that is how codes are guessed; joining
//! itself generously, because a whole factory joins from behind one address. Knows no HTTP but the address.

use super::error::Refusal;
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use model::id::MemberId;
use std::fmt;
use std::hash::Hash;
use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::str::FromStr;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use store::TokenHash;

/// How strict the limits are: off, or so many times as generous as usual.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strictness {
    Off,
    Times(NonZeroU32),
}

/// Neither `off` nor a whole number from 1 to 10000.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected `off` or a whole number from 1 to 10000")]
pub struct NotAStrictness;

impl FromStr for Strictness {
    type Err = NotAStrictness;

    fn from_str(text: &str) -> Result<Self, NotAStrictness> {
        if text == "off" {
            return Ok(Strictness::Off);
        }
        let times: NonZeroU32 = text.parse().map_err(|_| NotAStrictness)?;
        if times.get() <= 10_000 { Ok(Strictness::Times(times)) } else { Err(NotAStrictness) }
    }
}

impl fmt::Display for Strictness {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Strictness::Off => out.write_str("off"),
            Strictness::Times(times) => times.fmt(out),
        }
    }
}

/// The limits of one server.
pub struct Limits {
    joins: Option<Limit<IpAddr>>,
    wrong_codes: Option<Limit<IpAddr>>,
    sign_ins: Option<Limit<IpAddr>>,
    accounts: Option<Limit<[u8; 32]>>,
    seconds: Option<Limit<MemberId>>,
    syncs: Option<Limit<TokenHash>>,
    subscriptions: Option<Limit<MemberId>>,
    follows: Option<Limit<MemberId>>,
    reads: Option<Limit<IpAddr>>,
}

impl Limits {
    /// Fresh limits: nobody has used anything yet.
    pub fn new(strictness: Strictness) -> Self {
        Self {
            // A thousand people in one hall at once, then five each second.
            joins: Limit::new(strictness, 1000, Duration::from_millis(200)),
            // At this rate a code of 12 digits holds for centuries, whatever the number of units. Whoever types one of an older
            // version in letters that an input method changed asks for up to two dozen of 24⁸ at once.
            wrong_codes: Limit::new(strictness, 30, Duration::from_secs(10)),
            // A hall of officers in the morning. Each costs 25 ms of a core.
            sign_ins: Limit::new(strictness, 100, Duration::from_secs(1)),
            // 2,900 guesses a day at one account; a password that we take stands 10⁸. Slowed down, never locked: whoever
            // knows a login must not be able to keep its owner out, who has a passkey or waits half a minute.
            accounts: Limit::new(strictness, 10, Duration::from_secs(30)),
            // Whoever has the password and guesses codes, three of a million at a time, needs a year for an even chance.
            seconds: Limit::new(strictness, 5, Duration::from_secs(120)),
            // A phone syncs a few times a minute; a queue of 10,000 ops goes in pages of 500.
            syncs: Limit::new(strictness, 200, Duration::from_millis(100)),
            // A person taps a switch; a browser's subscription changes once in months.
            subscriptions: Limit::new(strictness, 20, Duration::from_secs(30)),
            // Somebody who reads one story after the other.
            follows: Limit::new(strictness, 30, Duration::from_secs(10)),
            reads: Limit::new(strictness, 1000, Duration::from_millis(20)),
        }
    }

    /// Someone at this address asks to join.
    pub fn join(&self, from: IpAddr) -> Result<(), Refusal> {
        check(&self.joins, network(from))
    }

    /// Someone at this address gave a join code or a token that doesn't exist.
    pub fn wrong_code(&self, from: IpAddr) -> Result<(), Refusal> {
        check(&self.wrong_codes, network(from))
    }

    /// Someone at this address wants to sign in to the account whose login has this hash, there or not.
    pub fn sign_in(&self, from: IpAddr, account: [u8; 32]) -> Result<(), Refusal> {
        check(&self.sign_ins, network(from))?;
        self.account(account)
    }

    /// Someone at this address begins or ends something with a passkey.
    pub fn passkey(&self, from: IpAddr) -> Result<(), Refusal> {
        check(&self.sign_ins, network(from))
    }

    /// Someone gives the password of the account whose login has this hash.
    pub fn account(&self, account: [u8; 32]) -> Result<(), Refusal> {
        check(&self.accounts, account)
    }

    /// Someone who has this member's password gives a code.
    pub fn second(&self, member: MemberId) -> Result<(), Refusal> {
        check(&self.seconds, member)
    }

    /// A device syncs.
    pub fn sync(&self, token: TokenHash) -> Result<(), Refusal> {
        check(&self.syncs, token)
    }

    /// A member's device wants to be told of news, or not any more.
    pub fn subscription(&self, member: MemberId) -> Result<(), Refusal> {
        check(&self.subscriptions, member)
    }

    /// A member would like to apply a story, or wouldn't any more.
    pub fn follow(&self, member: MemberId) -> Result<(), Refusal> {
        check(&self.follows, member)
    }

    /// Someone at this address reads what costs a look-up.
    pub fn read(&self, from: IpAddr) -> Result<(), Refusal> {
        check(&self.reads, network(from))
    }
}

fn check<K: Hash + Eq + Clone>(limit: &Option<Limit<K>>, key: K) -> Result<(), Refusal> {
    limit.as_ref().map_or(Ok(()), |limit| limit.check(&key))
}

/// One subscriber has a whole /64 of IPv6 addresses.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() & !u128::from(u64::MAX))),
        v4 => v4,
    }
}

/// Forget those who have been quiet, each time after so many checks.
const CLEAN_EVERY: u32 = 10_000;

struct Limit<K: Hash + Eq + Clone> {
    limiter: DefaultKeyedRateLimiter<K>,
    clock: DefaultClock,
    checks: AtomicU32,
}

impl<K: Hash + Eq + Clone> Limit<K> {
    /// `burst` at once and then one each `period`, both as generous as the strictness says. `None` if it is off.
    fn new(strictness: Strictness, burst: u32, period: Duration) -> Option<Self> {
        let Strictness::Times(times) = strictness else { return None };
        let quota = Quota::with_period(period / times.get())?;
        let quota = quota.allow_burst(times.saturating_mul(NonZeroU32::new(burst)?));
        Some(Self { limiter: RateLimiter::keyed(quota), clock: DefaultClock::default(), checks: AtomicU32::new(0) })
    }

    fn check(&self, key: &K) -> Result<(), Refusal> {
        if self.checks.fetch_add(1, Ordering::Relaxed) % CLEAN_EVERY == CLEAN_EVERY - 1 {
            self.limiter.retain_recent();
        }
        self.limiter.check_key(key).map_err(|not_until| Refusal::TooMany(not_until.wait_time_from(self.clock.now())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_factory_joins_from_one_address_and_a_guesser_does_not() {
        let limits = Limits::new("1".parse().unwrap());
        let factory: IpAddr = "203.0.113.7".parse().unwrap();
        for _ in 0..1000 {
            limits.join(factory).unwrap();
        }
        assert!(matches!(limits.join(factory), Err(Refusal::TooMany(wait)) if wait <= Duration::from_millis(200)));
        let guesser: IpAddr = "198.51.100.9".parse().unwrap();
        let tries = (0..).take_while(|_| limits.wrong_code(guesser).is_ok()).count();
        assert_eq!(tries, 30);
        assert!(limits.wrong_code(factory).is_ok(), "others aren't affected");
    }

    #[test]
    fn one_subscriber_is_one_client_whatever_its_ipv6_address() {
        let one: IpAddr = "2001:db8:1:2:3:4:5:6".parse().unwrap();
        let other: IpAddr = "2001:db8:1:2:ffff::1".parse().unwrap();
        let neighbour: IpAddr = "2001:db8:1:3::1".parse().unwrap();
        assert_eq!(network(one), network(other));
        assert_ne!(network(one), network(neighbour));
        assert_eq!(network("::ffff:192.0.2.1".parse().unwrap()), "192.0.2.1".parse::<IpAddr>().unwrap());
    }

    #[test]
    fn strictness_is_off_or_a_factor() {
        assert_eq!("off".parse(), Ok(Strictness::Off));
        assert!(Limits::new(Strictness::Off).joins.is_none());
        for bad in ["", "0", "on", "-1", "1.5", "99999999"] {
            assert_eq!(bad.parse::<Strictness>(), Err(NotAStrictness), "{bad}");
        }
    }
}
