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
use model::id::{DeviceId, OpId};
use model::initiative::Person;
use model::show::rules::{Around, Refused, decide, subjects};
use model::show::{Act, Held, Item, League, Scene, Show};
use model::unit::UnitCode;
use room::Told;
use std::collections::HashMap;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex, OnceLock, PoisonError, RwLock};
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
    /// The producer's session, by its id outside; `None` if it came from none.
    pub device: Option<DeviceId>,
    /// Where their page reached the server; empty if no page of ours asks, or that isn't known.
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
    /// Where people reach the server, as its administrator says.
    public_url: OnceLock<String>,
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
            public_url: OnceLock::new(),
            local_address: RwLock::default(),
            presence: Presence::default(),
        }))
    }

    /// The show as it is.
    pub fn show(&self) -> Arc<Show> {
        Arc::clone(&self.show.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Where people reach the server, as its administrator says: from then on the QR code leads there, wherever producers
    /// have reached it. Said once; what is said later changes nothing.
    pub fn lead_to(&self, public_url: &str) {
        _ = self.public_url.set(public_url.to_owned());
    }

    /// The show with the address that the QR code leads to.
    fn addressed(&self, show: &Show) -> Show {
        let mut show = show.clone();
        if let Some(public_url) = self.public_url.get() {
            show.address.clone_from(public_url);
        } else if show.address.is_empty() {
            show.address.clone_from(&self.local_address.read().unwrap_or_else(PoisonError::into_inner));
        }
        show
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
                && is_better(&asked.address, &made.address)
            {
                made.address.clone_from(&asked.address);
            }
            let Some(unit) = self.root() else { return Err(Refused::NothingToShow.into()) };
            let Asked { id, fingerprint, by, device, .. } = asked;
            let (id, fingerprint, device) = (*id, *fingerprint, *device);
            let step = ShowStep { id, fingerprint, act: &act, made: made.as_ref(), unit: &unit, by, device, at: now };
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
        Ok(self.composer(&self.addressed(show), &material).snapshot(item))
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

    /// Takes over a show as it was kept. One that was read before another process went on is left.
    fn set(&self, show: Show) {
        let mut known = self.show.write().unwrap_or_else(PoisonError::into_inner);
        if show.revision >= known.revision {
            *known = Arc::new(show);
        }
    }

    /// Takes over what another process has done.
    async fn catch_up(&self) -> Result<(), StoreError> {
        self.set(self.store.shows().show().await?);
        Ok(())
    }
}

/// Whether an address at which a page has reached the server takes the place of what is known. A name that a machine has
/// for itself leads nobody else anywhere, so it takes no other's.
fn is_better(address: &str, known: &str) -> bool {
    !address.is_empty() && (known.is_empty() || !is_loopback(address) || is_loopback(known))
}

/// Whether an address is what a machine calls itself.
fn is_loopback(address: &str) -> bool {
    let host = address.split_once("://").map_or(address, |(_, host)| host);
    if host.starts_with("[::1]") {
        return true;
    }
    let name = host.split_once(':').map_or(host, |(name, _)| name);
    name == "localhost" || name.parse().is_ok_and(|address: Ipv4Addr| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::totals::Reality;
    use store::{Doer, Join, SqliteStore, TokenHash};
    use uuid::Uuid;

    async fn studio(folder: &std::path::Path) -> (Arc<Studio>, Arc<dyn Store>) {
        let store: Arc<dyn Store> = SqliteStore::open(folder).await.unwrap();
        let units = "code,parent,level,name\ntld,,national,Tổng Liên đoàn\n";
        let units = crate::files::units(units.as_bytes()).unwrap().values;
        store.import_units(&units, Clock::system().now()).await.unwrap();
        let board = Board::load(store.as_ref(), Clock::system(), Reality::Real).await.unwrap();
        (Studio::load(Arc::clone(&store), board, Clock::system()).await.unwrap(), store)
    }

    #[tokio::test]
    async fn what_the_administrator_says_is_where_the_code_leads() {
        let folder = tempfile::tempdir().unwrap();
        let (studio, _store) = studio(folder.path()).await;
        let leads = || studio.addressed(&studio.show()).address;
        studio.note_local_address("http://127.0.0.1:3000");
        assert_eq!(leads(), "http://127.0.0.1:3000");
        studio.set(Show { address: "https://10.1.2.3".into(), ..Show::default() });
        assert_eq!(leads(), "https://10.1.2.3");
        studio.lead_to("https://sangkien.example");
        assert_eq!(leads(), "https://sangkien.example");
        let item = Item {
            id: model::show::ItemId(1),
            scene: Scene::Waiting,
            held: None,
            embargo: None,
            typed: None,
            aired_at: None,
        };
        let held = studio.snapshot(&studio.show(), &item).await.unwrap().unwrap().content;
        assert!(
            matches!(&held, model::show::Content::Waiting { address, .. } if address == "https://sangkien.example/app/join"),
            "{held:?}"
        );
    }

    #[test]
    fn a_machines_name_for_itself_takes_no_others_place() {
        let (ours, here) = ("https://sangkien.example", "http://localhost:3000");
        assert!(is_better(ours, "") && is_better(here, "") && is_better(ours, here));
        assert!(is_better("http://[::1]:3000", "http://127.0.0.1:8080"), "a server that was started elsewhere");
        assert!(is_better("https://khac.example", ours), "a server that has moved");
        for worse in ["", here, "http://127.0.0.1:3000", "http://127.8.0.9", "http://[::1]"] {
            assert!(!is_better(worse, ours), "{worse}");
        }
        assert!(!is_loopback("https://127.0.0.1.evil.example") && !is_loopback("https://localhost.example:80"));
    }

    /// A button box whose link breaks while its act is being kept.
    #[tokio::test]
    async fn an_act_is_carried_out_and_shown_though_its_sender_has_gone() {
        let folder = tempfile::tempdir().unwrap();
        let (studio, store) = studio(folder.path()).await;
        let (now, unit) = (Clock::system().now(), "tld".parse().unwrap());
        let join = Join {
            codes: vec![store.join_code(&unit, Doer::OPERATOR, now).await.unwrap().unwrap()],
            name: "Hà Vy".into(),
            member_no: None,
            consent_version: "1".into(),
            token: TokenHash([7; 32]),
            earlier: None,
            asks_to_merge: false,
            once: None,
            at: now,
        };
        let member = store.join(&join).await.unwrap();
        let by = Person { id: member.id, name: member.name };
        let asked =
            Asked { id: OpId::new(Uuid::now_v7()), fingerprint: [7; 32], by, device: None, address: String::new() };
        let mut act = Box::pin(studio.perform(asked, |_| Act::Rename { title: "Thử".into() }));
        assert!(futures::poll!(act.as_mut()).is_pending());
        drop(act);
        let acted = tokio::time::timeout(std::time::Duration::from_secs(10), studio.acted.notified()).await;
        acted.expect("it isn't left half done");
        assert_eq!(studio.show().title, "Thử");
        assert_eq!(store.shows().show().await.unwrap().revision, studio.show().revision);
    }
}
