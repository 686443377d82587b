//! Accounts and sessions: what officers sign in with, and where they are signed in.

use super::{SqliteStore, Tx, audit, invitations, members, passkeys, resets, row};
use crate::act::NewAct;
use crate::{
    Account, Accounts, Act, Ceremony, Doer, Ended, Ending, EnrolError, Invitation, Invitee, Login, NewOfficer,
    NewReset, Opening, Otp, Passkey, PasswordHash, Proof, RecoveryHash, Reset, Second, Session, StoreError, TokenHash,
    TokenKind, Which,
};
use async_trait::async_trait;
use model::calendar::Timestamp;
use model::id::{DeviceId, MemberId};
use model::rights::Right;
use model::unit::UnitCode;
use model::wire::Member;
use sqlx::Row;
use sqlx::sqlite::SqliteRow;
use uuid::Uuid;

/// The columns that [`read`] takes, of account `a` and member `m`.
macro_rules! select_account {
    ($where:literal) => {
        concat!(
            "select m.id, m.name, m.unit, a.login, a.password, a.otp_secret, a.otp_step, a.otp_offered,
                 (select count(*) from recovery_codes r where r.member = a.member and r.used_at is null) as recovery_codes
             from accounts a join members m on m.id = a.member where ",
            $where
        )
    };
}

pub(super) async fn by_login(store: &SqliteStore, login: &Login) -> Result<Option<Account>, StoreError> {
    let row = sqlx::query(select_account!("a.login = ?1")).bind(login.as_str()).fetch_optional(&store.readers).await?;
    row.as_ref().map(read).transpose()
}

pub(super) async fn of_member(store: &SqliteStore, member: MemberId) -> Result<Option<Account>, StoreError> {
    let row = sqlx::query(select_account!("a.member = ?1"))
        .bind(member.uuid().as_bytes().as_slice())
        .fetch_optional(&store.readers)
        .await?;
    row.as_ref().map(read).transpose()
}

fn read(row: &SqliteRow) -> Result<Account, StoreError> {
    let secret: Option<Vec<u8>> = row.try_get("otp_secret")?;
    let offered: Option<Vec<u8>> = row.try_get("otp_offered")?;
    let used: Option<i64> = row.try_get("otp_step")?;
    let used = used.map(|_| row::unsigned(row, "otp_step")).transpose()?;
    Ok(Account {
        member: members::member(row)?,
        login: row::parsed(row, "login")?,
        password: PasswordHash(row.try_get("password")?),
        otp: secret.map(|secret| Otp { secret, used }),
        offered: offered.map(|secret| Otp { secret, used: None }),
        recovery_codes: row.try_get("recovery_codes")?,
    })
}

pub(super) async fn open_session(
    store: &SqliteStore,
    proof: &Proof<'_>,
    opening: &Opening,
) -> Result<bool, StoreError> {
    let mut tx = store.begin().await?;
    if let Some(PasswordHash(password)) = proof.password {
        let still = sqlx::query("select 1 from accounts where member = ?1 and password = ?2")
            .bind(proof.member.uuid().as_bytes().as_slice())
            .bind(password)
            .fetch_optional(&mut *tx)
            .await?;
        if still.is_none() {
            return Ok(false);
        }
    }
    if !use_up(&mut tx, proof.member, proof.second, opening.at).await? {
        return Ok(false);
    }
    open(&mut tx, proof.member, opening).await?;
    tx.commit().await?;
    Ok(true)
}

/// Uses up what works once. Whether it hadn't been used.
async fn use_up(tx: &mut Tx, member: MemberId, second: Second, at: Timestamp) -> Result<bool, StoreError> {
    let member = member.uuid();
    let used = match second {
        Second::None => {
            // Nobody switched a second factor on in the meantime.
            let none = sqlx::query("select 1 from accounts where member = ?1 and otp_secret is null");
            return Ok(none.bind(member.as_bytes().as_slice()).fetch_optional(&mut **tx).await?.is_some());
        }
        Second::Passkey => return Ok(true),
        Second::Step(step) => {
            sqlx::query(
                "update accounts set otp_step = ?2
                 where member = ?1 and otp_secret is not null and (otp_step is null or otp_step < ?2)",
            )
            .bind(member.as_bytes().as_slice())
            .bind(step.cast_signed())
            .execute(&mut **tx)
            .await?
        }
        Second::Recovery(RecoveryHash(hash)) => {
            sqlx::query("update recovery_codes set used_at = ?3 where member = ?1 and hash = ?2 and used_at is null")
                .bind(member.as_bytes().as_slice())
                .bind(hash.as_slice())
                .bind(at.millis())
                .execute(&mut **tx)
                .await?
        }
    };
    Ok(used.rows_affected() == 1)
}

