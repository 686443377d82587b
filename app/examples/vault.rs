//! The vault (`app::vault`) in a page of its own, without the app: what end2end/tests/vault.spec.ts drives. Each function
//! answers as the vault does; an error is thrown with the name of its kind.

use std::cell::RefCell;
use std::fmt::Debug;

use app::vault::{Changes, Pin, Recovered, Secret, Shelf, State, Vault};
use js_sys::{Array, Date};
use wasm_bindgen::prelude::*;

const BODIES: Shelf = Shelf::named("bodies");
const QUEUE: Shelf = Shelf::named("queue");

thread_local! {
    static OPEN: RefCell<Option<Vault>> = const { RefCell::new(None) };
    static RECOVERED: RefCell<Option<Recovered>> = const { RefCell::new(None) };
}

fn thrown(error: impl Debug) -> JsValue {
    js_sys::Error::new(&format!("{error:?}")).into()
}

fn open() -> Result<Vault, JsValue> {
    OPEN.with_borrow(Clone::clone).ok_or_else(|| thrown("NotOpen"))
}

fn shelf(name: &str) -> Shelf {
    if name == QUEUE.name() { QUEUE } else { BODIES }
}

/// `Empty`, or `[free tries, seconds to wait, whether the account opens it]`.
#[wasm_bindgen]
pub async fn state() -> Result<JsValue, JsValue> {
    Ok(match Vault::state().await.map_err(thrown)? {
        State::Empty => "Empty".into(),
        State::Locked { wait, free, by_account, .. } => {
            Array::of3(&free.into(), &((wait + 999) / 1_000).to_string().into(), &by_account.into()).into()
        }
    })
}

/// Opens it with the account's secret, so that another PIN may be chosen.
#[wasm_bindgen]
pub async fn recover(secret: String) -> Result<(), JsValue> {
    RECOVERED.set(Some(Vault::recover(&Secret(secret)).await.map_err(thrown)?));
    Ok(())
}

/// Chooses another PIN after that.
#[wasm_bindgen]
pub async fn choose(pin: String) -> Result<(), JsValue> {
    let recovered = RECOVERED.with_borrow(Clone::clone).ok_or_else(|| thrown("NotRecovered"))?;
    OPEN.set(Some(recovered.choose(&Pin::parse(&pin).map_err(thrown)?).await.map_err(thrown)?));
    Ok(())
}

/// Has the account open it as well.
#[wasm_bindgen]
pub async fn open_by_account(pin: String, secret: String) -> Result<(), JsValue> {
    let pin = Pin::parse(&pin).map_err(thrown)?;
    open()?.open_by_account(&pin, &Secret(secret)).await.map_err(thrown)
}

/// How many records lie on a shelf, locked or not.
#[wasm_bindgen]
pub async fn count(on: String) -> Result<usize, JsValue> {
    Vault::count(shelf(&on)).await.map_err(thrown)
}

#[wasm_bindgen]
pub async fn create(pin: String, secret: Option<String>) -> Result<(), JsValue> {
    let secret = secret.map(Secret);
    let pin = Pin::parse(&pin).map_err(thrown)?;
    let vault = Vault::create(Vault::new_id(), &pin, secret.as_ref()).await.map_err(thrown)?;
    OPEN.set(Some(vault));
    Ok(())
}

#[wasm_bindgen]
pub async fn unlock(pin: String) -> Result<(), JsValue> {
    let vault = Vault::unlock(&Pin::parse(&pin).map_err(thrown)?).await.map_err(thrown)?;
    OPEN.set(Some(vault));
    Ok(())
}

#[wasm_bindgen]
pub async fn change_pin(old: String, new: String) -> Result<(), JsValue> {
    let (old, new) = (Pin::parse(&old).map_err(thrown)?, Pin::parse(&new).map_err(thrown)?);
    open()?.change_pin(&old, &new).await.map_err(thrown)
}

#[wasm_bindgen]
pub fn lock() -> Result<(), JsValue> {
    open()?.lock();
    Ok(())
}

#[wasm_bindgen]
pub async fn wipe() -> Result<(), JsValue> {
    Vault::wipe().await.map_err(thrown)
}

#[wasm_bindgen]
pub async fn put(on: String, key: String, text: String) -> Result<(), JsValue> {
    open()?.put(shelf(&on), &key, &text).await.map_err(thrown)
}

#[wasm_bindgen]
pub async fn get(on: String, key: String) -> Result<Option<String>, JsValue> {
    open()?.get(shelf(&on), &key).await.map_err(thrown)
}

#[wasm_bindgen]
pub async fn remove(on: String, key: String) -> Result<(), JsValue> {
    open()?.delete(shelf(&on), &key).await.map_err(thrown)
}

#[wasm_bindgen]
pub async fn keys(on: String) -> Result<Vec<String>, JsValue> {
    open()?.keys(shelf(&on)).await.map_err(thrown)
}

/// `[[[key, text], …], [damaged key, …]]`
#[wasm_bindgen]
pub async fn get_all(on: String) -> Result<Array, JsValue> {
    let contents = open()?.get_all(shelf(&on)).await.map_err(thrown)?;
    let pair = |(key, text): &(String, String)| Array::of2(&key.into(), &text.into());
    let records: Array = contents.records.iter().map(pair).collect();
    let damaged: Array = contents.damaged.iter().map(|key| JsValue::from_str(key)).collect();
    Ok(Array::of2(&records, &damaged))
}

/// A decision and what it decides, together: takes the key off the bodies, puts the text on the queue.
#[wasm_bindgen]
pub async fn decide(key: String, text: String) -> Result<(), JsValue> {
    open()?.write(Changes::new().delete(BODIES, key.as_str()).put(QUEUE, key, text)).await.map_err(thrown)
}

/// Empties a shelf and puts one record on it, together.
#[wasm_bindgen]
pub async fn replace_all(on: String, key: String, text: String) -> Result<(), JsValue> {
    open()?.write(Changes::new().clear(shelf(&on)).put(shelf(&on), key, text)).await.map_err(thrown)
}

/// Puts so many bodies of so many bytes; gives the milliseconds.
#[wasm_bindgen]
pub async fn fill(count: u32, bytes: usize) -> Result<f64, JsValue> {
    let (vault, from) = (open()?, Date::now());
    let records = (0..count).map(|index| (format!("body-{index:05}"), format!("{index:05} {}", "x".repeat(bytes - 6))));
    vault.put_all(BODIES, records).await.map_err(thrown)?;
    Ok(Date::now() - from)
}

/// The same together, in one transaction.
#[wasm_bindgen]
pub async fn fill_together(count: u32, bytes: usize) -> Result<f64, JsValue> {
    let (vault, from) = (open()?, Date::now());
    let records = (0..count).map(|index| (format!("body-{index:05}"), format!("{index:05} {}", "x".repeat(bytes - 6))));
    let changes = records.fold(Changes::new(), |changes, (key, text)| changes.put(BODIES, key, text));
    vault.write(changes).await.map_err(thrown)?;
    Ok(Date::now() - from)
}
