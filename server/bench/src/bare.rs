//! What the disk and SQLite alone can do: rows that a server wrote are read back from its database and written once more
//! into a fresh one, with the same tables, indexes and durability, by nothing but a loop. Knows no table's columns: it
//! takes schema and rows as they are, so that it stays the same rows when the server's tables change.

use crate::Measured;
use crate::server::Server;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteRow, SqliteSynchronous};
use sqlx::{AssertSqlSafe, Column, ConnectOptions, Connection, Row, TypeInfo, ValueRef};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How many ops are taken as a sample, at most.
const OPS: usize = 40_000;
/// One request's ops: what one member does, as far as the counts go.
const OF_ONE_MEMBER: usize = 20;

/// Ops in a second.
pub struct Rate(pub f64);

/// Whether the ops change what is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counts {
    /// Drafts don't.
    Same,
    /// Submissions do.
    Change,
}

/// Rows of a server's database.
pub struct Sample {
    /// The statements that make the tables and their indexes.
    schema: Vec<String>,
    /// The ops: receipt, audit and history.
    ops: Table,
    initiatives: Table,
    counts: Vec<Count>,
}

/// Totals, who counts, or days.
struct Count {
    table: Table,
    /// How many rows of it the ops of one member change: what is the member's or their unit's own.
    each: usize,
    /// How many more are everybody's: those of the nation.
    common: usize,
}

struct Table {
    name: &'static str,
    columns: usize,
    rows: Vec<Vec<Cell>>,
}

enum Cell {
    Null,
    Integer(i64),
    Text(Arc<str>),
    Blob(Arc<[u8]>),
}

/// The end of a server's log.
pub async fn position(server: &Server) -> Measured<i64> {
    let mut db = open(server).await?;
    let row = sqlx::query("select coalesce(max(position), 0) from ops").fetch_one(&mut db).await?;
    db.close().await?;
    Ok(row.try_get(0)?)
}

async fn open(server: &Server) -> Measured<SqliteConnection> {
    Ok(SqliteConnectOptions::new().filename(server.database()).read_only(true).connect().await?)
}

impl Sample {
    /// What the last ops after a position left.
    pub async fn read(server: &Server, after: i64, counts: Counts) -> Measured<Self> {
        let mut db = open(server).await?;
        let schema = "select sql from sqlite_master where sql is not null and tbl_name in
             ('ops', 'initiatives', 'totals', 'contributors', 'daily', 'members', 'units', 'campaigns') order by type desc";
        let schema = sqlx::query(schema).fetch_all(&mut db).await?;
        let from = after.max(position(server).await? - OPS as i64);
        let of_ops = |table| format!("select * from {table} where position > {from} order by position");
        let mut sample = Self {
            schema: schema.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>()?,
            ops: Table::read(&mut db, "ops", of_ops("ops")).await?,
            initiatives: Table::read(&mut db, "initiatives", of_ops("initiatives")).await?,
            counts: Vec::new(),
        };
        if counts == Counts::Change {
            // Totals are kept for the campaign and for a phase.
            for (name, each, common) in [("totals", 2, 2), ("contributors", 1, 0), ("daily", 1, 1)] {
                let table = Table::read(&mut db, name, format!("select * from {name} limit 1000")).await?;
                sample.counts.push(Count { table, each, common });
            }
        }
        db.close().await?;
        Ok(sample)
    }
}

impl Table {
    async fn read(db: &mut SqliteConnection, name: &'static str, select: String) -> Measured<Self> {
        let rows = sqlx::query(AssertSqlSafe(select)).fetch_all(db).await?;
        let columns = rows.first().ok_or_else(|| format!("no rows in {name}"))?.columns().len();
        Ok(Self { name, columns, rows: rows.iter().map(cells).collect::<Measured<_>>()? })
    }

    /// Writes so many rows from that one on, from the start again after the last.
    async fn write(&self, db: &mut SqliteConnection, from: usize, count: usize) -> Measured<()> {
        if count == 0 {
            return Ok(());
        }
        let row = format!("({})", vec!["?"; self.columns].join(","));
        let sql = format!("replace into {} values {}", self.name, vec![row; count].join(","));
        let mut insert = sqlx::query(AssertSqlSafe(sql));
        for n in from..from + count {
            for cell in &self.rows[n % self.rows.len()] {
                insert = match cell {
                    Cell::Null => insert.bind(None::<i64>),
                    Cell::Integer(number) => insert.bind(number),
                    Cell::Text(text) => insert.bind(Arc::clone(text)),
                    Cell::Blob(bytes) => insert.bind(Arc::clone(bytes)),
                };
            }
        }
        insert.execute(db).await?;
        Ok(())
    }
}

fn cells(row: &SqliteRow) -> Measured<Vec<Cell>> {
    row.columns()
        .iter()
        .map(|column| {
            let at = column.ordinal();
            let value = row.try_get_raw(at)?;
            let kind = value.type_info().name().to_owned();
            Ok(match kind.as_str() {
                _ if value.is_null() => Cell::Null,
                "INTEGER" => Cell::Integer(row.try_get(at)?),
                "BLOB" => Cell::Blob(row.try_get::<Vec<u8>, _>(at)?.into()),
                _ => Cell::Text(row.try_get::<String, _>(at)?.into()),
            })
        })
        .collect()
}

/// Writes the sample's rows, so many ops in a transaction, until they are all written or the time is over.
pub async fn measure(folder: &Path, sample: &Sample, ops: usize, lasts: Duration) -> Measured<Rate> {
    let folder = tempfile::Builder::new().prefix("bare-").tempdir_in(folder)?;
    let mut db = SqliteConnectOptions::new()
        .filename(folder.path().join("bare.db"))
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        // Nobody is there whom rows could refer to, and checking it would only cost.
        .foreign_keys(false)
        .pragma("wal_autocheckpoint", "4000")
        .pragma("cache_size", "-16000")
        .connect()
        .await?;
    for statement in &sample.schema {
        sqlx::query(AssertSqlSafe(statement.clone())).execute(&mut db).await?;
    }
    let all = sample.ops.rows.len();
    let initiatives = |ops: usize| ops * sample.initiatives.rows.len() / all;
    let began = Instant::now();
    let mut written = 0;
    while written + ops <= all && began.elapsed() < lasts {
        let mut tx = db.begin_with("begin immediate").await?;
        let (from, until) = (initiatives(written), initiatives(written + ops));
        sample.ops.write(&mut tx, written, ops).await?;
        sample.initiatives.write(&mut tx, from, until - from).await?;
        let members = ops.div_ceil(OF_ONE_MEMBER);
        for Count { table, each, common } in &sample.counts {
            table.write(&mut tx, written, (each * members + common).min(table.rows.len())).await?;
        }
        tx.commit().await?;
        written += ops;
    }
    let rate = Rate(written as f64 / began.elapsed().as_secs_f64());
    db.close().await?;
    Ok(rate)
}
