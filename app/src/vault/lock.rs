//! The vault and its lock: making, unlocking, changing the PIN, wiping. Promises that a try is counted on the disk before
//! its PIN is looked at, and that after the last one nothing is left. Knows nothing of what is stored.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Object, Reflect, Uint8Array};
use uuid::Uuid;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::CryptoKey;

use super::database::{Database, Mode, Stores, get};
use super::keys::{self, DataKey, PinKey};
use super::request::Thrown;
use super::{Error, Pin, Refusal};

/// How many wrong PINs in a row wipe the vault.
pub const TRIES: u32 = 10;

/// The form of the lock's record. Another one was written by a newer release.
const FORM: u32 = 1;
const LOCK: &str = "lock";
const TRIES_LEFT: &str = "tries-left";

/// What is on this device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// No vault: [`Vault::create`] makes one.
    Empty,
    /// A vault, which [`Vault::unlock`] opens. With 0 tries left it is wiped instead of opened.
    Locked { tries_left: u32 },
}

/// The vault, unlocked. Clones are the same one: locking one locks all.
#[derive(Clone)]
pub struct Vault {
    pub(super) unlocked: Rc<Unlocked>,
}

pub(super) struct Unlocked {
    pub(super) database: Database,
    id: String,
    key: RefCell<Option<DataKey>>,
}

/// What is stored for the data key to be had with the PIN.
struct Lock {
    /// The vault's own: another one made in its place has another.
    id: String,
    salt: Uint8Array,
    rounds: u32,
    /// The browser's, unreadable for scripts.
    device: CryptoKey,
    wrapped: Uint8Array,
}

impl Vault {
    /// What is on this device.
    ///
    /// # Errors
    /// `Unreadable`, `HeldElsewhere`, `Browser`.
    pub async fn state() -> Result<State, Error> {
        let database = Database::default();
        database
            .transact(Mode::Read, async |stores| match Lock::read(stores).await? {
                None => Ok(State::Empty),
                Some(_) => Ok(State::Locked { tries_left: tries_left(stores).await? }),
            })
            .await
    }

    /// Makes a vault with that PIN, unlocked.
    ///
    /// # Errors
    /// `Exists` if there is one; `NoRoom`, `HeldElsewhere`, `Browser`.
    pub async fn create(pin: &Pin) -> Result<Self, Error> {
        let id = Uuid::now_v7().to_string();
        let device = keys::device_key().await?;
        let lock = Lock::around(&DataKey::fresh().await?, id, pin, device).await?;
        let key = lock.key(pin).await?.ok_or(Error::Unreadable)?;
        let database = Database::default();
        database
            .transact(Mode::Write, async |stores| {
                if !get(&stores.lock, &LOCK.into()).await?.is_undefined() {
                    return Err(Error::Exists);
                }
                // What a wipe may have left if it was cut short: no key opens it.
                stores.records.clear().map_err(Thrown::from)?;
                set_tries_left(stores, TRIES)?;
                lock.write(stores)
            })
            .await?;
        Ok(Self::unlocked(database, lock.id, key))
    }

    /// Unlocks the vault. Each call costs a try until a PIN is right; then there are [`TRIES`] again.
    ///
    /// # Errors
    /// `WrongPin` with what is left; `Wiped` after the last one; `Empty`; `Failed`.
    pub async fn unlock(pin: &Pin) -> Result<Self, Refusal> {
        let database = Database::default();
        let lock = counted(&database, async |lock| Ok(lock.key(pin).await?.map(|key| (lock.id.clone(), key)))).await;
        match lock {
            Ok((id, key)) => Ok(Self::unlocked(database, id, key)),
            Err(refusal) => Err(refusal),
        }
    }

    /// Changes the PIN. The old one is asked for again, and a wrong one counts as at [`unlock`](Self::unlock). Other tabs
    /// stay unlocked.
    ///
    /// # Errors
    /// As `unlock`; after any the old PIN still holds, unless it is `Wiped`.
    pub async fn change_pin(&self, old: &Pin, new: &Pin) -> Result<(), Refusal> {
        self.key()?;
        let database = &self.unlocked.database;
        database.transact(Mode::Read, async |stores| self.still_here(stores).await).await?;
        let changed = counted(database, async |lock| match lock.key_to_wrap(old).await? {
            Some(key) => Ok(Some(Lock::around(&key, lock.id.clone(), new, lock.device.clone()).await?)),
            None => Ok(None),
        });
        let changed = changed.await?;
        let stored = database.transact(Mode::Write, async |stores| {
            self.still_here(stores).await?;
            changed.write(stores)
        });
        Ok(stored.await?)
    }

    /// Forgets the key, here and in every clone: they answer `Locked` from now on. Other tabs have their own.
    pub fn lock(&self) {
        self.unlocked.key.take();
    }

    /// Whether it was [locked](Self::lock).
    pub fn is_locked(&self) -> bool {
        self.unlocked.key.borrow().is_none()
    }

    /// Deletes everything, locked or not, in all tabs. First the contents, at once, then the database whole: if a tab
    /// doesn't let go of it, the browser does that later.
    ///
    /// # Errors
    /// Only if something may be left.
    pub async fn wipe() -> Result<(), Error> {
        let database = Database::default();
        let emptied = database.transact(Mode::Write, async |stores| {
            stores.lock.clear().and(stores.records.clear()).map_err(Thrown::from)?;
            Ok(())
        });
        let emptied = emptied.await;
        drop(database);
        match Database::delete().await {
            Err(Error::HeldElsewhere) => emptied,
            deleted => deleted,
        }
    }

