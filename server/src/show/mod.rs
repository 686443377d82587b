//! The show while it runs: its state in memory as the store has it, acts carried out one at a time, and what outputs and
//! desks are sent. Promises that an act that was answered is durable, and that a story whose author takes consent back
//! leaves every output within two seconds. Knows no HTTP and decides nothing: the rules are the model's.

mod compose;
mod presence;
mod room;
mod sheet;
mod views;

pub use compose::standing;
pub use presence::{Looking, Named, Presence};
pub use sheet::{Said, Sheet};
pub use views::View;

use crate::clock::Clock;
use crate::totals::Board;
use model::field::{Fault, FieldFault};
use model::id::OpId;
use model::initiative::Person;
use model::show::rules::{Around, Refused, decide, subjects};
use model::show::{Act, Held, Item, League, Scene, Show};
use model::unit::UnitCode;
use room::Told;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use store::{ShowKept, ShowOutcome, ShowStep, Store, StoreError};
use tokio::sync::Notify;
use views::Channel;

/// When another process keeps changing the show, an act is decided anew so many times.
const TRIES: usize = 5;

/// Why an act wasn't carried out.
#[derive(Debug, thiserror::Error)]
pub enum ActError {
    /// The rules don't allow it.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// The id came before with something else.
    #[error("the id was used before")]
    IdReused,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Who acts, and how it is told from another act.
pub struct Asked {
    pub id: OpId,
    /// Of the producer and what they sent.
    pub fingerprint: [u8; 32],
    pub by: Person,
    /// Where they reached the server; empty if that isn't known.
    pub address: String,
}

/// The show.
pub struct Studio {
    store: Arc<dyn Store>,
    board: Arc<Board>,
    clock: Clock,
    show: RwLock<Arc<Show>>,
    /// One act at a time.
    acting: tokio::sync::Mutex<()>,
    acted: Notify,
    channels: Mutex<HashMap<String, Channel>>,
    /// Whoever holds it makes what is seen: one at a time, so that nothing older takes the place of anything newer.
    told: tokio::sync::Mutex<Told>,
    /// Where somebody on this very machine reached the server, until a producer has said where it is reached.
    local_address: RwLock<String>,
    pub presence: Presence,
}

impl Studio {
    /// Reads the show as it was left.
    ///
    /// # Errors
    /// If the store can't be read.
    pub async fn load(store: Arc<dyn Store>, board: Arc<Board>, clock: Clock) -> Result<Arc<Studio>, StoreError> {
        let show = RwLock::new(Arc::new(store.shows().show().await?));
        Ok(Arc::new(Self {
            store,
            board,
            clock,
            show,
            acting: tokio::sync::Mutex::default(),
            acted: Notify::new(),
            channels: Mutex::default(),
            told: tokio::sync::Mutex::default(),
            local_address: RwLock::default(),
            presence: Presence::default(),
        }))
    }