/// Writes the token of a session.
pub(super) async fn open(tx: &mut Tx, member: MemberId, opening: &Opening) -> Result<(), StoreError> {
    sqlx::query(
        "insert into tokens (hash, member, created_at, kind, session, device, seen_at)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?3)",
    )
    .bind(opening.token.0.as_slice())
    .bind(member.uuid().as_bytes().as_slice())
    .bind(opening.at.millis())
    .bind(TokenKind::SignIn.name())
    .bind(members::new_id(opening.at).as_bytes().as_slice())
    .bind(&opening.device)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

pub(super) async fn sessions(store: &SqliteStore, member: MemberId) -> Result<Vec<Session>, StoreError> {
    let rows = sqlx::query(
        "select session, hash, device, created_at, seen_at from tokens
         where member = ?1 and session is not null and revoked_at is null order by created_at desc, rowid desc",
    )
    .bind(member.uuid().as_bytes().as_slice())
    .fetch_all(&store.readers)
    .await?;
    let session = |row: &SqliteRow| {
        Ok(Session {
            id: row::uuid(row, "session")?,
            token: TokenHash(row::bytes(row, "hash")?),
            device: row.try_get("device")?,
            created_at: row::moment(row, "created_at")?,
            seen_at: row::moment(row, "seen_at")?,
        })
    };
    rows.iter().map(session).collect()
}

pub(super) async fn saw(store: &SqliteStore, token: &TokenHash, at: Timestamp) -> Result<(), StoreError> {
    let mut tx = store.begin().await?;
    sqlx::query("update tokens set seen_at = ?2 where hash = ?1 and seen_at < ?2")
        .bind(token.0.as_slice())
        .bind(at.millis())
        .execute(&mut *tx)
        .await?;
    tx.commit().await?;
    Ok(())
}

/// Ends the member's sessions, and says so in the audit.
pub(super) async fn end(store: &SqliteStore, ended: &Ended<'_>) -> Result<u64, StoreError> {
    let mut tx = store.begin().await?;
    let number = end_and_log(&mut tx, ended).await?;
    tx.commit().await?;
    Ok(number)
}

async fn end_and_log(tx: &mut Tx, ended: &Ended<'_>) -> Result<u64, StoreError> {
    let Ended { member, which, ending, unit, by, at } = *ended;
    let sessions = end_in(tx, member, which, ending, at).await?;
    let number = sessions.len() as u64;
    if number > 0 {
        let own = match unit {
            Some(_) => None,
            None => Some(office_of(tx, member).await?),
        };
        if let Some(unit) = unit.or(own.as_ref()) {
            let act = Act::EndSessions { ending, sessions };
            audit::add_act(tx, &NewAct { unit, member: Some(member), act: &act, by, at }).await?;
        }
    }
    Ok(number)
}

/// Where the audit has what an officer does about themselves: the unit of their first office or, without one, their own.
async fn office_of(tx: &mut Tx, member: MemberId) -> Result<UnitCode, StoreError> {
    let row = sqlx::query(
        "select coalesce((select unit from roles where member = ?1 and taken_at is null order by given_at, rowid limit 1),
                         (select unit from members where id = ?1)) as unit",
    )
    .bind(member.uuid().as_bytes().as_slice())
    .fetch_one(&mut **tx)
    .await?;
    row::parsed(&row, "unit")
}

/// Ends the member's sessions, and gives their ids outside.
pub(super) async fn end_in(
    tx: &mut Tx,
    member: MemberId,
    which: Which<'_>,
    ending: Ending,
    at: Timestamp,
) -> Result<Vec<Uuid>, StoreError> {
    let (session, keep) = match which {
        Which::All => (None, None),
        Which::One(session) => (Some(session), None),
        Which::AllBut(keep) => (None, Some(keep)),
    };
    let ended = sqlx::query(
        // A device can be lost after its session has ended: what it holds is still there.
        "update tokens set revoked_at = coalesce(revoked_at, ?2), lost_at = case when ?3 then ?2 end
         where member = ?1 and session is not null and lost_at is null and (revoked_at is null or ?3)
             and (?4 is null or session = ?4) and (?5 is null or hash <> ?5)
         returning session",
    )
    .bind(member.uuid().as_bytes().as_slice())
    .bind(at.millis())
    .bind(ending == Ending::Lost)
    .bind(session.map(|session: Uuid| session.as_bytes().to_vec()))
    .bind(keep.map(|keep| keep.0.to_vec()))
    .fetch_all(&mut **tx)
    .await?;
    ended.iter().map(|row| row::uuid(row, "session")).collect()
}