    fn unlocked(database: Database, id: String, key: DataKey) -> Self {
        Self { unlocked: Rc::new(Unlocked { database, id, key: RefCell::new(Some(key)) }) }
    }

    /// The data key, or `Locked`.
    pub(super) fn key(&self) -> Result<DataKey, Error> {
        self.unlocked.key.borrow().clone().ok_or(Error::Locked)
    }

    /// `Gone` unless what is stored is still this vault.
    pub(super) async fn still_here(&self, stores: &Stores) -> Result<(), Error> {
        match Lock::read(stores).await? {
            Some(lock) if lock.id == self.unlocked.id => Ok(()),
            _ => Err(Error::Gone),
        }
    }
}

/// One try. `check` gives None if the PIN was wrong.
async fn counted<T>(database: &Database, check: impl AsyncFn(&Lock) -> Result<Option<T>, Error>) -> Result<T, Refusal> {
    let lock = database.transact(Mode::Write, async |stores| {
        let Some(lock) = Lock::read(stores).await? else { return Ok(None) };
        let left = tries_left(stores).await?.checked_sub(1);
        if let Some(left) = left {
            set_tries_left(stores, left)?;
        }
        Ok(Some((lock, left)))
    });
    let (lock, left) = lock.await?.ok_or(Refusal::Empty)?;
    let right = match left {
        Some(_) => check(&lock).await?,
        // Ended before it was wiped.
        None => None,
    };
    match (right, left) {
        (Some(right), _) => {
            let restored = database.transact(Mode::Write, async |stores| match Lock::read(stores).await? {
                Some(now) if now.id == lock.id => set_tries_left(stores, TRIES),
                _ => Err(Error::Gone),
            });
            restored.await?;
            Ok(right)
        }
        (None, Some(left @ 1..)) => Err(Refusal::WrongPin { left }),
        (None, _) => {
            Vault::wipe().await?;
            Err(Refusal::Wiped)
        }
    }
}

/// A count that can't be read is none.
async fn tries_left(stores: &Stores) -> Result<u32, Error> {
    let left = get(&stores.lock, &TRIES_LEFT.into()).await?.as_f64().unwrap_or_default();
    Ok((left as u32).min(TRIES))
}

fn set_tries_left(stores: &Stores, left: u32) -> Result<(), Error> {
    stores.lock.put_with_key(&left.into(), &TRIES_LEFT.into()).map_err(Thrown::from)?;
    Ok(())
}

impl Lock {
    /// Locks a data key with a PIN.
    async fn around(key: &DataKey, id: String, pin: &Pin, device: CryptoKey) -> Result<Self, Error> {
        let (salt, rounds) = (keys::salt()?, keys::ROUNDS);
        let wrapped = PinKey::derive(pin, &salt, rounds, &device).await?.wrap(key, &id).await?;
        Ok(Self { id, salt, rounds, device, wrapped })
    }

    /// The data key; None if the PIN is wrong.
    async fn key(&self, pin: &Pin) -> Result<Option<DataKey>, Error> {
        Ok(self.pin_key(pin).await?.unwrap(&self.wrapped, &self.id).await?)
    }

    /// The same, to be locked with another PIN.
    async fn key_to_wrap(&self, pin: &Pin) -> Result<Option<DataKey>, Error> {
        Ok(self.pin_key(pin).await?.unwrap_to_wrap(&self.wrapped, &self.id).await?)
    }

    async fn pin_key(&self, pin: &Pin) -> Result<PinKey, Error> {
        Ok(PinKey::derive(pin, &self.salt, self.rounds, &self.device).await?)
    }

    /// The one that is stored.
    async fn read(stores: &Stores) -> Result<Option<Self>, Error> {
        let stored = get(&stores.lock, &LOCK.into()).await?;
        if stored.is_undefined() {
            return Ok(None);
        }
        Self::parse(&stored).map(Some).ok_or(Error::Unreadable)
    }

    fn parse(stored: &JsValue) -> Option<Self> {
        let member = |name| Reflect::get(stored, &JsValue::from_str(name)).ok();
        let number = |name| Some(member(name)?.as_f64()? as u32);
        (number("form")? == FORM).then_some(())?;
        Some(Self {
            id: member("id")?.as_string()?,
            salt: member("salt")?.dyn_into().ok()?,
            rounds: number("rounds")?,
            device: member("device")?.dyn_into().ok()?,
            wrapped: member("wrapped")?.dyn_into().ok()?,
        })
    }

    fn write(&self, stores: &Stores) -> Result<(), Error> {
        let record = Object::new();
        let members: [(&str, &JsValue); 6] = [
            ("form", &FORM.into()),
            ("id", &JsValue::from_str(&self.id)),
            ("salt", &self.salt),
            ("rounds", &self.rounds.into()),
            ("device", &self.device),
            ("wrapped", &self.wrapped),
        ];
        for (name, value) in members {
            Reflect::set(&record, &JsValue::from_str(name), value).map_err(Thrown::from)?;
        }
        stores.lock.put_with_key(&record, &LOCK.into()).map_err(Thrown::from)?;
        Ok(())
    }
}
