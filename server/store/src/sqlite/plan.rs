//! Importing units, campaigns and targets, each in one transaction with what follows from it.

use super::{SqliteStore, Tx, audit, read, recount, row};
use crate::act::NewAct;
use crate::plan::{check_campaign, check_tree};
use crate::{Act, Doer, PlanError, StoreError, TargetChange, TargetLine, UnitLine, Written};
use model::calendar::Timestamp;
use model::campaign::{Campaign, Span, Target};
use model::unit::{Slug, Unit, UnitCode};
use sqlx::Row;
use std::collections::{HashMap, HashSet};

pub(super) async fn import_units(store: &SqliteStore, lines: &[UnitLine]) -> Result<Written, PlanError> {
    let mut tx = store.begin().await?;
    let stored = read::units(&mut tx).await?;
    let successors = successors(&mut tx).await?;
    let before: HashMap<&UnitCode, &Unit> = stored.iter().map(|unit| (&unit.code, unit)).collect();
    let mut new = HashSet::new();
    for line in lines {
        if !new.insert(&line.unit.code) {
            return Err(PlanError::Twice(line.unit.code.clone()));
        }
    }
    let kept = stored.iter().filter(|unit| !new.contains(&unit.code));
    check_tree(kept.chain(lines.iter().map(|line| &line.unit)))?;

    let mut written = Written::default();
    let mut moved = false;
    // A unit may come before its parent in the file.
    sqlx::query("pragma defer_foreign_keys = on").execute(&mut *tx).await?;
    for line in lines {
        let earlier = before.get(&line.unit.code);
        let successor = successors.get(&line.unit.code);
        if earlier.is_some_and(|earlier| **earlier == line.unit) && successor == line.successor.as_ref() {
            written.unchanged += 1;
            continue;
        }
        match earlier {
            Some(earlier) => {
                written.changed += 1;
                moved |= earlier.parent != line.unit.parent;
            }
            None => written.added += 1,
        }
        save_unit(&mut tx, line).await?;
    }
    if written.added + written.changed > 0 {
        bump(&mut tx).await?;
    }
    if moved {
        recount::keep(&mut tx).await?;
    }
    tx.commit().await?;
    Ok(written)
}

