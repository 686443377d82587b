//! The vault and its lock: making, unlocking with the PIN or with the officer's account, changing the PIN, wiping. Promises
//! that a try is counted on the disk before its PIN is looked at, and that only a wipe that somebody asked for deletes
//! anything. Knows nothing of what is stored.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Object, Reflect, Uint8Array};
use uuid::Uuid;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::CryptoKey;

use super::database::{Database, Mode, Stores, get};
use super::keys::{self, DataKey, WrappingKey};
use super::request::Thrown;
use super::tries::Tries;
use super::{Error, Pin, Refusal, Shelf};

/// How many tries earlier releases allowed before they wiped the vault. One that is still open in a tab finds that many left.
const TRIES_OF_EARLIER_RELEASES: u32 = 10;

/// The form of the lock's record. Another one was written by a newer release.
const FORM: u32 = 1;
const LOCK: &str = "lock";
const TRIES_LEFT: &str = "tries-left";
const WRONG_TRIES: &str = "wrong-tries";

/// What the server keeps for an account so that it opens its vault. Never shown, not even by `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(pub String);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// What is on this device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// No vault: [`Vault::create`] makes one.
    Empty,
    /// A vault, which [`Vault::unlock`] opens.
    Locked {
        /// The vault's own id, by which the server knows its secret.
        id: String,
        /// So many milliseconds until a PIN is looked at.
        wait: i64,
        /// So many PINs may be wrong before somebody has to wait.
        free: u32,
        /// The account of whoever made it opens it as well.
        by_account: bool,
    },
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
    /// The same for whoever signs in as the vault's officer; none in a vault that was made without a link, or by an earlier
    /// release.
    by_account: Option<Uint8Array>,
}

/// A vault that its officer's account has opened, before another PIN is chosen: until then the old one holds.
#[derive(Clone)]
pub struct Recovered {
    lock: Rc<Lock>,
    key: DataKey,
}

impl PartialEq for Recovered {
    fn eq(&self, other: &Recovered) -> bool {
        Rc::ptr_eq(&self.lock, &other.lock)
    }
}

impl std::fmt::Debug for Recovered {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Recovered(…)")
    }
}

impl Vault {
    /// What is on this device.
    ///
    /// # Errors
    /// `Unreadable`, `HeldElsewhere`, `Browser`.
    pub async fn state() -> Result<State, Error> {
        let database = Database::default();
        database
            .transact(Mode::Write, async |stores| {
                let Some(lock) = Lock::read(stores).await? else { return Ok(State::Empty) };
                let now = now();
                let tries = tries(stores).await?;
                // A clock that was set back begins the wait anew, once.
                if tries.seen(now) != tries {
                    set_tries(stores, tries.seen(now))?;
                }
                let (wait, free) = (tries.wait(now), tries.free_left());
                Ok(State::Locked { id: lock.id, wait, free, by_account: lock.by_account.is_some() })
            })
            .await
    }

    /// A new vault's id.
    pub fn new_id() -> String {
        Uuid::now_v7().to_string()
    }

    /// Makes a vault with that PIN, unlocked; with the account's secret for this id, if it could be had.
    ///
    /// # Errors
    /// `Exists` if there is one; `NoRoom`, `HeldElsewhere`, `Browser`.
    pub async fn create(id: String, pin: &Pin, secret: Option<&Secret>) -> Result<Self, Error> {
        let device = keys::device_key().await?;
        let data = DataKey::fresh().await?;
        let mut lock = Lock::around(&data, id, pin, device).await?;
        lock.wrap_for(&data, secret).await?;
        let key = lock.key(pin).await?.ok_or(Error::Unreadable)?;
        let database = Database::default();
        database
            .transact(Mode::Write, async |stores| {
                if !get(&stores.lock, &LOCK.into()).await?.is_undefined() {
                    return Err(Error::Exists);
                }
                // What a wipe may have left if it was cut short: no key opens it.
                stores.records.clear().map_err(Thrown::from)?;
                set_tries(stores, Tries::default())?;
                lock.write(stores)
            })
            .await?;
        Ok(Self::unlocked(database, lock.id, key))
    }

    /// Unlocks the vault. Each call costs a try until a PIN is right.
    ///
    /// # Errors
    /// `WrongPin`; `Wait` before its time, which costs no try; `Empty`; `Failed`.
    pub async fn unlock(pin: &Pin) -> Result<Self, Refusal> {
        let database = Database::default();
        let lock = counted(&database, async |lock| Ok(lock.key(pin).await?.map(|key| (lock.id.clone(), key)))).await;
        match lock {
            Ok((id, key)) => Ok(Self::unlocked(database, id, key)),
            Err(refusal) => Err(refusal),
        }
    }

