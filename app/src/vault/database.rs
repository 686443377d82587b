//! An IndexedDB database, the vault's or the write-ahead copy's: its connection and its transactions. Promises that a connection the browser
//! closed is opened again, that no tab keeps another waiting, and that a write has reached the disk when it resolves.
//! Knows no keys and no shelves.

use std::cell::{Cell, RefCell};
use std::pin::Pin;
use std::rc::Rc;

use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{IdbDatabase, IdbFactory, IdbObjectStore, IdbOpenDbRequest, IdbRequest, IdbTransaction};

use super::Error;
use super::request::{Thrown, answer, ending, first_event, kind};

const NAME: &str = "tsk.vault";
/// Each form of the database that was ever shipped: 1, two object stores without key paths or indices.
const VERSION: u32 = 1;
const LOCK: &str = "lock";
const RECORDS: &str = "records";
/// The event of a request that waits for another tab.
const BLOCKED: &str = "blocked";
/// How long the browser may take to open or delete the database, in milliseconds: many times what it needs.
const PATIENCE: i32 = 8_000;

/// Whether a transaction may write.
#[derive(Debug, Clone, Copy)]
pub enum Mode {
    Read,
    Write,
}

/// What is in the database, for one transaction. Nothing but its requests may be awaited meanwhile: it would end.
pub struct Stores {
    /// What keeps the key.
    #[cfg_attr(not(feature = "desk"), allow(dead_code, reason = "the copy has no key"))]
    pub lock: IdbObjectStore,
    /// The sealed records, under `[shelf, key]`.
    pub records: IdbObjectStore,
}

/// The database. Opened when it is needed; closed when it is dropped.
pub struct Database {
    name: &'static str,
    connection: RefCell<Option<Connection>>,
}

struct Connection {
    database: IdbDatabase,
    /// The browser closed it, or another tab asked us to.
    closed: Rc<Cell<bool>>,
    _on_close: Closure<dyn Fn()>,
}

/// What is done in a transaction, which keeps its result itself.
type Work<'a> = dyn Fn(Stores) -> Pin<Box<dyn Future<Output = Result<(), Error>> + 'a>> + 'a;

/// Why a transaction didn't come about.
enum Failure {
    /// The connection was lost: nothing was done, and another one may do better.
    Lost(Thrown),
    Final(Error),
}

impl Default for Database {
    /// The vault's.
    fn default() -> Self {
        Self::named(NAME)
    }
}

impl Database {
    /// The database of this name.
    pub const fn named(name: &'static str) -> Self {
        Self { name, connection: RefCell::new(None) }
    }

    /// Carries out `work` in one transaction, all or nothing; an error from `work` undoes it. If the browser closed the
    /// connection (iOS does so when memory is short), once more on a new one: `work` may run twice, and counts once.
    ///
    /// # Errors
    /// `NoRoom`, `HeldElsewhere`, `Browser`, and those of `work`.
    pub async fn transact<T>(&self, mode: Mode, work: impl AsyncFn(&Stores) -> Result<T, Error>) -> Result<T, Error> {
        let done = Cell::new(None);
        let (work, result) = (&work, &done);
        self.carry_out(mode, &|stores| {
            Box::pin(async move {
                result.set(Some(work(&stores).await?));
                Ok(())
            })
        })
        .await?;
        done.take().ok_or_else(|| Error::Browser("a transaction without a result".to_owned()))
    }

    /// `transact` for any result: compiled once.
    async fn carry_out(&self, mode: Mode, work: &Work<'_>) -> Result<(), Error> {
        let mut tried = self.once(mode, work).await;
        if let Err(Failure::Lost(_)) = tried {
            self.connection.take();
            tried = self.once(mode, work).await;
        }
        tried.map_err(|failure| match failure {
            Failure::Lost(thrown) => thrown.into(),
            Failure::Final(error) => error,
        })
    }

    async fn once(&self, mode: Mode, work: &Work<'_>) -> Result<(), Failure> {
        let (database, closed) = self.connected().await?;
        let failure = |thrown: Thrown| match thrown.name.as_str() {
            // The browser's words for a connection that is gone; "UnknownError" is Safari's.
            "InvalidStateError" | "UnknownError" => Failure::Lost(thrown),
            "AbortError" if closed.get() => Failure::Lost(thrown),
            _ => Failure::Final(thrown.into()),
        };
        let transaction = begin(&database, mode).map_err(|thrown| failure(thrown.into()))?;
        let ended = ending(&transaction);
        let stores = |name| transaction.object_store(name).map_err(|thrown| failure(thrown.into()));
        let stores = Stores { lock: stores(LOCK)?, records: stores(RECORDS)? };
        match work(stores).await {
            Ok(()) => ended.await.map_err(failure),
            Err(error) => {
                // It may have failed because the transaction was aborted: then that says why, and can't be undone again.
                let undone = transaction.abort();
                match ended.await {
                    Err(thrown) if undone.is_err() => Err(failure(thrown)),
                    _ => Err(Failure::Final(error)),
                }
            }
        }
    }