async fn save_unit(tx: &mut Tx, UnitLine { unit, successor }: &UnitLine) -> Result<(), StoreError> {
    sqlx::query(
        "insert into units (code, parent, level, name, successor, place)
         values (?1, ?2, ?3, ?4, ?5, (select coalesce(max(place), 0) + 1 from units))
         on conflict (code) do update set
            parent = excluded.parent, level = excluded.level, name = excluded.name, successor = excluded.successor",
    )
    .bind(unit.code.as_str())
    .bind(unit.parent.as_ref().map(UnitCode::as_str))
    .bind(unit.level.name())
    .bind(&unit.name)
    .bind(successor)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

async fn successors(tx: &mut Tx) -> Result<HashMap<UnitCode, String>, StoreError> {
    let rows =
        sqlx::query("select code, successor from units where successor is not null").fetch_all(&mut **tx).await?;
    rows.iter().map(|row| Ok((row::parsed(row, "code")?, row.try_get("successor")?))).collect()
}

pub(super) async fn save_campaign(store: &SqliteStore, campaign: &Campaign) -> Result<Written, PlanError> {
    let campaign = check_campaign(campaign.clone())?;
    let mut tx = store.begin().await?;
    let stored = read::campaigns(&mut tx).await?;
    let earlier = stored.iter().find(|stored| stored.slug == campaign.slug);
    if earlier == Some(&campaign) {
        return Ok(Written { unchanged: 1, ..Written::default() });
    }
    sqlx::query(
        "insert into campaigns (slug, name, first_day, last_day) values (?1, ?2, ?3, ?4)
         on conflict (slug) do update set
            name = excluded.name, first_day = excluded.first_day, last_day = excluded.last_day",
    )
    .bind(campaign.slug.as_str())
    .bind(&campaign.name)
    .bind(campaign.from.to_string())
    .bind(campaign.to.to_string())
    .execute(&mut *tx)
    .await?;
    sqlx::query("delete from phases where campaign = ?1").bind(campaign.slug.as_str()).execute(&mut *tx).await?;
    for phase in &campaign.phases {
        sqlx::query("insert into phases (campaign, slug, first_day, last_day) values (?1, ?2, ?3, ?4)")
            .bind(campaign.slug.as_str())
            .bind(phase.slug.as_str())
            .bind(phase.from.to_string())
            .bind(phase.to.to_string())
            .execute(&mut *tx)
            .await?;
    }
    bump(&mut tx).await?;
    let written = match earlier {
        Some(_) => Written { changed: 1, ..Written::default() },
        None => Written { added: 1, ..Written::default() },
    };
    if earlier.is_some_and(|earlier| earlier.phases != campaign.phases) {
        recount::keep(&mut tx).await?;
    }
    tx.commit().await?;
    Ok(written)
}

pub(super) async fn import_targets(
    store: &SqliteStore,
    campaign: &Slug,
    lines: &[TargetLine],
    at: Timestamp,
) -> Result<Written, PlanError> {
    let mut tx = store.begin().await?;
    let version = read::directory_version(&mut tx).await?;
    let directory = store.directory_at(&mut tx, version).await?;
    let Some(index) = directory.campaign_index(campaign) else {
        return Err(PlanError::UnknownCampaign(campaign.to_string()));
    };
    let phases = &directory.campaigns()[index].phases;
    // Of two lines for the same target the later holds.
    let mut now: HashMap<(usize, &Span), Target> = HashMap::new();
    let mut written = Written::default();
    for line in lines {
        let unit = directory.index(&line.unit).ok_or_else(|| PlanError::UnknownUnit(line.unit.clone()))?;
        if let Span::Phase(slug) = &line.span
            && !phases.iter().any(|phase| phase.slug == *slug)
        {
            return Err(PlanError::UnknownPhase(slug.to_string()));
        }
        let earlier = now
            .insert((unit, &line.span), line.target)
            .unwrap_or_else(|| directory.span_target(index, unit, &line.span));
        if earlier == line.target {
            written.unchanged += 1;
            continue;
        }
        if earlier == Target::default() {
            written.added += 1;
        } else {
            written.changed += 1;
        }
        save_target(&mut tx, campaign, line, Doer::OPERATOR, at).await?;
    }
    if written.added + written.changed > 0 {
        bump(&mut tx).await?;
    }
    tx.commit().await?;
    Ok(written)
}

/// Changes one target, which the rules have allowed.
pub(super) async fn set_target(store: &SqliteStore, change: &TargetChange) -> Result<Target, PlanError> {
    let TargetChange { campaign, unit, span, assigned, self_set, by, at } = change;
    let mut tx = store.begin().await?;
    let version = read::directory_version(&mut tx).await?;
    let directory = store.directory_at(&mut tx, version).await?;
    let Some(index) = directory.campaign_index(campaign) else {
        return Err(PlanError::UnknownCampaign(campaign.to_string()));
    };
    if let Span::Phase(slug) = span
        && !directory.campaigns()[index].phases.iter().any(|phase| phase.slug == *slug)
    {
        return Err(PlanError::UnknownPhase(slug.to_string()));
    }
    let number = directory.index(unit).ok_or_else(|| PlanError::UnknownUnit(unit.clone()))?;
    let earlier = directory.span_target(index, number, span);
    let target =
        Target { assigned: assigned.unwrap_or(earlier.assigned), self_set: self_set.unwrap_or(earlier.self_set) };
    if target != earlier {
        let line = TargetLine { unit: unit.clone(), span: span.clone(), target };
        save_target(&mut tx, campaign, &line, *by, *at).await?;
        bump(&mut tx).await?;
        tx.commit().await?;
    }
    Ok(target)
}

/// Keeps a target as the one that holds, and logs it.
async fn save_target(
    tx: &mut Tx,
    campaign: &Slug,
    line: &TargetLine,
    by: Doer,
    at: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query(
        "insert into targets (campaign, unit, span, revision, assigned, self_set, set_at, set_by)
         values (?1, ?2, ?3,
                 (select coalesce(max(revision), 0) + 1 from targets where campaign = ?1 and unit = ?2 and span = ?3),
                 ?4, ?5, ?6, ?7)",
    )
    .bind(campaign.as_str())
    .bind(line.unit.as_str())
    .bind(line.span.name())
    .bind(line.target.assigned)
    .bind(line.target.self_set)
    .bind(at.millis())
    .bind(by.member.map(|by| by.uuid().as_bytes().to_vec()))
    .execute(&mut **tx)
    .await?;
    let Target { assigned, self_set } = line.target;
    let act = Act::SetTarget { campaign: campaign.clone(), span: line.span.name().to_owned(), assigned, self_set };
    audit::add_act(tx, &NewAct { unit: &line.unit, member: None, act: &act, by, at }).await
}

async fn bump(tx: &mut Tx) -> Result<(), StoreError> {
    sqlx::query("update meta set directory_version = directory_version + 1").execute(&mut **tx).await?;
    Ok(())
}