pub(super) async fn is_lost(store: &SqliteStore, token: &TokenHash) -> Result<bool, StoreError> {
    let lost = sqlx::query("select 1 from tokens where hash = ?1 and lost_at is not null")
        .bind(token.0.as_slice())
        .fetch_optional(&store.readers)
        .await?;
    Ok(lost.is_some())
}

pub(super) async fn change_password(
    store: &SqliteStore,
    member: MemberId,
    (was, becomes): (&PasswordHash, &PasswordHash),
    keep: &TokenHash,
    at: Timestamp,
) -> Result<bool, StoreError> {
    let mut tx = store.begin().await?;
    let changed =
        sqlx::query("update accounts set password = ?3, password_set_at = ?4 where member = ?1 and password = ?2")
            .bind(member.uuid().as_bytes().as_slice())
            .bind(&was.0)
            .bind(&becomes.0)
            .bind(at.millis())
            .execute(&mut *tx)
            .await?;
    if changed.rows_affected() == 0 {
        return Ok(false);
    }
    sqlx::query("delete from resets where member = ?1")
        .bind(member.uuid().as_bytes().as_slice())
        .execute(&mut *tx)
        .await?;
    let session = sqlx::query("select session from tokens where hash = ?1")
        .bind(keep.0.as_slice())
        .fetch_optional(&mut *tx)
        .await?;
    let session = session.map(|row| row::optional_uuid(&row, "session")).transpose()?.flatten();
    let by = Doer { member: Some(member), device: session.map(DeviceId::new) };
    let (which, ending) = (Which::AllBut(keep), Ending::SignedOut);
    end_and_log(&mut tx, &Ended { member, which, ending, unit: None, by, at }).await?;
    tx.commit().await?;
    Ok(true)
}

pub(super) async fn offer_otp(store: &SqliteStore, member: MemberId, secret: &[u8]) -> Result<(), StoreError> {
    let mut tx = store.begin().await?;
    sqlx::query("update accounts set otp_offered = ?2 where member = ?1")
        .bind(member.uuid().as_bytes().as_slice())
        .bind(secret)
        .execute(&mut *tx)
        .await?;
    tx.commit().await?;
    Ok(())
}

pub(super) async fn confirm_otp(
    store: &SqliteStore,
    member: MemberId,
    secret: &[u8],
    step: u64,
    recovery: &[RecoveryHash],
) -> Result<bool, StoreError> {
    let mut tx = store.begin().await?;
    let confirmed = sqlx::query(
        "update accounts set otp_secret = ?2, otp_step = ?3, otp_offered = null where member = ?1 and otp_offered = ?2",
    )
    .bind(member.uuid().as_bytes().as_slice())
    .bind(secret)
    .bind(step.cast_signed())
    .execute(&mut *tx)
    .await?;
    if confirmed.rows_affected() == 0 {
        return Ok(false);
    }
    forget_recovery(&mut tx, member).await?;
    for RecoveryHash(hash) in recovery {
        sqlx::query("insert into recovery_codes (member, hash) values (?1, ?2)")
            .bind(member.uuid().as_bytes().as_slice())
            .bind(hash.as_slice())
            .execute(&mut *tx)
            .await?;
    }
    tx.commit().await?;
    Ok(true)
}

pub(super) async fn remove_otp(store: &SqliteStore, member: MemberId) -> Result<(), StoreError> {
    let mut tx = store.begin().await?;
    remove_otp_in(&mut tx, member).await?;
    tx.commit().await?;
    Ok(())
}

pub(super) async fn remove_otp_in(tx: &mut Tx, member: MemberId) -> Result<(), StoreError> {
    sqlx::query("update accounts set otp_secret = null, otp_step = null, otp_offered = null where member = ?1")
        .bind(member.uuid().as_bytes().as_slice())
        .execute(&mut **tx)
        .await?;
    forget_recovery(tx, member).await
}

