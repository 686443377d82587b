//! Subscriptions, and the messages that wait for them. What is kept for many messages is one statement for each table,
//! since the writer waits for it.

use super::{SqliteStore, Tx, load, row, write};
use crate::push::DEVICES;
use crate::{
    DeviceKeys, Message, MessageId, News, NewsTail, Position, Pushes, Secret, Settled, StoreError, Subscription,
    TokenHash,
};
use async_trait::async_trait;
use model::calendar::Timestamp;
use model::id::{InitiativeId, MemberId};
use sqlx::Row;
use sqlx::sqlite::SqliteRow;
use std::collections::HashMap;

/// So many positions of the log are read for news in one go.
const STRETCH: u64 = 2_000;

#[async_trait]
impl Pushes for SqliteStore {
    async fn push_secret(&self, offered: &Secret) -> Result<Secret, StoreError> {
        let mut tx = self.begin().await?;
        let row = sqlx::query("update meta set push_secret = coalesce(push_secret, ?1) returning push_secret")
            .bind(offered.0.as_slice())
            .fetch_one(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(Secret(row::bytes(&row, "push_secret")?))
    }

    async fn subscribe(&self, subscription: &Subscription) -> Result<bool, StoreError> {
        let mut tx = self.begin().await?;
        if !make_room(&mut tx, subscription).await? {
            return Ok(false);
        }
        let end = load::ends(&mut tx).await?.position;
        let Subscription { endpoint, service, keys, member, token, at } = subscription;
        sqlx::query(
            "insert into push_subscriptions (endpoint, service, p256dh, auth, member, token, since, created_at)
             values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
             on conflict (endpoint) do update set
                 p256dh = excluded.p256dh, auth = excluded.auth, token = excluded.token, created_at = excluded.created_at",
        )
        .bind(endpoint)
        .bind(service)
        .bind(keys.p256dh.as_slice())
        .bind(keys.auth.as_slice())
        .bind(member.uuid().as_bytes().as_slice())
        .bind(token.0.as_slice())
        .bind(end.cast_signed())
        .bind(at.millis())
        .execute(&mut *tx)
        .await?;
        sqlx::query(
            "delete from push_subscriptions where id in (
                 select id from push_subscriptions where member = ?1 order by created_at desc, id desc limit -1 offset ?2)",
        )
        .bind(member.uuid().as_bytes().as_slice())
        .bind(count(DEVICES))
        .execute(&mut *tx)
        .await?;
        tx.commit().await?;
        Ok(true)
    }

    async fn unsubscribe(&self, token: &TokenHash) -> Result<bool, StoreError> {
        let mut tx = self.begin().await?;
        let removed = sqlx::query("delete from push_subscriptions where token = ?1")
            .bind(token.0.as_slice())
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(removed.rows_affected() > 0)
    }

    async fn is_subscribed(&self, token: &TokenHash) -> Result<bool, StoreError> {
        let found = sqlx::query("select 1 from push_subscriptions where token = ?1 limit 1")
            .bind(token.0.as_slice())
            .fetch_optional(&self.readers)
            .await?;
        Ok(found.is_some())
    }

    async fn news_read_to(&self) -> Result<Position, StoreError> {
        let row = sqlx::query("select push_read_to from meta").fetch_one(&self.readers).await?;
        row::unsigned(&row, "push_read_to")
    }

    async fn news(&self, after: Position) -> Result<NewsTail, StoreError> {
        let mut tx = self.begin_read().await?;
        let end = load::ends(&mut tx).await?.position;
        let to = end.min(after.saturating_add(STRETCH)).max(after);
        let rows = sqlx::query(
            "select o.position, o.initiative, i.author from ops o join initiatives i on i.id = o.initiative
             where o.position > ?1 and o.position <= ?2 and o.outcome in ('applied', 'merged') and o.member <> i.author
                 and o.action in ('receive', 'return', 'recognise', 'decline', 'mark_duplicate')
                 and exists (select 1 from push_subscriptions s where s.member = i.author and s.since < o.position)
             order by o.position",
        )
        .bind(after.cast_signed())
        .bind(to.cast_signed())
        .fetch_all(&mut *tx)
        .await?;
        let news = |row: &SqliteRow| {
            Ok::<_, StoreError>(News {
                position: row::unsigned(row, "position")?,
                initiative: InitiativeId::new(row::uuid(row, "initiative")?),
                author: MemberId::new(row::uuid(row, "author")?),
            })
        };
        Ok(NewsTail { news: rows.iter().map(news).collect::<Result<_, _>>()?, position: to, more: to < end })
    }

    async fn keep_news(&self, from: Position, tail: &NewsTail, now: Timestamp) -> Result<bool, StoreError> {
        let mut tx = self.begin().await?;
        let moved = sqlx::query("update meta set push_read_to = ?2 where push_read_to = ?1")
            .bind(from.cast_signed())
            .bind(tail.position.cast_signed())
            .execute(&mut *tx)
            .await?;
        if moved.rows_affected() == 0 {
            return Ok(false);
        }
        let hex = |id: uuid::Uuid| id.simple().to_string();
        let news: Vec<_> = tail
            .news
            .iter()
            .map(|news| (news.position, hex(news.initiative.uuid()), hex(news.author.uuid())))
            .collect();
        sqlx::query(
            "insert into push_messages (subscription, initiative, position, due_at)
             select s.id, unhex(n.value ->> 1), n.value ->> 0, ?2
             from json_each(?1) n join push_subscriptions s on s.member = unhex(n.value ->> 2)
             where s.since < n.value ->> 0 order by n.key
             on conflict (subscription, initiative) do update set
                 position = excluded.position, due_at = excluded.due_at, tries = 0",
        )
        .bind(write::text(&news)?)
        .bind(now.millis())
        .execute(&mut *tx)
        .await?;
        tx.commit().await?;
        Ok(true)
    }

