//! What stands in the vault: reading and writing sealed records. Promises that a write is stored whole or not at all, and
//! that a record which doesn't open is named rather than passed over. Knows nothing of PINs.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::IdbKeyRange;

use super::database::{Mode, Stores, get};
use super::request::{Thrown, answer};
use super::{Error, Shelf, Vault};

/// How many records are sealed at once, and written in one transaction by [`Vault::put_all`]: so many are in memory twice.
/// Measured in Chromium on two cores: 5,000 of 2 KB take 0.6 to 0.8 s so, 0.5 to 1.1 s in a single transaction.
const BATCH: usize = 500;

/// Puts and deletes that are to be carried out together, in their order.
#[derive(Debug, Clone, Default)]
pub struct Changes(Vec<Change>);

#[derive(Debug, Clone)]
enum Change {
    Put { shelf: Shelf, key: String, text: String },
    Delete { shelf: Shelf, key: String },
    Clear { shelf: Shelf },
}

/// The same, sealed.
enum Sealed {
    Put { place: JsValue, sealed: Uint8Array },
    Delete { places: JsValue },
}

impl Changes {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// And stores a text, in place of the one that is there.
    pub fn put(mut self, shelf: Shelf, key: impl Into<String>, text: impl Into<String>) -> Self {
        self.0.push(Change::Put { shelf, key: key.into(), text: text.into() });
        self
    }

    /// And deletes a record if it is there.
    pub fn delete(mut self, shelf: Shelf, key: impl Into<String>) -> Self {
        self.0.push(Change::Delete { shelf, key: key.into() });
        self
    }

    /// And deletes all that is on a shelf.
    pub fn clear(mut self, shelf: Shelf) -> Self {
        self.0.push(Change::Clear { shelf });
        self
    }
}

/// All that is on a shelf.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contents {
    /// Keys and texts, by key.
    pub records: Vec<(String, String)>,
    /// Keys of records that don't open: see [`Error::Damaged`].
    pub damaged: Vec<String>,
}

/// How many records lie on a shelf.
pub(super) async fn count(stores: &Stores, shelf: Shelf) -> Result<usize, Error> {
    let keys = stores.records.get_all_keys_with_key(&*whole(shelf)?).map_err(Thrown::from)?;
    Ok(named(&answer(keys).await?).len())
}

impl Vault {
    /// Carries out all changes together: when this resolves they are on the disk, after an error none is.
    ///
    /// # Errors
    /// `Locked`, `Gone`, `NoRoom`, `HeldElsewhere`, `Browser`.
    pub async fn write(&self, changes: Changes) -> Result<(), Error> {
        // Before the transaction: it would end while something else is awaited.
        let sealed = self.seal(&changes.0).await?;
        let written = self.unlocked.database.transact(Mode::Write, async |stores| {
            self.still_here(stores).await?;
            sealed.iter().try_for_each(|change| change.carry_out(stores))
        });
        written.await
    }

    /// Stores one text, in place of the one that is there.
    ///
    /// # Errors
    /// As [`write`](Self::write).
    pub async fn put(&self, shelf: Shelf, key: &str, text: &str) -> Result<(), Error> {
        self.write(Changes::new().put(shelf, key, text)).await
    }

    /// Stores many texts, a batch at a time: not together, and after an error some may be stored. For what can be
    /// fetched again; as fast as the disk, with a batch in memory.
    ///
    /// # Errors
    /// As [`write`](Self::write).
    pub async fn put_all(
        &self,
        shelf: Shelf,
        records: impl IntoIterator<Item = (String, String)>,
    ) -> Result<(), Error> {
        let mut records = records.into_iter().map(|(key, text)| Change::Put { shelf, key, text }).peekable();
        while records.peek().is_some() {
            self.write(Changes(records.by_ref().take(BATCH).collect())).await?;
        }
        Ok(())
    }

    /// Deletes one record if it is there.
    ///
    /// # Errors
    /// As [`write`](Self::write).
    pub async fn delete(&self, shelf: Shelf, key: &str) -> Result<(), Error> {
        self.write(Changes::new().delete(shelf, key)).await
    }