    /// The show as it is.
    pub fn show(&self) -> Arc<Show> {
        Arc::clone(&self.show.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Where somebody on this machine reached the server.
    pub fn note_local_address(&self, address: &str) {
        let mut known = self.local_address.write().unwrap_or_else(PoisonError::into_inner);
        if known.is_empty() {
            address.clone_into(&mut known);
        }
    }

    /// Carries out an act; `act` says which, of the show as it is at that moment. Gives the revision that it made. The same
    /// id again gives what it gave before.
    ///
    /// # Errors
    /// [`ActError`]; then the show is as it was.
    pub async fn perform(
        self: &Arc<Self>,
        asked: Asked,
        act: impl Fn(&Show) -> Act + Send + Sync + 'static,
    ) -> Result<u64, ActError> {
        let studio = Arc::clone(self);
        // To its end, even if whoever asked has gone meanwhile: what is kept is shown.
        let carrying_out = tokio::spawn(async move { studio.carry_out(&asked, act).await });
        carrying_out.await.map_err(|why| StoreError::Unavailable(why.to_string()))?
    }

    async fn carry_out(&self, asked: &Asked, act: impl Fn(&Show) -> Act) -> Result<u64, ActError> {
        let _acting = self.acting.lock().await;
        let shows = self.store.shows();
        for _ in 0..TRIES {
            if let Some((fingerprint, outcome)) = shows.show_receipt(asked.id).await? {
                return match outcome {
                    _ if fingerprint != asked.fingerprint => Err(ActError::IdReused),
                    ShowOutcome::Done(revision) => {
                        // It may have been kept by a commit that seemed to fail.
                        if revision > self.show().revision {
                            self.set(shows.show().await?);
                            self.acted.notify_one();
                        }
                        Ok(revision)
                    }
                    ShowOutcome::Refused(refused) => Err(refused.into()),
                };
            }
            let show = self.show();
            let act = act(&show);
            let now = self.clock.now();
            let mut made = match self.check_units(&act) {
                Ok(()) => decide(&show, &act, &asked.by, now, &self.around(&show, &act).await?),
                Err(refused) => Err(refused),
            };
            if let Ok(made) = &mut made
                && !asked.address.is_empty()
            {
                made.address.clone_from(&asked.address);
            }
            let Some(unit) = self.root() else { return Err(Refused::NothingToShow.into()) };
            let Asked { id, fingerprint, by, .. } = asked;
            let (id, fingerprint) = (*id, *fingerprint);
            let step = ShowStep { id, fingerprint, act: &act, made: made.as_ref(), unit: &unit, by, at: now };
            match shows.keep_show(&step).await? {
                ShowKept::Kept => {
                    let made = made?;
                    let revision = made.revision;
                    self.set(made);
                    self.acted.notify_one();
                    return Ok(revision);
                }
                ShowKept::Overtaken => self.set(shows.show().await?),
            }
        }
        Err(StoreError::Unavailable("another process keeps changing the show".into()).into())
    }

    /// What the rules have to be told of for this act.
    async fn around(&self, show: &Show, act: &Act) -> Result<Around, StoreError> {
        let wanted = subjects(show, act);
        let picture = match wanted.picture.and_then(|id| show.item(id)) {
            Some(item) => self.snapshot(show, item).await?,
            None => None,
        };
        let story = match wanted.story {
            Some(id) => standing(self.store.shows().stories(&[id]).await?.first()),
            None => standing(None),
        };
        Ok(Around { picture, story })
    }

    async fn snapshot(&self, show: &Show, item: &Item) -> Result<Option<Held>, StoreError> {
        let material = self.material(std::iter::once(&item.scene)).await?;
        Ok(self.composer(show, &material).snapshot(item))
    }

    /// Whether the units that an act names are there.
    fn check_units(&self, act: &Act) -> Result<(), Refused> {
        let (Act::Add { scene, .. } | Act::Change { scene, .. }) = act else { return Ok(()) };
        match self.unknown_unit(scene) {
            Some(pointer) => {
                let fault = FieldFault { pointer: pointer.into(), fault: Fault::Unknown };
                Err(Refused::Fault { fault })
            }
            None => Ok(()),
        }
    }

    /// Where a scene names a unit that isn't there, as a JSON Pointer.
    pub fn unknown_unit(&self, scene: &Scene) -> Option<&'static str> {
        let directory = self.board.directory();
        let is_unknown = |unit: &UnitCode| directory.index(unit).is_none();
        match scene {
            Scene::Number { unit } | Scene::Unit { unit } | Scene::Timeline { unit } => {
                is_unknown(unit).then_some("/unit")
            }
            Scene::League { of, marked, .. } => match of {
                League::Children { of } if is_unknown(of) => Some("/of/of"),
                League::Cluster { units, .. } if units.iter().any(is_unknown) => Some("/of/units"),
                _ => marked.as_ref().filter(|unit| is_unknown(unit)).map(|_| "/marked"),
            },
            Scene::Waiting | Scene::Map | Scene::Story { .. } => None,
        }
    }

    fn root(&self) -> Option<UnitCode> {
        let directory = self.board.directory();
        directory.root().map(|root| directory.units()[root].code.clone())
    }

    fn set(&self, show: Show) {
        *self.show.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(show);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::totals::Reality;
    use store::{Join, SqliteStore, TokenHash};
    use uuid::Uuid;

    /// A button box whose link breaks while its act is being kept.
    #[tokio::test]
    async fn an_act_is_carried_out_and_shown_though_its_sender_has_gone() {
        let folder = tempfile::tempdir().unwrap();
        let store: Arc<dyn Store> = SqliteStore::open(folder.path()).await.unwrap();
        let units = "code,parent,level,name\ntld,,national,Tổng Liên đoàn\n";
        store.import_units(&crate::files::units(units.as_bytes()).unwrap()).await.unwrap();
        let board = Board::load(store.as_ref(), Clock::system(), Reality::Real).await.unwrap();
        let studio = Studio::load(Arc::clone(&store), board, Clock::system()).await.unwrap();
        let (now, unit) = (Clock::system().now(), "tld".parse().unwrap());
        let join = Join {
            code: store.join_code(&unit, now).await.unwrap().unwrap(),
            name: "Hà Vy".into(),
            member_no: None,
            consent_version: "1".into(),
            token: TokenHash([7; 32]),
            earlier: None,
            once: None,
            at: now,
        };
        let member = store.join(&join).await.unwrap();
        let by = Person { id: member.id, name: member.name };
        let asked = Asked { id: OpId::new(Uuid::now_v7()), fingerprint: [7; 32], by, address: String::new() };
        let mut act = Box::pin(studio.perform(asked, |_| Act::Rename { title: "Thử".into() }));
        assert!(futures::poll!(act.as_mut()).is_pending());
        drop(act);
        let acted = tokio::time::timeout(std::time::Duration::from_secs(10), studio.acted.notified()).await;
        acted.expect("it isn't left half done");
        assert_eq!(studio.show().title, "Thử");
        assert_eq!(store.shows().show().await.unwrap().revision, studio.show().revision);
    }
}
