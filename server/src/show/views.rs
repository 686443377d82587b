//! What outputs and desks look at, on latest-value channels: made once for all who look, at once after an act, at most
//! twice a second for numbers. Promises that nobody is sent an older state after a newer one.

use super::compose::{Composer, Material};
use super::room::Told;
use super::{Said, Sheet, Studio};
use model::calendar::Timestamp;
use model::id::InitiativeId;
use model::show::{Scene, Show};
use model::unit::UnitCode;
use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use store::{Head, Position, StoreError};
use tokio::sync::watch;

/// Numbers go out no closer together than this.
const PAUSE: Duration = Duration::from_millis(500);
/// Looks at least so often: other processes write to the store too, and embargoes and drills go by the clock.
const LOOK: Duration = Duration::from_secs(1);
/// What was made so recently is given to whoever asks once.
const FRESH: Duration = Duration::from_millis(400);
/// At most so many scenes are looked at by themselves at a time: anybody may ask for one.
const MOST_SCENES: usize = 200;

/// What somebody looks at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum View {
    /// What is on air.
    Program,
    /// What is taken next.
    Preview,
    /// What the presenter reads.
    Prompter,
    /// A scene by itself.
    Scene(Scene),
    /// The producers' desk.
    Control,
}

impl View {
    fn key(&self) -> String {
        match self {
            View::Scene(scene) => serde_json::to_string(scene).expect("a scene is plain data with text for keys"),
            other => format!("{other:?}"),
        }
    }
}

/// Where what is seen in a view is published.
pub(super) struct Channel {
    view: View,
    /// When it was looked at what there is to see.
    made: Instant,
    /// Of which revision of the show that is.
    revision: u64,
    sender: watch::Sender<Arc<Sheet>>,
}

/// What is seen in some views at one moment.
struct Made {
    at: Instant,
    revision: u64,
    said: Vec<(View, Said)>,
}

impl Studio {
    /// What is seen there now.
    ///
    /// # Errors
    /// If the store can't be read, or too many scenes are looked at.
    pub async fn look(&self, view: &View) -> Result<Arc<Sheet>, StoreError> {
        if let Some(sheet) = self.fresh(view) {
            return Ok(sheet);
        }
        let mut told = self.told.lock().await;
        // Somebody else may have made it meanwhile.
        if let Some(sheet) = self.fresh(view) {
            return Ok(sheet);
        }
        let made = self.make(std::slice::from_ref(view), &mut told).await?;
        self.publish(made);
        drop(told);
        let found = self.channels().get(&view.key()).map(|channel| channel.sender.borrow().clone());
        found.ok_or_else(too_many)
    }

    /// What is seen there from now on: the present at once, then the latest whenever it changes.
    ///
    /// # Errors
    /// If the store can't be read, or too many scenes are looked at.
    pub async fn follow(&self, view: &View) -> Result<watch::Receiver<Arc<Sheet>>, StoreError> {
        self.look(view).await?;
        self.channels().get(&view.key()).map(|channel| channel.sender.subscribe()).ok_or_else(too_many)
    }

    /// Until when the outputs have lost their link, in a rehearsal.
    pub fn cut_until(&self) -> Option<Timestamp> {
        let now = self.clock.now();
        self.show().drill().and_then(|drill| drill.cut_until).filter(|until| now < *until)
    }

    /// Keeps everybody who looks up to date, for as long as the future is polled. `committed` says that the writer has
    /// committed something.
    pub async fn run(&self, mut committed: watch::Receiver<Position>, mut heads: watch::Receiver<Head>) {
        let mut last = Instant::now();
        loop {
            let look = if self.show().drill().is_some() { PAUSE } else { LOOK };
            tokio::select! {
                () = self.acted.notified() => {}
                () = acted_elsewhere(&mut heads, self.show().revision) => self.follow_elsewhere().await,
                () = self.somebody_came_or_went(last) => {}
                () = waited(look, &mut committed, last) => {}
            }
            last = Instant::now();
            if let Err(why) = self.refresh().await {
                tracing::warn!(%why, "the show's pictures couldn't be made; it will be tried again");
                tokio::time::sleep(PAUSE).await;
            }
        }
    }

    async fn follow_elsewhere(&self) {
        if let Err(why) = self.catch_up().await {
            tracing::warn!(%why, "what another process has done with the show can't be read; it will be tried again");
            tokio::time::sleep(PAUSE).await;
        }
    }

    async fn somebody_came_or_went(&self, last: Instant) {
        self.presence.changed().notified().await;
        tokio::time::sleep(PAUSE.saturating_sub(last.elapsed())).await;
    }

    async fn refresh(&self) -> Result<(), StoreError> {
        let mut told = self.told.lock().await;
        let views: Vec<View> = {
            let mut channels = self.channels();
            channels.retain(|_, channel| channel.sender.receiver_count() > 0 || channel.made.elapsed() < LOOK);
            let watched = channels.values().filter(|channel| channel.sender.receiver_count() > 0);
            watched.map(|channel| channel.view.clone()).collect()
        };
        if !views.is_empty() {
            let made = self.make(&views, &mut told).await?;
            self.publish(made);
        }
        Ok(())
    }

