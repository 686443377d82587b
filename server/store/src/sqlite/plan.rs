//! Importing units, campaigns and targets, each in one transaction with what follows from it.

use super::{SqliteStore, Tx, audit, read, recount, row, write};
use crate::act::NewAct;
use crate::plan::{check_campaign, check_tree, tree_hash};
use crate::{
    Act, Doer, MissingPhases, PhaseLost, PlanError, Stamp, StoreError, TargetChange, TargetLine, UnitLine, VerifyError,
    Written,
};
use model::calendar::Timestamp;
use model::campaign::{Campaign, Span, Target};
use model::unit::{Slug, Unit, UnitCode};
use sqlx::Row;
use std::collections::{HashMap, HashSet};

pub(super) async fn import_units(store: &SqliteStore, lines: &[UnitLine], at: Timestamp) -> Result<Written, PlanError> {
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
    let mut moved = 0;
    let mut touched = Vec::new();
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
                moved += usize::from(earlier.parent != line.unit.parent);
            }
            None => written.added += 1,
        }
        save_unit(&mut tx, line).await?;
        touched.push(line.unit.code.as_str());
    }
    if touched.is_empty() {
        return Ok(written);
    }
    let Written { added, changed, .. } = written;
    let act = Act::ImportUnits { added, changed, moved, tree: tree(&mut tx).await? };
    let stamp = log(&mut tx, &act, at).await?;
    // Where units have moved away, nothing that is left says that something has changed.
    stamp_units(&mut tx, (moved == 0).then_some(&touched), stamp).await?;
    bump(&mut tx).await?;
    if moved > 0 {
        recount::keep(&mut tx, stamp).await?;
    }
    tx.commit().await?;
    Ok(written)
}

/// Logs an act of whoever has the command line, on the root.
pub(super) async fn log(tx: &mut Tx, act: &Act, at: Timestamp) -> Result<Stamp, PlanError> {
    let root = sqlx::query("select code from units where parent is null").fetch_optional(&mut **tx).await?;
    let root: UnitCode = row::parsed(&root.ok_or(PlanError::NoUnits)?, "code")?;
    let position = audit::add_act(tx, &NewAct { unit: &root, member: None, act, by: Doer::OPERATOR, at }).await?;
    Ok(Stamp::new(position, at))
}

