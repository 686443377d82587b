//! `officer …`: how the first administrator gets in, from the command line; the rest are invited by those who are in.

use super::{CommandError, must_have_data, with_store};
use crate::clock::Clock;
use crate::config::{Invite, Officers};
use crate::http::invitations::{MakeError, make};
use model::rights::Right;
use store::EnrolError;

/// `officer …`
///
/// # Errors
/// If the store can't be used, or the unit doesn't have that office.
pub async fn officer(Officers::Invite(invite): Officers, clock: &Clock) -> Result<String, CommandError> {
    let Invite { unit, role, url, folder } = invite;
    must_have_data(&folder)?;
    with_store(&folder, async |store| {
        if store.directory().await?.unit(&unit).is_none() {
            return Err(CommandError::NoUnit(unit));
        }
        let right = Right { role, unit: unit.clone() };
        match make(store, right, None, clock.now()).await {
            Ok((path, _)) => Ok(format!("{}{path}", url.trim_end_matches('/'))),
            Err(MakeError::Enrol(EnrolError::Store(error))) => Err(error.into()),
            Err(MakeError::Enrol(EnrolError::NoOffice)) => Err(CommandError::NoOffice { unit, role }),
            Err(other) => Err(CommandError::NoInvitation(other.to_string())),
        }
    })
    .await
}