async fn forget_recovery(tx: &mut Tx, member: MemberId) -> Result<(), StoreError> {
    sqlx::query("delete from recovery_codes where member = ?1")
        .bind(member.uuid().as_bytes().as_slice())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

#[async_trait]
impl Accounts for SqliteStore {
    async fn account(&self, login: &Login) -> Result<Option<Account>, StoreError> {
        by_login(self, login).await
    }

    async fn account_of(&self, member: MemberId) -> Result<Option<Account>, StoreError> {
        of_member(self, member).await
    }

    async fn open_session(&self, proof: &Proof<'_>, opening: &Opening) -> Result<bool, StoreError> {
        open_session(self, proof, opening).await
    }

    async fn sessions(&self, member: MemberId) -> Result<Vec<Session>, StoreError> {
        sessions(self, member).await
    }

    async fn saw(&self, token: &TokenHash, at: Timestamp) -> Result<(), StoreError> {
        saw(self, token, at).await
    }

    async fn end_sessions(&self, ended: &Ended<'_>) -> Result<u64, StoreError> {
        end(self, ended).await
    }

    async fn is_lost(&self, token: &TokenHash) -> Result<bool, StoreError> {
        is_lost(self, token).await
    }

    async fn change_password(
        &self,
        member: MemberId,
        was: &PasswordHash,
        becomes: &PasswordHash,
        keep: &TokenHash,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        change_password(self, member, (was, becomes), keep, at).await
    }

    async fn offer_otp(&self, member: MemberId, secret: &[u8]) -> Result<(), StoreError> {
        offer_otp(self, member, secret).await
    }

    async fn confirm_otp(
        &self,
        member: MemberId,
        secret: &[u8],
        step: u64,
        recovery: &[RecoveryHash],
    ) -> Result<bool, StoreError> {
        confirm_otp(self, member, secret, step, recovery).await
    }

    async fn remove_otp(&self, member: MemberId) -> Result<(), StoreError> {
        remove_otp(self, member).await
    }

    async fn invite(&self, invitation: &Invitation) -> Result<(), EnrolError> {
        invitations::invite(self, invitation).await
    }

    async fn invitation(&self, token: &TokenHash, at: Timestamp) -> Result<Option<Invitation>, StoreError> {
        invitations::invitation(self, token, at).await
    }

    async fn accept(&self, token: &TokenHash, invitee: &Invitee, opening: &Opening) -> Result<Member, EnrolError> {
        invitations::accept(self, token, invitee, opening).await
    }

    async fn offer_reset(&self, reset: &NewReset) -> Result<bool, StoreError> {
        resets::offer(self, reset).await
    }

    async fn reset(&self, token: &TokenHash, at: Timestamp) -> Result<Option<Reset>, StoreError> {
        resets::look(self, token, at).await
    }

    async fn use_reset(&self, token: &TokenHash, password: &PasswordHash, at: Timestamp) -> Result<bool, StoreError> {
        resets::take(self, token, password, at).await
    }

    async fn enrol(
        &self,
        member: &Member,
        officer: &NewOfficer,
        right: &Right,
        at: Timestamp,
    ) -> Result<(), EnrolError> {
        invitations::enrol(self, member, officer, right, at).await
    }

    async fn passkeys(&self, member: MemberId, opens: TokenKind) -> Result<Vec<Passkey>, StoreError> {
        passkeys::of_member(self, member, opens).await
    }

    async fn passkey(&self, id: &[u8]) -> Result<Option<Passkey>, StoreError> {
        passkeys::by_id(self, id).await
    }

    async fn add_passkey(&self, passkey: &Passkey) -> Result<bool, StoreError> {
        passkeys::add(self, passkey).await
    }

    async fn used_passkey(&self, id: &[u8], changing: &[u8], at: Timestamp) -> Result<(), StoreError> {
        passkeys::used(self, id, changing, at).await
    }

    async fn remove_passkey(&self, member: MemberId, opens: TokenKind, id: &[u8]) -> Result<bool, StoreError> {
        passkeys::remove(self, member, opens, id).await
    }

    async fn begin_ceremony(&self, ceremony: &Ceremony, at: Timestamp) -> Result<(), StoreError> {
        passkeys::begin(self, ceremony, at).await
    }

    async fn take_ceremony(&self, key: &TokenHash, at: Timestamp) -> Result<Option<Ceremony>, StoreError> {
        passkeys::take(self, key, at).await
    }
}
