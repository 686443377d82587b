//! Reading, never waiting for the writer.

use super::{SqliteStore, Tx, load, row, write};
use crate::directory::Stamps;
use crate::{Directory, Page, PageLimit, Position, Reader, Scope, Standing, StoreError, TargetRevision, TotalsAfter};
use model::calendar::Date;
use model::campaign::{Campaign, Phase, Span, Target};
use model::id::{InitiativeId, MemberId};
use model::initiative::{Initiative, Person};
use model::unit::{Level, Slug, Unit, UnitCode};
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection, SqlitePool};

pub(super) async fn directory_version(connection: &mut SqliteConnection) -> Result<u64, StoreError> {
    let row = sqlx::query("select directory_version from meta").fetch_one(connection).await?;
    row::unsigned(&row, "directory_version")
}

/// The directory as the transaction sees it, whose version is `version`.
pub(super) async fn directory(tx: &mut Tx, version: u64) -> Result<Directory, StoreError> {
    let units = units(tx).await?;
    let campaigns = campaigns(tx).await?;
    let rows = sqlx::query(
        "select campaign, unit, span, assigned, self_set from targets t
         where revision = (select max(revision) from targets l
                           where l.campaign = t.campaign and l.unit = t.unit and l.span = t.span)",
    )
    .fetch_all(&mut **tx)
    .await?;
    let target = |row: &SqliteRow| {
        let target = Target { assigned: row.try_get("assigned")?, self_set: row.try_get("self_set")? };
        Ok((row::parsed(row, "campaign")?, row::parsed(row, "unit")?, row::span(row, "span")?, target))
    };
    let targets = rows.iter().map(target).collect::<Result<Vec<_>, StoreError>>()?;
    Ok(Directory::new(version, units, campaigns, targets).with_stamps(stamps(tx).await?))
}

/// Where units, campaigns and targets changed last.
async fn stamps(tx: &mut Tx) -> Result<Stamps, StoreError> {
    let mut stamps = Stamps::default();
    for row in &sqlx::query("select code, position, at from units where at <> 0").fetch_all(&mut **tx).await? {
        stamps.units.push((row::parsed(row, "code")?, row::stamp(row, "position", "at")?));
    }
    for row in &sqlx::query("select slug, position, at from campaigns").fetch_all(&mut **tx).await? {
        stamps.campaigns.push((row::parsed(row, "slug")?, row::stamp(row, "position", "at")?));
    }
    let targets = sqlx::query(
        "select campaign, unit, max(position) as position, max(set_at) as at from targets group by campaign, unit",
    );
    for row in &targets.fetch_all(&mut **tx).await? {
        let of = (row::parsed(row, "campaign")?, row::parsed(row, "unit")?);
        stamps.targets.push((of, row::stamp(row, "position", "at")?));
    }
    Ok(stamps)
}

pub(super) async fn units(tx: &mut Tx) -> Result<Vec<Unit>, StoreError> {
    let rows = sqlx::query("select code, parent, level, name from units order by place").fetch_all(&mut **tx).await?;
    let unit = |row: &SqliteRow| {
        let parent: Option<&str> = row.try_get("parent")?;
        let level: &str = row.try_get("level")?;
        Ok(Unit {
            code: row::parsed(row, "code")?,
            parent: parent.map(|_| row::parsed(row, "parent")).transpose()?,
            level: Level::from_name(level).ok_or_else(|| StoreError::unreadable("level", level))?,
            name: row.try_get("name")?,
        })
    };
    rows.iter().map(unit).collect()
}

pub(super) async fn campaigns(tx: &mut Tx) -> Result<Vec<Campaign>, StoreError> {
    let rows = sqlx::query("select slug, name, first_day, last_day from campaigns").fetch_all(&mut **tx).await?;
    let mut campaigns = Vec::with_capacity(rows.len());
    for row in &rows {
        let slug: Slug = row::parsed(row, "slug")?;
        let phases = sqlx::query("select slug, first_day, last_day from phases where campaign = ?1 order by first_day")
            .bind(slug.as_str())
            .fetch_all(&mut **tx)
            .await?;
        let phase = |row: &SqliteRow| {
            Ok(Phase {
                slug: row::parsed(row, "slug")?,
                from: row::day(row, "first_day")?,
                to: row::day(row, "last_day")?,
            })
        };
        campaigns.push(Campaign {
            slug,
            name: row.try_get("name")?,
            from: row::day(row, "first_day")?,
            to: row::day(row, "last_day")?,
            phases: phases.iter().map(phase).collect::<Result<_, StoreError>>()?,
        });
    }
    Ok(campaigns)
}

/// What a page of changes is read with; `?1` is the member, `?2` the position to read after, `?3` how many. What follows is the
/// choice of initiatives, as a list of their rowids and positions in the order of the positions.
macro_rules! changes {
    ($found:literal) => {
        concat!(
            "with found as (",
            $found,
            " order by position limit ?3)
             select ",
            row::initiative_columns!(),
            ", length(i.content) as size
             from found f join initiatives i on i.rowid = f.row join members m on m.id = i.author
             order by f.position"
        )
    };
}