    async fn next_message(&self) -> Result<Option<Timestamp>, StoreError> {
        let row = sqlx::query("select min(due_at) as due from push_messages").fetch_one(&self.readers).await?;
        let due: Option<i64> = row.try_get("due")?;
        due.map(|_| row::moment(&row, "due")).transpose()
    }

    async fn take_messages(&self, now: Timestamp, until: Timestamp, most: usize) -> Result<Vec<Message>, StoreError> {
        let mut tx = self.begin().await?;
        // A device that has signed out isn't told, whichever way its token ended.
        sqlx::query(
            "delete from push_subscriptions where id in (select subscription from push_messages where due_at <= ?1)
                 and exists (select 1 from tokens t where t.hash = token and t.revoked_at is not null)",
        )
        .bind(now.millis())
        .execute(&mut *tx)
        .await?;
        let taken = sqlx::query(
            "update push_messages set due_at = ?2 where (subscription, initiative) in (
                 select subscription, initiative from push_messages where due_at <= ?1 order by due_at limit ?3)
             returning subscription, initiative, position, tries",
        )
        .bind(now.millis())
        .bind(until.millis())
        .bind(count(most))
        .fetch_all(&mut *tx)
        .await?;
        let ids: Vec<i64> = taken.iter().map(|row| row.try_get("subscription")).collect::<Result<_, _>>()?;
        let rows = sqlx::query(
            "select id, endpoint, service, p256dh, auth from push_subscriptions
             where id in (select value from json_each(?1))",
        )
        .bind(write::text(&ids)?)
        .fetch_all(&mut *tx)
        .await?;
        tx.commit().await?;
        let addresses: HashMap<i64, &SqliteRow> =
            rows.iter().map(|row| Ok::<_, StoreError>((row.try_get("id")?, row))).collect::<Result<_, _>>()?;
        // Each has its subscription: a message goes with it.
        taken.iter().filter_map(|row| message(row, &addresses).transpose()).collect()
    }

    async fn settle_messages(&self, settled: &Settled) -> Result<(), StoreError> {
        let key = |id: &MessageId| (id.subscription, id.initiative.uuid().simple().to_string(), id.position);
        let done: Vec<_> = settled.done.iter().map(key).collect();
        let later: Vec<_> = settled.later.iter().map(|(id, due)| (key(id), due.millis())).collect();
        let mut tx = self.begin().await?;
        sqlx::query(
            "delete from push_messages where (subscription, initiative, position) in (
                 select value ->> 0, unhex(value ->> 1), value ->> 2 from json_each(?1))",
        )
        .bind(write::text(&done)?)
        .execute(&mut *tx)
        .await?;
        sqlx::query(
            "update push_messages set due_at = n.value ->> 1, tries = tries + 1 from json_each(?1) n
             where subscription = n.value ->> '$[0][0]' and initiative = unhex(n.value ->> '$[0][1]')
                 and position = n.value ->> '$[0][2]'",
        )
        .bind(write::text(&later)?)
        .execute(&mut *tx)
        .await?;
        sqlx::query("delete from push_subscriptions where id in (select value from json_each(?1))")
            .bind(write::text(&settled.gone)?)
            .execute(&mut *tx)
            .await?;
        for (service, until) in &settled.held {
            sqlx::query(
                "update push_messages set due_at = ?2
                 where due_at < ?2 and (select s.service from push_subscriptions s where s.id = subscription) = ?1",
            )
            .bind(service)
            .bind(until.millis())
            .execute(&mut *tx)
            .await?;
        }
        tx.commit().await?;
        Ok(())
    }
}

/// Takes away what stands in a subscription's way: another endpoint of the same device, and the same device under the name
/// of somebody who used it before. `false` if the endpoint is somebody else's.
async fn make_room(tx: &mut Tx, subscription: &Subscription) -> Result<bool, StoreError> {
    let Subscription { endpoint, keys, member, token, .. } = subscription;
    let row = sqlx::query("select id, member, p256dh, auth from push_subscriptions where endpoint = ?1")
        .bind(endpoint)
        .fetch_optional(&mut **tx)
        .await?;
    let mut before = None;
    if let Some(row) = row
        && row::uuid(&row, "member")? != member.uuid()
    {
        if device_keys(&row)? != *keys {
            return Ok(false);
        }
        before = Some(row.try_get::<i64, _>("id")?);
    }
    sqlx::query("delete from push_subscriptions where id = ?1 or (token = ?2 and endpoint <> ?3)")
        .bind(before)
        .bind(token.0.as_slice())
        .bind(endpoint)
        .execute(&mut **tx)
        .await?;
    Ok(true)
}

fn message(row: &SqliteRow, addresses: &HashMap<i64, &SqliteRow>) -> Result<Option<Message>, StoreError> {
    let subscription: i64 = row.try_get("subscription")?;
    let Some(address) = addresses.get(&subscription) else { return Ok(None) };
    let id = MessageId {
        subscription,
        initiative: InitiativeId::new(row::uuid(row, "initiative")?),
        position: row::unsigned(row, "position")?,
    };
    let tries: u32 = row.try_get("tries")?;
    let (endpoint, service) = (address.try_get("endpoint")?, address.try_get("service")?);
    Ok(Some(Message { id, endpoint, service, keys: device_keys(address)?, tries }))
}

fn device_keys(row: &SqliteRow) -> Result<DeviceKeys, StoreError> {
    Ok(DeviceKeys { p256dh: row::bytes(row, "p256dh")?, auth: row::bytes(row, "auth")? })
}

fn count(most: usize) -> i64 {
    i64::try_from(most).unwrap_or(i64::MAX)
}