/// Says of these units, or of all, that they have changed.
async fn stamp_units(tx: &mut Tx, units: Option<&Vec<&str>>, stamp: Stamp) -> Result<(), StoreError> {
    sqlx::query(
        "update units set position = ?1, at = max(at, ?2) where ?3 is null or code in (select value from json_each(?3))",
    )
    .bind(stamp.position.cast_signed())
    .bind(stamp.at.map_or(0, Timestamp::millis))
    .bind(units.map(write::text).transpose()?)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// What stands for all units as they are.
async fn tree(tx: &mut Tx) -> Result<String, StoreError> {
    let (units, successors) = (read::units(tx).await?, successors(tx).await?);
    Ok(tree_hash(units.iter().map(|unit| (unit, successors.get(&unit.code).map(String::as_str)))))
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

pub(super) async fn save_campaign(
    store: &SqliteStore,
    campaign: &Campaign,
    missing: MissingPhases,
    at: Timestamp,
) -> Result<Written, PlanError> {
    let campaign = check_campaign(campaign.clone())?;
    let mut tx = store.begin().await?;
    let stored = read::campaigns(&mut tx).await?;
    let earlier = stored.iter().find(|stored| stored.slug == campaign.slug);
    if earlier == Some(&campaign) {
        return Ok(Written { unchanged: 1, ..Written::default() });
    }
    if missing == MissingPhases::Refuse
        && let Some(earlier) = earlier
    {
        refuse_lost_phases(&mut tx, earlier, &campaign).await?;
    }
    let stamp = log(&mut tx, &Act::SaveCampaign(campaign.clone()), at).await?;
    sqlx::query(
        "insert into campaigns (slug, name, first_day, last_day, position, at) values (?1, ?2, ?3, ?4, ?5, ?6)
         on conflict (slug) do update set
            name = excluded.name, first_day = excluded.first_day, last_day = excluded.last_day,
            position = excluded.position, at = max(at, excluded.at)",
    )
    .bind(campaign.slug.as_str())
    .bind(&campaign.name)
    .bind(campaign.from.to_string())
    .bind(campaign.to.to_string())
    .bind(stamp.position.cast_signed())
    .bind(at.millis())
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
        recount::keep(&mut tx, stamp).await?;
    }
    tx.commit().await?;
    Ok(written)
}

/// Refuses a campaign that lacks phases which it has had, and says what would go with them.
async fn refuse_lost_phases(tx: &mut Tx, earlier: &Campaign, now: &Campaign) -> Result<(), PlanError> {
    let mut lost = Vec::new();
    for phase in &earlier.phases {
        if now.phases.iter().any(|kept| kept.slug == phase.slug) {
            continue;
        }
        let row = sqlx::query(
            "select (select count(distinct unit) from targets where campaign = ?1 and span = ?2) as targets,
                    (select coalesce(max(submitted), 0) from totals where campaign = ?1 and span = ?2) as submitted",
        )
        .bind(earlier.slug.as_str())
        .bind(phase.slug.as_str())
        .fetch_one(&mut **tx)
        .await?;
        let (targets, submitted) = (row::unsigned(&row, "targets")?, row.try_get("submitted")?);
        lost.push(PhaseLost { slug: phase.slug.clone(), targets, submitted });
    }
    if lost.is_empty() { Ok(()) } else { Err(PlanError::PhasesLost(lost)) }
}

/// Units and campaigns are as the last act that changed them left them. What an older version changed isn't in the log.
pub(super) async fn verify(tx: &mut Tx) -> Result<(), VerifyError> {
    let acts = sqlx::query(
        "select act from acts where act ->> '$.import_units.tree' is not null or act ->> '$.save_campaign' is not null
         order by position",
    );
    let (mut tree_then, mut campaigns_then) = (None, HashMap::new());
    for row in &acts.fetch_all(&mut **tx).await? {
        match row::json::<Act>(row, "act")? {
            Some(Act::ImportUnits { tree, .. }) => tree_then = Some(tree),
            Some(Act::SaveCampaign(campaign)) => _ = campaigns_then.insert(campaign.slug.clone(), campaign),
            _ => {}
        }
    }
    if tree_then.is_some() && tree_then != Some(tree(tx).await?) {
        return recount::differs("the units aren't those that were imported".into());
    }
    for campaign in read::campaigns(tx).await? {
        if campaigns_then.get(&campaign.slug).is_some_and(|then| *then != campaign) {
            return recount::differs(format!("campaign {} isn't as it was saved", campaign.slug));
        }
    }
    Ok(())
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
    let mut named = HashSet::new();
    let mut written = Written::default();
    for line in lines {
        let unit = directory.index(&line.unit).ok_or_else(|| PlanError::UnknownUnit(line.unit.clone()))?;
        if let Span::Phase(slug) = &line.span
            && !phases.iter().any(|phase| phase.slug == *slug)
        {
            return Err(PlanError::UnknownPhase { unit: line.unit.clone(), phase: slug.to_string() });
        }
        if !named.insert((unit, &line.span)) {
            return Err(PlanError::TwoTargets { unit: line.unit.clone(), span: line.span.name().to_owned() });
        }
        let earlier = directory.span_target(index, unit, &line.span);
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
        return Err(PlanError::UnknownPhase { unit: unit.clone(), phase: slug.to_string() });
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
    let Target { assigned, self_set } = line.target;
    let act = Act::SetTarget { campaign: campaign.clone(), span: line.span.name().to_owned(), assigned, self_set };
    let position = audit::add_act(tx, &NewAct { unit: &line.unit, member: None, act: &act, by, at }).await?;
    sqlx::query(
        "insert into targets (campaign, unit, span, revision, assigned, self_set, set_at, set_by, position)
         values (?1, ?2, ?3,
                 (select coalesce(max(revision), 0) + 1 from targets where campaign = ?1 and unit = ?2 and span = ?3),
                 ?4, ?5, ?6, ?7, ?8)",
    )
    .bind(campaign.as_str())
    .bind(line.unit.as_str())
    .bind(line.span.name())
    .bind(assigned)
    .bind(self_set)
    .bind(at.millis())
    .bind(by.member.map(|by| by.uuid().as_bytes().to_vec()))
    .bind(position.cast_signed())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

async fn bump(tx: &mut Tx) -> Result<(), StoreError> {
    sqlx::query("update meta set directory_version = directory_version + 1").execute(&mut **tx).await?;
    Ok(())
}