    /// What was made a moment ago, of the show as it is.
    fn fresh(&self, view: &View) -> Option<Arc<Sheet>> {
        let revision = self.show().revision;
        let channels = self.channels();
        let is_fresh = |channel: &&Channel| channel.revision == revision && channel.made.elapsed() < FRESH;
        channels.get(&view.key()).filter(is_fresh).map(|channel| channel.sender.borrow().clone())
    }

    fn publish(&self, Made { at, revision, said }: Made) {
        let cut_until = self.cut_until();
        let mut channels = self.channels();
        for (view, said) in said {
            let sheet = Sheet::new(said, cut_until.filter(|_| view != View::Control));
            let key = view.key();
            if let Some(channel) = channels.get_mut(&key) {
                (channel.made, channel.revision) = (at, revision);
                channel.sender.send_if_modified(|sent| {
                    let is_news = !sheet.is_no_news(sent);
                    // Without news too: whoever comes next gets the server's clock as it is.
                    *sent = Arc::new(sheet);
                    is_news
                });
                continue;
            }
            let scenes = channels.values().filter(|channel| matches!(channel.view, View::Scene(_))).count();
            if !matches!(view, View::Scene(_)) || scenes < MOST_SCENES {
                let sender = watch::Sender::new(Arc::new(sheet));
                channels.insert(key, Channel { view, made: at, revision, sender });
            }
        }
    }

    /// Makes what is seen in these views, of one state of the show. Whoever holds `told` is the only one who does.
    async fn make(&self, views: &[View], told: &mut Told) -> Result<Made, StoreError> {
        let at = Instant::now();
        let show = self.addressed(&self.show());
        let items = [show.program.map(|program| program.item), show.preview];
        let items = items.into_iter().flatten().filter_map(|id| show.item(id)).map(|item| &item.scene);
        let scenes = views.iter().filter_map(|view| match view {
            View::Scene(scene) => Some(scene),
            _ => None,
        });
        let material = self.material(items.chain(scenes)).await?;
        let composer = self.composer(&show, &material);
        let mut made = Made { at, revision: show.revision, said: Vec::with_capacity(views.len()) };
        for view in views {
            let said = match view {
                View::Program => Said::Picture(Box::new(composer.on_air())),
                View::Preview => Said::Picture(Box::new(composer.preview())),
                View::Prompter => Said::Prompter(Box::new(composer.prompter())),
                View::Scene(scene) => Said::Picture(Box::new(composer.scene(scene))),
                View::Control => Said::Control(Box::new(self.room(&composer, told).await?)),
            };
            made.said.push((view.clone(), said));
        }
        Ok(made)
    }

    pub(super) fn composer<'a>(&'a self, show: &'a Show, material: &'a Material) -> Composer<'a> {
        Composer {
            numbers: self.board.numbers(),
            reality: self.board.reality(),
            show,
            material,
            campaign: self.board.default_campaign(),
            now: self.clock.now(),
        }
    }

    /// Reads what these scenes are made from, beside the board.
    pub(super) async fn material<'s>(&self, scenes: impl Iterator<Item = &'s Scene>) -> Result<Material, StoreError> {
        let (mut stories, mut units) = (BTreeSet::<InitiativeId>::new(), BTreeSet::<UnitCode>::new());
        for scene in scenes {
            match scene {
                Scene::Story { initiative } => _ = stories.insert(*initiative),
                Scene::Timeline { unit } => _ = units.insert(unit.clone()),
                _ => {}
            }
        }
        let mut material = Material::default();
        if !stories.is_empty() {
            let ids: Vec<InitiativeId> = stories.into_iter().collect();
            let records = self.store.shows().stories(&ids).await?;
            material.stories = records.into_iter().map(|record| (record.initiative.id, record)).collect();
        }
        if let Some(campaign) = self.board.default_campaign() {
            for unit in units {
                let days = self.store.daily(&campaign, &unit).await?;
                material.daily.insert(unit, days);
            }
        }
        Ok(material)
    }

    // Nothing that can panic happens while the lock is held.
    fn channels(&self) -> MutexGuard<'_, HashMap<String, Channel>> {
        self.channels.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn too_many() -> StoreError {
    StoreError::Unavailable("too many scenes are looked at".into())
}

/// Waits until the store has a later revision of the show than this one.
async fn acted_elsewhere(heads: &mut watch::Receiver<Head>, known: u64) {
    if heads.wait_for(|head| head.show > known).await.is_err() {
        // Nobody follows the store any more: the server is about to end this task.
        std::future::pending::<()>().await;
    }
}

/// Waits until it is time to look: `look` has passed, or something was committed and the last time is long enough ago.
async fn waited(look: Duration, committed: &mut watch::Receiver<Position>, last: Instant) {
    match tokio::time::timeout(look, committed.changed()).await {
        Ok(Ok(())) => tokio::time::sleep(PAUSE.saturating_sub(last.elapsed())).await,
        // Without a writer any more, the server is about to end this task.
        Ok(Err(_ended)) => tokio::time::sleep(look).await,
        Err(_time_to_look) => {}
    }
}
