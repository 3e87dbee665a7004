//! Slows guessing down, by counters that all servers share.

use std::net::Ipv6Addr;

use model::{Attempts, Throttle, TooSoon, UserName};

use crate::{
    auth::identity::Origin,
    error::{ServiceError, ServiceResult},
    state::AppState,
};

/// Another server may change a counter between reading and writing it; more often than this is a fault.
const TRIES: usize = 50;

/// An attempt that was let through, and what it is counted under.
pub struct Attempt {
    account: String,
    address: String,
}

/// Counts an attempt before the password is looked at, so that many at once cannot all pass as the first.
pub async fn count_attempt(state: &AppState, name: Option<&UserName>, origin: &Origin) -> ServiceResult<Attempt> {
    let address = key("address", &network(&origin.address));
    count(state, Throttle::Address, &address).await?;
    // A name that cannot exist is slowed by its address alone.
    let account = key("account", name.map_or("", UserName::as_str));
    if name.is_some() {
        count(state, Throttle::Account, &account).await?;
    }
    Ok(Attempt { account, address })
}

impl Attempt {
    /// The password was right: the account starts afresh, and the address is given this one attempt back. It does
    /// not start afresh, or else guessing at others could be paid for with an account of one's own.
    pub async fn succeeded(self, state: &AppState) -> ServiceResult<()> {
        state.store.forget_attempts(&self.account).await?;
        take_back(state, Throttle::Address, &self.address).await
    }

    /// The password was never looked at: the attempt does not count.
    pub async fn was_turned_away(self, state: &AppState) -> ServiceResult<()> {
        take_back(state, Throttle::Account, &self.account).await?;
        take_back(state, Throttle::Address, &self.address).await
    }
}

async fn take_back(state: &AppState, throttle: Throttle, key: &str) -> ServiceResult<()> {
    let one_less = |kept: Attempts| Attempts { count: kept.count.saturating_sub(1), ..kept };
    swap(state, key, throttle, |kept| (kept.map(one_less), ())).await
}

async fn count(state: &AppState, throttle: Throttle, key: &str) -> ServiceResult<()> {
    let now = state.clock.now();
    let refused = swap(state, key, throttle, |kept| match throttle.attempt(kept, now) {
        Ok(counted) => (Some(counted), None),
        Err(TooSoon { wait, kept }) => (Some(kept), Some(wait)),
    });
    let Some(wait) = refused.await? else { return Ok(()) };
    let seconds = u32::try_from(wait.num_milliseconds().div_euclid(1000) + 1).unwrap_or(u32::MAX);
    Err(ServiceError::TooMany {
        retry_after: seconds,
        detail: format!("too many attempts to sign in; try again in {seconds} s"),
    })
}

/// Changes a counter by comparing and swapping until no other server came in between; gives what goes with the change.
async fn swap<T>(
    state: &AppState,
    key: &str,
    throttle: Throttle,
    change: impl Fn(Option<Attempts>) -> (Option<Attempts>, T),
) -> ServiceResult<T> {
    for _ in 0..TRIES {
        let seen = state.store.find_attempts(key).await?;
        let (new, outcome) = change(seen);
        // What stays as it is needs no writing.
        let Some(new) = new.filter(|new| seen != Some(*new)) else { return Ok(outcome) };
        let forget_at = state.clock.now() + throttle.memory();
        if state.store.swap_attempts(key, seen, new, forget_at).await? {
            return Ok(outcome);
        }
    }
    Err(ServiceError::TooMany { retry_after: 1, detail: "too many attempts to sign in at once".into() })
}

/// Whoever has an address of IPv6 has all of its network of 64 bits, and could try from another one each time.
fn network(address: &str) -> String {
    match address.parse::<Ipv6Addr>() {
        Ok(address) => address.segments()[..4].iter().map(|part| format!("{part:x}:")).collect(),
        Err(_) => address.to_owned(),
    }
}

/// Keys are hashed: what people type into a name field now and then is their password.
fn key(kind: &str, name: &str) -> String {
    format!("{kind}:{:.32}", store::sha256(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_of_ipv6_counts_as_one_address() {
        assert_eq!(network("2001:db8:1:2:3::4"), network("2001:db8:1:2:ffff::9"));
        assert_ne!(network("2001:db8:1:2:3::4"), network("2001:db8:1:3:3::4"));
        assert_eq!(network("192.0.2.7"), "192.0.2.7");
    }
}