pub(super) async fn changes(
    pool: &SqlitePool,
    reader: &Reader,
    after: Position,
    limit: PageLimit,
) -> Result<Page, StoreError> {
    let query = match &reader.scope {
        Scope::Everything => sqlx::query(changes!(
            "select rowid as row, position from initiatives where position > ?2 and (state <> 'draft' or author = ?1)"
        )),
        scope if scope.is_empty() => {
            sqlx::query(changes!("select rowid as row, position from initiatives where author = ?1 and position > ?2"))
        }
        Scope::Units(_) => sqlx::query(changes!(
            "select rowid as row, position from initiatives where author = ?1 and position > ?2
             union
             select rowid, position from initiatives
             where state <> 'draft' and unit in (select value from json_each(?4)) and position > ?2"
        )),
    };
    // One more than may be given tells whether there is more.
    let most = i64::try_from(limit.initiatives.saturating_add(1)).unwrap_or(i64::MAX);
    let query = query
        .bind(reader.member.uuid().as_bytes().as_slice())
        // A position beyond what fits is beyond everything.
        .bind(i64::try_from(after).unwrap_or(i64::MAX))
        .bind(most);
    let query = match &reader.scope {
        Scope::Units(units) if !units.is_empty() => query.bind(write::text(units)?),
        _ => query,
    };
    let rows = query.fetch_all(pool).await?;
    let mut page = Page { initiatives: Vec::with_capacity(rows.len()), position: after, more: false };
    let mut bytes = 0;
    for row in &rows {
        let full = page.initiatives.len() == limit.initiatives || bytes >= limit.bytes;
        if full && !page.initiatives.is_empty() {
            page.more = true;
            break;
        }
        bytes += usize::try_from(row::unsigned(row, "size")?).unwrap_or(usize::MAX);
        page.position = row::unsigned(row, "position")?;
        page.initiatives.push(row::initiative(row)?);
    }
    Ok(page)
}

pub(super) async fn initiative(pool: &SqlitePool, id: InitiativeId) -> Result<Option<Initiative>, StoreError> {
    let row = sqlx::query(concat!(
        "select ",
        row::initiative_columns!(),
        " from initiatives i join members m on m.id = i.author where i.id = ?1"
    ))
    .bind(id.uuid().as_bytes().as_slice())
    .fetch_optional(pool)
    .await?;
    row.as_ref().map(row::initiative).transpose()
}

pub(super) async fn standing(store: &SqliteStore) -> Result<Standing, StoreError> {
    let mut tx = store.begin_read().await?;
    let version = directory_version(&mut tx).await?;
    let directory = store.directory_at(&mut tx, version).await?;
    let rows = sqlx::query(
        "select campaign, unit, span, people, submitted, recognised, without_benefit, estimated, verified, position, at
         from totals",
    )
    .fetch_all(&mut *tx)
    .await?;
    let tallies = rows.iter().map(row::tally_row).collect::<Result<_, StoreError>>()?;
    Ok(Standing { directory, tallies, head: load::head(&mut tx).await? })
}

pub(super) async fn totals_after(store: &SqliteStore, seen: Position) -> Result<TotalsAfter, StoreError> {
    let mut tx = store.begin_read().await?;
    let head = load::head(&mut tx).await?;
    let rows = sqlx::query(
        "select campaign, unit, span, people, submitted, recognised, without_benefit, estimated, verified, position, at
         from totals where span = 'total' and position > ?1",
    )
    .bind(i64::try_from(seen).unwrap_or(i64::MAX))
    .fetch_all(&mut *tx)
    .await?;
    let tallies = rows.iter().map(row::tally_row).collect::<Result<_, StoreError>>()?;
    Ok(TotalsAfter { head, tallies })
}

pub(super) async fn daily(pool: &SqlitePool, campaign: &Slug, unit: &UnitCode) -> Result<Vec<(Date, i64)>, StoreError> {
    let rows = sqlx::query(
        "select day, submitted from daily where campaign = ?1 and unit = ?2 and submitted <> 0 order by day",
    )
    .bind(campaign.as_str())
    .bind(unit.as_str())
    .fetch_all(pool)
    .await?;
    rows.iter().map(|row| Ok((row::day(row, "day")?, row.try_get("submitted")?))).collect()
}

pub(super) async fn target_history(
    pool: &SqlitePool,
    campaign: &Slug,
    unit: &UnitCode,
    span: &Span,
) -> Result<Vec<TargetRevision>, StoreError> {
    let rows = sqlx::query(
        "select t.assigned, t.self_set, t.set_at, t.set_by, m.name from targets t left join members m on m.id = t.set_by
         where t.campaign = ?1 and t.unit = ?2 and t.span = ?3 order by t.revision",
    )
    .bind(campaign.as_str())
    .bind(unit.as_str())
    .bind(span.name())
    .fetch_all(pool)
    .await?;
    let target = |row: &SqliteRow| {
        let target = Target { assigned: row.try_get("assigned")?, self_set: row.try_get("self_set")? };
        let by = row::optional_uuid(row, "set_by")?.map(MemberId::new);
        let by = by.map(|id| Ok::<_, StoreError>(Person { id, name: row.try_get("name")? })).transpose()?;
        Ok(TargetRevision { at: row::moment(row, "set_at")?, by, target })
    };
    rows.iter().map(target).collect()
}
