//! The demonstration's officers: invented people with accounts that everybody may use, at least one for each role. Promises
//! the same logins and the same password in every demonstration. Real data never gets them: only `fill` calls this.

use super::{Demo, FillError, OFFICER};
use crate::password::{Password, Passwords};
use model::calendar::Timestamp;
use model::rights::{Right, Role};
use model::wire::Member;
use store::{NewOfficer, Store};

/// The password of all of them. Printed at each start: a secret it isn't.
pub const PASSWORD: &str = "dieu-sao-bay-tren-de-lang";

/// The login of the one who produces the show.
pub const PRODUCER: &str = "daodien.tld";

/// Login, role, unit. A unit's reviewer is the one who has decided there; the others are further people of the unit.
const OFFICERS: [(&str, Role, &str); 7] = [
    ("duyet.tld", Role::Reviewer, "tld"),
    ("duyet.daukhi", Role::Reviewer, "cd-dau-khi"),
    ("duyet.bsr", Role::Reviewer, "cs-dau-bsr"),
    ("quantri.daukhi", Role::UnitAdministrator, "cd-dau-khi"),
    ("quantri.tld", Role::NationalAdministrator, "tld"),
    (PRODUCER, Role::Producer, "tld"),
    ("kiemtra.tld", Role::Auditor, "tld"),
];

/// An officer of the demonstration, and how to sign in as them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoOfficer {
    pub login: &'static str,
    pub password: &'static str,
    pub right: Right,
}

/// Makes the accounts that aren't there, and gives all of them.
///
/// # Errors
/// If the store can't be used.
pub async fn ensure(store: &dyn Store, demo: &Demo, at: Timestamp) -> Result<Vec<DemoOfficer>, FillError> {
    let mut officers = Vec::with_capacity(OFFICERS.len());
    let mut hashed = None;
    for (number, (login, role, unit)) in OFFICERS.into_iter().enumerate() {
        let Some(at_unit) = demo.units().iter().position(|listed| listed.unit.code.as_str() == unit) else { continue };
        let right = Right { role, unit: demo.units()[at_unit].unit.code.clone() };
        officers.push(DemoOfficer { login, password: PASSWORD, right: right.clone() });
        let Ok(parsed) = login.parse() else { continue };
        if store.accounts().account(&parsed).await?.is_some() {
            continue;
        }
        // One hash for all of them: everybody knows the password.
        let password = match &hashed {
            Some(hash) => Clone::clone(hash),
            None => hashed.insert(Passwords::default().hash(Password::typed(PASSWORD)).await?).clone(),
        };
        let person = demo.member(at_unit, if role == Role::Reviewer { OFFICER } else { OFFICER - 1 - number });
        let member = Member { id: person.id, name: person.name.clone(), unit: right.unit.clone() };
        let officer = NewOfficer {
            known: None,
            as_member: false,
            name: person.name,
            login: parsed,
            password,
            consent_version: "invented".into(),
        };
        store.accounts().enrol(&member, &officer, &right, at).await?;
    }
    Ok(officers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_is_there_with_a_login_and_a_password_that_would_be_taken() {
        for role in Role::ALL {
            assert!(OFFICERS.iter().any(|(_, held, _)| *held == role), "{role:?}");
        }
        for (login, _, unit) in OFFICERS {
            assert!(login.parse::<store::Login>().is_ok());
            assert!(unit.parse::<model::unit::UnitCode>().is_ok());
            assert!(Password::chosen(PASSWORD, &[login]).is_ok());
        }
    }
}
