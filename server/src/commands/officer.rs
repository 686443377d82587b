//! `officer …`: how the first administrator gets in, from the command line, and in again; the rest are invited and helped by
//! those who are in.

use super::{CommandError, must_have_data, with_store};
use crate::clock::Clock;
use crate::config::{Invite, Officers, ResetPassword};
use crate::http::{invitations, resets};
use model::rights::Right;
use model::sign_in::Renews;
use store::{Doer, EnrolError};

/// `officer …`
///
/// # Errors
/// If the store can't be used, the unit doesn't have that office, or nobody signs in like that.
pub async fn officer(officers: Officers, clock: &Clock) -> Result<String, CommandError> {
    match officers {
        Officers::Invite(invite) => self::invite(invite, clock).await,
        Officers::Reset(reset) => self::reset(reset, clock).await,
    }
}

async fn invite(invite: Invite, clock: &Clock) -> Result<String, CommandError> {
    use invitations::MakeError;
    let Invite { unit, role, url, folder } = invite;
    must_have_data(&folder)?;
    with_store(&folder, async |store| {
        if store.directory().await?.unit(&unit).is_none() {
            return Err(CommandError::NoUnit(unit));
        }
        let right = Right { role, unit: unit.clone() };
        match invitations::make(store, right, Doer::OPERATOR, clock.now()).await {
            Ok((path, _)) => Ok(format!("{}{path}", url.trim_end_matches('/'))),
            Err(MakeError::Enrol(EnrolError::Store(error))) => Err(error.into()),
            Err(MakeError::Enrol(EnrolError::NoOffice)) => Err(CommandError::NoOffice { unit, role }),
            Err(other) => Err(CommandError::NoLink(other.to_string())),
        }
    })
    .await
}

async fn reset(reset: ResetPassword, clock: &Clock) -> Result<String, CommandError> {
    use resets::MakeError;
    let ResetPassword { login, everything, url, folder } = reset;
    must_have_data(&folder)?;
    with_store(&folder, async |store| {
        let Some(account) = store.accounts().account(&login).await? else { return Err(CommandError::NoAccount(login)) };
        let renews = if everything { Renews::Everything } else { Renews::Password };
        let of = resets::For { member: account.member.id, unit: &account.member.unit, renews, by: Doer::OPERATOR };
        match resets::make(store, of, clock.now()).await {
            Ok((path, _)) => Ok(format!("{}{path}", url.trim_end_matches('/'))),
            Err(MakeError::NoAccount) => Err(CommandError::NoAccount(login)),
            Err(MakeError::Store(error)) => Err(error.into()),
            Err(MakeError::NoRandomness(why)) => Err(CommandError::NoLink(why)),
        }
    })
    .await
}