    /// One text; None if there is none.
    ///
    /// # Errors
    /// `Damaged` if it doesn't open; `Locked`, `Gone`, `HeldElsewhere`, `Browser`.
    pub async fn get(&self, shelf: Shelf, key: &str) -> Result<Option<String>, Error> {
        let data_key = self.key()?;
        let stored = self.unlocked.database.transact(Mode::Read, async |stores| {
            self.still_here(stores).await?;
            get(&stores.records, &place(shelf, key)).await
        });
        let stored = stored.await?;
        if stored.is_undefined() {
            return Ok(None);
        }
        match data_key.open(shelf, key, &stored)?.opened().await? {
            Some(text) => Ok(Some(text)),
            None => Err(Error::Damaged { shelf, key: key.to_owned() }),
        }
    }

    /// All that is on a shelf. What doesn't open is named beside the rest.
    ///
    /// # Errors
    /// `Locked`, `Gone`, `HeldElsewhere`, `Browser`.
    pub async fn get_all(&self, shelf: Shelf) -> Result<Contents, Error> {
        let data_key = self.key()?;
        let stored = self.unlocked.database.transact(Mode::Read, async |stores| {
            let range = whole(shelf)?;
            let texts = answer(stores.records.get_all_with_key(&range).map_err(Thrown::from)?);
            let keys = answer(stores.records.get_all_keys_with_key(&range).map_err(Thrown::from)?);
            self.still_here(stores).await?;
            Ok((named(&keys.await?), Array::from(&texts.await?)))
        });
        let (keys, stored) = stored.await?;
        let opening = keys.iter().zip(stored.iter()).map(|(key, stored)| data_key.open(shelf, key, &stored));
        let opening: Vec<_> = opening.collect::<Result<_, _>>()?;
        let mut contents = Contents::default();
        for (key, opening) in keys.into_iter().zip(opening) {
            match opening.opened().await? {
                Some(text) => contents.records.push((key, text)),
                None => contents.damaged.push(key),
            }
        }
        Ok(contents)
    }

    /// The keys of all that is on a shelf, in order, without opening it.
    ///
    /// # Errors
    /// As [`get_all`](Self::get_all).
    pub async fn keys(&self, shelf: Shelf) -> Result<Vec<String>, Error> {
        self.key()?;
        let keys = self.unlocked.database.transact(Mode::Read, async |stores| {
            self.still_here(stores).await?;
            let keys = stores.records.get_all_keys_with_key(&*whole(shelf)?).map_err(Thrown::from)?;
            Ok(named(&answer(keys).await?))
        });
        keys.await
    }

    /// Seals what is to be put; in batches, to spare the memory.
    async fn seal(&self, changes: &[Change]) -> Result<Vec<Sealed>, Error> {
        let mut all = Vec::with_capacity(changes.len());
        for batch in changes.chunks(BATCH) {
            let data_key = self.key()?;
            let mut begun = Vec::with_capacity(batch.len());
            for change in batch {
                begun.push(match change {
                    Change::Put { shelf, key, text } => (place(*shelf, key), Some(data_key.seal(*shelf, key, text)?)),
                    Change::Delete { shelf, key } => (place(*shelf, key), None),
                    Change::Clear { shelf } => (whole(*shelf)?.into(), None),
                });
            }
            for (places, sealing) in begun {
                all.push(match sealing {
                    Some(sealing) => Sealed::Put { place: places, sealed: sealing.sealed().await? },
                    None => Sealed::Delete { places },
                });
            }
        }
        // Locked meanwhile: then nobody is to write any more.
        self.key()?;
        Ok(all)
    }
}

impl Sealed {
    fn carry_out(&self, stores: &Stores) -> Result<(), Error> {
        let asked = match self {
            Self::Put { place, sealed } => stores.records.put_with_key(sealed, place),
            Self::Delete { places } => stores.records.delete(places),
        };
        asked.map(|_| ()).map_err(|thrown| Thrown::from(thrown).into())
    }
}

/// A record's key in the database.
fn place(shelf: Shelf, key: &str) -> JsValue {
    Array::of2(&shelf.name().into(), &key.into()).into()
}

/// All keys of a shelf: `[shelf]` is before each, and an array is after any text.
fn whole(shelf: Shelf) -> Result<IdbKeyRange, Error> {
    let (first, last) = (Array::of1(&shelf.name().into()), Array::of2(&shelf.name().into(), &Array::new()));
    Ok(IdbKeyRange::bound(&first, &last).map_err(Thrown::from)?)
}

/// The records' own keys, without the shelf.
fn named(places: &JsValue) -> Vec<String> {
    Array::from(places).iter().filter_map(|place| place.unchecked_into::<Array>().get(1).as_string()).collect()
}
