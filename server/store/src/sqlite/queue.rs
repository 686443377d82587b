//! The officers' queue, found and counted in its indexes alone; only the rows of the page itself are read.

use super::{SqliteStore, load, row, write};
use crate::{Likeness, Mark, QueueAsk, QueuePage, QueueState, Scope, StoreError};
use sqlx::{QueryBuilder, Row, Sqlite};

pub(super) async fn page(store: &SqliteStore, ask: &QueueAsk) -> Result<QueuePage, StoreError> {
    let mut tx = store.begin_read().await?;
    let position = load::ends(&mut tx).await?.position;
    let mut count = QueryBuilder::<Sqlite>::new("select count(*) as number from initiatives i");
    narrow(&mut count, ask)?;
    let total = row::unsigned(&count.build().persistent(false).fetch_one(&mut *tx).await?, "number")?;

    let mut found = QueryBuilder::<Sqlite>::new("with found as (select i.rowid as row, since, id from initiatives i");
    narrow(&mut found, ask)?;
    if let Some(Mark { since, id }) = ask.after {
        found.push(" and (i.since, i.id) > (").push_bind(since).push(", ");
        found.push_bind(id.uuid().as_bytes().to_vec()).push(")");
    }
    // One more than may be given tells whether there is more.
    let most = i64::try_from(ask.limit.saturating_add(1)).unwrap_or(i64::MAX);
    found.push(" order by i.since, i.id limit ").push_bind(most);
    found.push(concat!(
        ") select ",
        row::initiative_columns!(),
        ", f.since from found f join initiatives i on i.rowid = f.row join members m on m.id = i.author
         order by f.since, f.id"
    ));
    let rows = found.build().persistent(false).fetch_all(&mut *tx).await?;
    let more = rows.len() > ask.limit;
    let mut page = QueuePage { initiatives: Vec::new(), mark: None, more, total, position };
    for row in rows.iter().take(ask.limit) {
        let initiative = row::initiative(row)?;
        page.mark = Some(Mark { since: row.try_get("since")?, id: initiative.id });
        page.initiatives.push(initiative);
    }
    Ok(page)
}

/// Adds which initiatives are asked for.
fn narrow(query: &mut QueryBuilder<Sqlite>, ask: &QueueAsk) -> Result<(), StoreError> {
    match ask.state {
        QueueState::Waiting => query.push(" where i.desk is not null"),
        QueueState::In(_) | QueueState::All => query.push(" where i.state <> 'draft'"),
    };
    if let QueueState::In(state) = ask.state {
        query.push(" and i.state = ").push_bind(state.name());
    }
    let column = if ask.state == QueueState::Waiting { "i.desk" } else { "i.unit" };
    for (column, scope) in [(column, Some(&ask.scope)), ("i.unit", ask.within.as_ref())] {
        let Some(Scope::Units(units)) = scope else { continue };
        query.push(" and ").push(column).push(" in (select value from json_each(").push_bind(write::text(units)?);
        query.push("))");
    }
    for word in &ask.words {
        query.push(" and instr(i.search, ").push_bind(word.clone()).push(") > 0");
    }
    if ask.likeness == Likeness::PossibleDuplicate {
        query.push(" and exists (select 1 from possible_duplicates d where d.initiative = i.id)");
    }
    if let Some(kind) = ask.kind {
        query.push(" and i.content ->> '$.kind' = ").push_bind(kind.name());
    }
    Ok(())
}