    /// Has the account open the vault as well from now on. The PIN was just right, and costs no try.
    ///
    /// # Errors
    /// As `write`; `Unreadable` if the PIN is another one by now.
    pub async fn open_by_account(&self, pin: &Pin, secret: &Secret) -> Result<(), Error> {
        self.key()?;
        let database = &self.unlocked.database;
        let read = database.transact(Mode::Read, async |stores| {
            self.still_here(stores).await?;
            Lock::read(stores).await
        });
        let mut lock = read.await?.ok_or(Error::Gone)?;
        let data = lock.key_to_wrap(pin).await?.ok_or(Error::Unreadable)?;
        lock.wrap_for(&data, Some(secret)).await?;
        let stored = database.transact(Mode::Write, async |stores| {
            self.still_here(stores).await?;
            lock.write(stores)
        });
        stored.await
    }

    /// Whether the account opens it as well.
    ///
    /// # Errors
    /// As `state`.
    pub async fn is_open_by_account(&self) -> Result<bool, Error> {
        let read = self.unlocked.database.transact(Mode::Read, async |stores| {
            self.still_here(stores).await?;
            Lock::read(stores).await
        });
        Ok(read.await?.is_some_and(|lock| lock.by_account.is_some()))
    }

    /// The vault's own id.
    pub fn id(&self) -> &str {
        &self.unlocked.id
    }

    /// Opens the vault with the secret of its officer's account: neither the PIN nor a wait is in the way.
    ///
    /// # Errors
    /// `WrongAccount`; `Empty`; `Failed`.
    pub async fn recover(secret: &Secret) -> Result<Recovered, Refusal> {
        let database = Database::default();
        let lock = database.transact(Mode::Read, async |stores| Lock::read(stores).await).await?;
        let lock = lock.ok_or(Refusal::Empty)?;
        let Some(wrapped) = &lock.by_account else { return Err(Refusal::WrongAccount) };
        let key = WrappingKey::of_account(&secret.0, &lock.device).await.map_err(Error::from)?;
        match key.unwrap_to_wrap(wrapped, &lock.id).await.map_err(Error::from)? {
            Some(key) => Ok(Recovered { lock: Rc::new(lock), key }),
            None => Err(Refusal::WrongAccount),
        }
    }

    /// How many records lie on a shelf. Their number is no secret, and is to be known before somebody erases what they can't
    /// open.
    ///
    /// # Errors
    /// `HeldElsewhere`, `Browser`.
    pub async fn count(shelf: Shelf) -> Result<usize, Error> {
        Database::default().transact(Mode::Read, async |stores| super::shelves::count(stores, shelf).await).await
    }

