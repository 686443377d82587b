//! What the engine keeps, on the shelves of the vault. Promises that one [`Keep`] is one write, and that a record which this
//! version can't read is left where it is and said.

use model::desk::{
    Acknowledged, Form, Found, Keep, Place, Queued, Recalled, Refusal, Restoration, Row, Session, Unfinished,
};
use model::id::{DeviceId, InitiativeId};
use model::json;
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::{Held, notes};
use crate::vault::{Changes, Error, Shelf, Vault};

/// One record each: who is signed in, how far it has come, the list, what was refused, and the tablet's own id.
const STATE: Shelf = Shelf::named("state");
/// Papers, by initiative.
const PAPERS: Shelf = Shelf::named("papers");
/// Decisions without a receipt, by op.
const OUTBOX: Shelf = Shelf::named("outbox");
/// Decisions that aren't finished, by initiative and form.
const UNFINISHED: Shelf = Shelf::named("unfinished");

/// Decisions with a receipt, by op.
const ACKNOWLEDGED: Shelf = Shelf::named("acknowledged");

const DEVICE: &str = "device";
const SESSION: &str = "session";
const PLACE: &str = "place";
const ROWS: &str = "rows";
const REFUSALS: &str = "refusals";
const RECALLED: &str = "recalled";
const RESTORATION: &str = "restoration";

/// What is on the tablet, and its own id, made the first time.
pub async fn found(vault: &Vault) -> Result<(DeviceId, Found), Error> {
    let device = match vault.get(STATE, DEVICE).await?.and_then(|text| text.parse().ok()) {
        Some(device) => device,
        None => {
            let device = DeviceId::new(Uuid::now_v7());
            vault.put(STATE, DEVICE, &device.to_string()).await?;
            device
        }
    };
    let place: Option<Place> = state(vault, PLACE).await?;
    let rows: Option<Vec<Row>> = state(vault, ROWS).await?;
    // A list that can't be read is fetched anew.
    let place = place.filter(|_| rows.is_some()).unwrap_or_default();
    let outbox: Vec<Queued> = all(vault, OUTBOX).await?;
    let unfinished: Vec<Unfinished> = all(vault, UNFINISHED).await?;
    let session: Option<Session> = state(vault, SESSION).await?;
    let refusals: Option<Vec<Refusal>> = state(vault, REFUSALS).await?;
    let (rows, refusals) = (rows.unwrap_or_default(), refusals.unwrap_or_default());
    let acknowledged: Vec<Acknowledged> = all(vault, ACKNOWLEDGED).await?;
    let recalled: Option<Vec<Recalled>> = state(vault, RECALLED).await?;
    let recalled = recalled.unwrap_or_default();
    let restoration: Option<Restoration> = state(vault, RESTORATION).await?;
    Ok((device, Found { session, place, rows, outbox, refusals, unfinished, acknowledged, recalled, restoration }))
}

/// What lies sealed on the tablet and nowhere else, whether or not it is open.
pub async fn held() -> Result<Held, Error> {
    let (decisions, unfinished) = (Vault::count(OUTBOX).await?, Vault::count(UNFINISHED).await?);
    Ok(Held { decisions, unfinished, notes: Vault::count(notes::NOTES).await? })
}

async fn all<T: DeserializeOwned>(vault: &Vault, shelf: Shelf) -> Result<Vec<T>, Error> {
    Ok(vault.get_all(shelf).await?.records.iter().filter_map(|(_, text)| readable(text)).collect())
}

async fn state<T: DeserializeOwned>(vault: &Vault, key: &str) -> Result<Option<T>, Error> {
    match vault.get(STATE, key).await {
        Ok(text) => Ok(text.as_deref().and_then(readable)),
        Err(Error::Damaged { shelf, key }) => {
            leptos::logging::warn!("{}", Error::Damaged { shelf, key });
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

fn readable<T: DeserializeOwned>(text: &str) -> Option<T> {
    json::read(text).inspect_err(|error| leptos::logging::warn!("a record of the tablet: {error}")).ok()
}

/// Keeps all of it, or nothing.
pub async fn keep(vault: &Vault, keep: Keep) -> Result<(), Error> {
    let Keep { session, place, rows, papers, papers_gone, queued, unqueued, refusals, written, unwritten, .. } = keep;
    let Keep { acknowledged, unacknowledged, recalled, restoration, .. } = keep;
    let mut changes = Changes::new();
    changes = put(changes, SESSION, session);
    changes = put(changes, PLACE, place);
    changes = put(changes, ROWS, rows);
    changes = put(changes, REFUSALS, refusals);
    changes = put(changes, RECALLED, recalled);
    changes = put(changes, RESTORATION, restoration);
    changes = unacknowledged.iter().fold(changes, |changes, id| changes.delete(ACKNOWLEDGED, id.to_string()));
    changes = acknowledged
        .iter()
        .fold(changes, |changes, one| changes.put(ACKNOWLEDGED, one.op.id.to_string(), json::write(one)));
    changes = papers_gone.iter().fold(changes, |changes, id| changes.delete(PAPERS, id.to_string()));
    changes = papers.into_iter().fold(changes, |changes, (id, text)| changes.put(PAPERS, id.to_string(), text));
    changes = unqueued.iter().fold(changes, |changes, id| changes.delete(OUTBOX, id.to_string()));
    let queued = queued.iter();
    changes = queued.fold(changes, |changes, one| changes.put(OUTBOX, one.op.id.to_string(), json::write(one)));
    changes = unwritten.iter().fold(changes, |changes, (id, form)| changes.delete(UNFINISHED, form_of(*id, *form)));
    changes = written.iter().fold(changes, |changes, one| {
        changes.put(UNFINISHED, form_of(one.initiative, one.words.form()), json::write(one))
    });
    vault.write(changes).await
}

fn form_of(id: InitiativeId, form: Form) -> String {
    format!("{id}/{}", form.name())
}

fn put<T: Serialize>(changes: Changes, key: &str, value: Option<T>) -> Changes {
    match value {
        Some(value) => changes.put(STATE, key, json::write(&value)),
        None => changes,
    }
}

/// The whole of an initiative.
pub async fn paper(vault: &Vault, id: InitiativeId) -> Result<Option<String>, Error> {
    vault.get(PAPERS, &id.to_string()).await
}