    /// The connection, a new one if there is none, and whether it has been closed since.
    async fn connected(&self) -> Result<(IdbDatabase, Rc<Cell<bool>>), Failure> {
        let usable = |connection: &Connection| {
            (!connection.closed.get()).then(|| (connection.database.clone(), connection.closed.clone()))
        };
        if let Some(open) = self.connection.borrow().as_ref().and_then(usable) {
            return Ok(open);
        }
        let connection = Connection::new(open(self.name).await.map_err(Failure::Final)?);
        let open = (connection.database.clone(), connection.closed.clone());
        self.connection.replace(Some(connection));
        Ok(open)
    }

    /// Deletes the vault's database whole. Other tabs of this app let go of it by themselves.
    ///
    /// # Errors
    /// `HeldElsewhere` if one doesn't: then the browser deletes it as soon as that tab is gone.
    #[cfg(feature = "desk")]
    pub async fn delete() -> Result<(), Error> {
        let request = factory()?.delete_database(NAME).map_err(Thrown::from)?;
        match settled(&request).await?.as_str() {
            BLOCKED => Err(Error::HeldElsewhere),
            _ => finished(&request).map(|_| ()),
        }
    }
}

impl Connection {
    fn new(database: IdbDatabase) -> Self {
        let closed = Rc::new(Cell::new(false));
        let on_close = Closure::<dyn Fn()>::new({
            let (closed, database) = (closed.clone(), database.clone());
            move || {
                closed.set(true);
                database.close();
            }
        });
        let close: &Function = on_close.as_ref().unchecked_ref();
        // Closed by the browser; to be deleted or upgraded by another tab, which waits for us.
        database.set_onclose(Some(close));
        database.set_onversionchange(Some(close));
        Self { database, closed, _on_close: on_close }
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.database.set_onclose(None);
        self.database.set_onversionchange(None);
        self.database.close();
    }
}

fn factory() -> Result<IdbFactory, Error> {
    let factory = web_sys::window().map(|window| window.indexed_db()).transpose().map_err(Thrown::from)?;
    factory.flatten().ok_or_else(|| Error::Browser("no IndexedDB".to_owned()))
}

/// Opens the database, and makes it if there is none.
async fn open(name: &str) -> Result<IdbDatabase, Error> {
    let request = factory()?.open_with_u32(name, VERSION).map_err(Thrown::from)?;
    let upgrade = Closure::<dyn FnMut() -> Result<(), JsValue>>::new({
        let request = request.clone();
        move || {
            let database: IdbDatabase = request.result()?.unchecked_into();
            database.create_object_store(LOCK)?;
            database.create_object_store(RECORDS)?;
            Ok(())
        }
    });
    request.set_onupgradeneeded(Some(upgrade.as_ref().unchecked_ref()));
    let event = settled(&request).await?;
    if event == BLOCKED {
        // It may still be opened later, when nobody waits for it: made as it should be, and let go of.
        upgrade.forget();
        let late = request.clone();
        let close = Closure::once_into_js(move || {
            late.result().map(|database| database.unchecked_into::<IdbDatabase>().close())
        });
        request.set_onsuccess(Some(close.unchecked_ref()));
        return Err(Error::HeldElsewhere);
    }
    Ok(finished(&request)?.unchecked_into())
}

/// The kind of the event that settled it: success, error, or blocked. Not every wait is told by an event: an open behind
/// a deletion that a frozen tab holds up isn't, and Safari sometimes answers nothing at all.
async fn settled(request: &IdbOpenDbRequest) -> Result<String, Error> {
    let mut waiting = Ok(0);
    let event = first_event(|settle| {
        request.set_onsuccess(Some(settle));
        request.set_onerror(Some(settle));
        request.set_onblocked(Some(settle));
        let patience = |window: web_sys::Window| {
            window.set_timeout_with_callback_and_timeout_and_arguments_1(settle, PATIENCE, &BLOCKED.into())
        };
        waiting = web_sys::window().map_or(Ok(0), patience);
    });
    waiting.map_err(Thrown::from)?;
    Ok(kind(event).await?)
}

fn finished(request: &IdbRequest) -> Result<JsValue, Error> {
    match request.error().map_err(Thrown::from)? {
        // A newer release made the database anew: this page is the one to reload.
        Some(exception) if exception.name() == "VersionError" => Err(Error::Unreadable),
        Some(exception) => Err(Thrown::from(exception).into()),
        None => Ok(request.result().map_err(Thrown::from)?),
    }
}

/// Begins a transaction over both stores. A write is done when it is on the disk, not when the system has taken it:
/// Chromium doesn't wait for that unless it is asked. web-sys has the option among its unstable parts only.
fn begin(database: &IdbDatabase, mode: Mode) -> Result<IdbTransaction, JsValue> {
    let mode = match mode {
        Mode::Read => "readonly",
        Mode::Write => "readwrite",
    };
    let options = Object::new();
    Reflect::set(&options, &"durability".into(), &"strict".into())?;
    let stores = Array::of2(&LOCK.into(), &RECORDS.into());
    let transaction: Function = Reflect::get(database, &"transaction".into())?.dyn_into()?;
    Ok(transaction.call3(database, &stores, &mode.into(), &options)?.unchecked_into())
}

/// Asks for the value under a key; `undefined` if there is none.
pub async fn get(store: &IdbObjectStore, key: &JsValue) -> Result<JsValue, Error> {
    Ok(answer(store.get(key).map_err(Thrown::from)?).await?)
}