    /// Changes the PIN. The old one is asked for again, and a wrong one counts as at [`unlock`](Self::unlock). Other tabs
    /// stay unlocked.
    ///
    /// # Errors
    /// As `unlock`; after any the old PIN still holds.
    pub async fn change_pin(&self, old: &Pin, new: &Pin) -> Result<(), Refusal> {
        self.key()?;
        let database = &self.unlocked.database;
        database.transact(Mode::Read, async |stores| self.still_here(stores).await).await?;
        let changed = counted(database, async |lock| match lock.key_to_wrap(old).await? {
            Some(key) => Ok(Some(lock.renewed(&key, new).await?)),
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

impl Recovered {
    /// Puts another PIN in the place of the forgotten one, and unlocks the vault.
    ///
    /// # Errors
    /// As `Vault::create`; `Gone` if it was wiped meanwhile.
    pub async fn choose(&self, pin: &Pin) -> Result<Vault, Error> {
        let lock = self.lock.renewed(&self.key, pin).await?;
        let key = lock.key(pin).await?.ok_or(Error::Unreadable)?;
        let database = Database::default();
        let stored = database.transact(Mode::Write, async |stores| match Lock::read(stores).await? {
            Some(now) if now.id == lock.id => {
                set_tries(stores, Tries::default())?;
                lock.write(stores)
            }
            _ => Err(Error::Gone),
        });
        stored.await?;
        Ok(Vault::unlocked(database, lock.id, key))
    }
}

/// One try. `check` gives None if the PIN was wrong.
async fn counted<T>(database: &Database, check: impl AsyncFn(&Lock) -> Result<Option<T>, Error>) -> Result<T, Refusal> {
    let lock = database.transact(Mode::Write, async |stores| {
        let Some(lock) = Lock::read(stores).await? else { return Ok(None) };
        let now = now();
        let tries = tries(stores).await?.seen(now);
        let wait = tries.wait(now);
        let tries = if wait > 0 { tries } else { tries.and_one(now) };
        set_tries(stores, tries)?;
        Ok(Some((lock, tries, wait)))
    });
    let (lock, tries, wait) = lock.await?.ok_or(Refusal::Empty)?;
    if wait > 0 {
        return Err(Refusal::Wait(wait));
    }
    let Some(right) = check(&lock).await? else {
        return Err(Refusal::WrongPin { left: tries.free_left(), wait: tries.wait(now()) });
    };
    let restored = database.transact(Mode::Write, async |stores| match Lock::read(stores).await? {
        Some(now) if now.id == lock.id => set_tries(stores, Tries::default()),
        _ => Err(Error::Gone),
    });
    restored.await?;
    Ok(right)
}

fn now() -> i64 {
    js_sys::Date::now() as i64
}

/// Of a vault that an earlier release has counted on: what it left.
async fn tries(stores: &Stores) -> Result<Tries, Error> {
    let stored = get(&stores.lock, &WRONG_TRIES.into()).await?;
    let member = |name: &str| Reflect::get(&stored, &JsValue::from_str(name)).ok()?.as_f64();
    if let (Some(wrong), Some(at)) = (member("wrong"), member("at")) {
        return Ok(Tries { wrong: wrong as u32, at: at as i64 });
    }
    let left = get(&stores.lock, &TRIES_LEFT.into()).await?.as_f64();
    let left = left.unwrap_or(f64::from(TRIES_OF_EARLIER_RELEASES)) as u32;
    Ok(Tries { wrong: TRIES_OF_EARLIER_RELEASES.saturating_sub(left), at: now() })
}

fn set_tries(stores: &Stores, Tries { wrong, at }: Tries) -> Result<(), Error> {
    let record = Object::new();
    for (name, value) in [("wrong", f64::from(wrong)), ("at", at as f64)] {
        Reflect::set(&record, &JsValue::from_str(name), &value.into()).map_err(Thrown::from)?;
    }
    stores.lock.put_with_key(&record, &WRONG_TRIES.into()).map_err(Thrown::from)?;
    let left = TRIES_OF_EARLIER_RELEASES;
    stores.lock.put_with_key(&left.into(), &TRIES_LEFT.into()).map_err(Thrown::from)?;
    Ok(())
}

impl Lock {
    /// Locks a data key with a PIN.
    async fn around(key: &DataKey, id: String, pin: &Pin, device: CryptoKey) -> Result<Self, Error> {
        let (salt, rounds) = (keys::salt()?, keys::ROUNDS);
        let wrapped = WrappingKey::of_pin(pin, &salt, rounds, &device).await?.wrap(key, &id).await?;
        Ok(Self { id, salt, rounds, device, wrapped, by_account: None })
    }

    /// The same with another PIN.
    async fn renewed(&self, key: &DataKey, pin: &Pin) -> Result<Self, Error> {
        let lock = Self::around(key, self.id.clone(), pin, self.device.clone()).await?;
        Ok(Self { by_account: self.by_account.clone(), ..lock })
    }

    /// Locks the data key with the account's secret as well.
    async fn wrap_for(&mut self, key: &DataKey, secret: Option<&Secret>) -> Result<(), Error> {
        if let Some(Secret(secret)) = secret {
            let wrapping = WrappingKey::of_account(secret, &self.device).await?;
            self.by_account = Some(wrapping.wrap(key, &self.id).await?);
        }
        Ok(())
    }

    /// The data key; None if the PIN is wrong.
    async fn key(&self, pin: &Pin) -> Result<Option<DataKey>, Error> {
        Ok(self.pin_key(pin).await?.unwrap(&self.wrapped, &self.id).await?)
    }

    /// The same, to be locked with another PIN.
    async fn key_to_wrap(&self, pin: &Pin) -> Result<Option<DataKey>, Error> {
        Ok(self.pin_key(pin).await?.unwrap_to_wrap(&self.wrapped, &self.id).await?)
    }

    async fn pin_key(&self, pin: &Pin) -> Result<WrappingKey, Error> {
        Ok(WrappingKey::of_pin(pin, &self.salt, self.rounds, &self.device).await?)
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
            by_account: member("by-account").and_then(|wrapped| wrapped.dyn_into().ok()),
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
        if let Some(wrapped) = &self.by_account {
            Reflect::set(&record, &JsValue::from_str("by-account"), wrapped).map_err(Thrown::from)?;
        }
        stores.lock.put_with_key(&record, &LOCK.into()).map_err(Thrown::from)?;
        Ok(())
    }
}
