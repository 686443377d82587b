//! Invitations, and how those who take them become officers.

use super::{SqliteStore, Tx, accounts, audit, members, roles, row};
use crate::act::NewAct;
use crate::{
    Act, Appointment, Doer, EnrolError, Invitation, Invitee, NewOfficer, Opening, RoleError, StoreError, TokenHash,
};
use model::calendar::Timestamp;
use model::collate::person_sort_key;
use model::id::MemberId;
use model::rights::{Right, Role};
use model::unit::UnitCode;
use model::wire::Member;
use sqlx::Row;
use sqlx::sqlite::SqliteRow;
use uuid::Uuid;

pub(super) async fn invite(store: &SqliteStore, invitation: &Invitation) -> Result<(), EnrolError> {
    let Invitation { token, right, by, at, expires_at } = invitation;
    let mut tx = store.begin().await?;
    let unit = sqlx::query("select parent from units where code = ?1")
        .bind(right.unit.as_str())
        .fetch_optional(&mut *tx)
        .await?;
    let parent: Option<String> = unit.ok_or(EnrolError::NoOffice)?.try_get("parent")?;
    if right.role == Role::NationalAdministrator && parent.is_some() {
        return Err(EnrolError::NoOffice);
    }
    sqlx::query(
        "insert into invitations (hash, unit, role, created_at, created_by, expires_at) values (?1, ?2, ?3, ?4, ?5, ?6)",
    )
    .bind(token.0.as_slice())
    .bind(right.unit.as_str())
    .bind(right.role.name())
    .bind(at.millis())
    .bind(by.member.map(|by| by.uuid().as_bytes().to_vec()))
    .bind(expires_at.millis())
    .execute(&mut *tx)
    .await?;
    let act = Act::Invite { role: right.role };
    audit::add_act(&mut tx, &NewAct { unit: &right.unit, member: None, act: &act, by: *by, at: *at }).await?;
    tx.commit().await?;
    Ok(())
}

const THAT_HOLDS: &str = "select hash, unit, role, created_at, created_by, expires_at from invitations
     where hash = ?1 and accepted_at is null and expires_at > ?2";

pub(super) async fn invitation(
    store: &SqliteStore,
    token: &TokenHash,
    at: Timestamp,
) -> Result<Option<Invitation>, StoreError> {
    let row = sqlx::query(THAT_HOLDS).bind(token.0.as_slice()).bind(at.millis()).fetch_optional(&store.readers).await?;
    row.as_ref().map(read).transpose()
}

fn read(row: &SqliteRow) -> Result<Invitation, StoreError> {
    let role: &str = row.try_get("role")?;
    let role = Role::from_name(role).ok_or_else(|| StoreError::unreadable("role", role))?;
    let by: Option<&[u8]> = row.try_get("created_by")?;
    let by = by.map(Uuid::from_slice).transpose().map_err(|why| StoreError::unreadable("created_by", why))?;
    Ok(Invitation {
        token: TokenHash(row::bytes(row, "hash")?),
        right: Right { role, unit: row::parsed(row, "unit")? },
        by: Doer { member: by.map(MemberId::new), device: None },
        at: row::moment(row, "created_at")?,
        expires_at: row::moment(row, "expires_at")?,
    })
}

pub(super) async fn accept(
    store: &SqliteStore,
    token: &TokenHash,
    invitee: &Invitee,
    opening: &Opening,
) -> Result<Member, EnrolError> {
    let mut tx = store.begin().await?;
    let row =
        sqlx::query(THAT_HOLDS).bind(token.0.as_slice()).bind(opening.at.millis()).fetch_optional(&mut *tx).await?;
    let invitation = read(&row.ok_or(EnrolError::NoInvitation)?)?;
    let member = match invitee {
        Invitee::Officer(id) => member(&mut tx, *id).await?.ok_or(EnrolError::NoInvitation)?,
        Invitee::New(officer) => {
            let member = become_member(&mut tx, officer, &invitation.right.unit, opening.at).await?;
            create(&mut tx, member.id, officer, opening.at).await?;
            accounts::open(&mut tx, member.id, opening).await?;
            member
        }
    };
    let appointment = Appointment { member: member.id, right: invitation.right, by: invitation.by, at: opening.at };
    appoint(store, &mut tx, &appointment).await?;
    sqlx::query("update invitations set accepted_at = ?2, accepted_by = ?3 where hash = ?1")
        .bind(token.0.as_slice())
        .bind(opening.at.millis())
        .bind(member.id.uuid().as_bytes().as_slice())
        .execute(&mut *tx)
        .await?;
    tx.commit().await?;
    Ok(member)
}

pub(super) async fn enrol(
    store: &SqliteStore,
    member: &Member,
    officer: &NewOfficer,
    right: &Right,
    at: Timestamp,
) -> Result<(), EnrolError> {
    let mut tx = store.begin().await?;
    add_member(&mut tx, member, officer, at).await?;
    create(&mut tx, member.id, officer, at).await?;
    appoint(store, &mut tx, &Appointment { member: member.id, right: right.clone(), by: Doer::OPERATOR, at }).await?;
    tx.commit().await?;
    Ok(())
}

async fn appoint(store: &SqliteStore, tx: &mut Tx, appointment: &Appointment) -> Result<(), EnrolError> {
    match roles::give_in(store, tx, appointment).await {
        Ok(_) => Ok(()),
        Err(RoleError::Store(error)) => Err(error.into()),
        Err(RoleError::UnknownMember | RoleError::UnknownUnit(_) | RoleError::RootAlone(_)) => {
            Err(EnrolError::NoOffice)
        }
    }
}

/// The member whom the device's token names, if they say so, or give that name and have no account; else a new one.
async fn become_member(
    tx: &mut Tx,
    officer: &NewOfficer,
    unit: &UnitCode,
    at: Timestamp,
) -> Result<Member, EnrolError> {
    if let Some(known) = officer.known
        && let Some(known) = member(tx, known).await?
        && (officer.as_member || known.name == officer.name)
    {
        let account = sqlx::query("select 1 from accounts where member = ?1")
            .bind(known.id.uuid().as_bytes().as_slice())
            .fetch_optional(&mut **tx)
            .await?;
        if account.is_none() {
            return Ok(known);
        }
    }
    if officer.as_member {
        return Err(EnrolError::NotThatMember);
    }
    let member = Member { id: MemberId::new(members::new_id(at)), name: officer.name.clone(), unit: unit.clone() };
    add_member(tx, &member, officer, at).await?;
    Ok(member)
}

async fn member(tx: &mut Tx, id: MemberId) -> Result<Option<Member>, StoreError> {
    let row = sqlx::query("select id, name, unit from members where id = ?1")
        .bind(id.uuid().as_bytes().as_slice())
        .fetch_optional(&mut **tx)
        .await?;
    row.as_ref().map(members::member).transpose()
}

async fn add_member(tx: &mut Tx, member: &Member, officer: &NewOfficer, at: Timestamp) -> Result<(), StoreError> {
    sqlx::query(
        "insert into members (id, name, unit, consented_at, consent_version, created_at, name_key, search)
         values (?1, ?2, ?3, ?4, ?5, ?4, ?6, ?7) on conflict (id) do nothing",
    )
    .bind(member.id.uuid().as_bytes().as_slice())
    .bind(&member.name)
    .bind(member.unit.as_str())
    .bind(at.millis())
    .bind(&officer.consent_version)
    .bind(person_sort_key(&member.name))
    .bind(members::search_text(&member.name, None))
    .execute(&mut **tx)
    .await?;
    Ok(())
}

async fn create(tx: &mut Tx, member: MemberId, officer: &NewOfficer, at: Timestamp) -> Result<(), EnrolError> {
    let created = sqlx::query(
        "insert into accounts (member, login, password, password_set_at, created_at) values (?1, ?2, ?3, ?4, ?4)
         on conflict (login) do nothing",
    )
    .bind(member.uuid().as_bytes().as_slice())
    .bind(officer.login.as_str())
    .bind(&officer.password.0)
    .bind(at.millis())
    .execute(&mut **tx)
    .await?;
    if created.rows_affected() == 1 { Ok(()) } else { Err(EnrolError::LoginTaken) }
}

impl From<sqlx::Error> for EnrolError {
    fn from(why: sqlx::Error) -> Self {
        EnrolError::Store(why.into())
    }
}
