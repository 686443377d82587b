//! The sync engine at work in this tab: carries out its effects and tells the pages what to show anew. Promises that
//! what other tabs wrote is taken in first, that effects run in their order, and that one that fails stops the rest. An
//! edit touches one key and wakes only those who show that draft.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::time::Duration;

use leptos::prelude::*;
use litemap::LiteMap;
use model::calendar::{Date, Timestamp, day_in_vietnam};
use model::draft::Draft;
use model::field::{Field, Shape, Value};
use model::id::{InitiativeId, OpId};
use model::number::Lang;
use model::op::Action;
use model::sync::{Effect, Engine, Event, Stored, Surroundings};
use model::unit::UnitCode;
use uuid::Uuid;
use wasm_bindgen_futures::spawn_local;

use super::copy::Copy;
use super::disk::{Disk, Elsewhere, Kept};
use super::lead::Lead;
use super::recovery::{Recovered, recover};
use super::typing::{carry_over, one_line};
use super::undo::Undo;
use super::{events, network, room};
use crate::link::clock_lead;

/// Everything on this device, for the pages. Copies are the same one; it lives as long as the tab.
#[derive(Clone, Copy)]
pub struct LocalStore(&'static Inner);

struct Inner {
    engine: RefCell<Engine>,
    disk: RefCell<Disk>,
    copy: &'static Copy,
    /// Drafts whose last words came from the copy, until the person has seen that.
    recovered: RefCell<Vec<Recovered>>,
    lang: Lang,
    /// One for each draft that a page shows, woken when that draft changes.
    shown: RefCell<LiteMap<InitiativeId, ArcTrigger>>,
    /// Woken when any draft comes, goes or changes.
    list: ArcTrigger,
    /// Woken when the link, the session or the storage changes.
    status: ArcTrigger,
    timer: RefCell<Option<TimeoutHandle>>,
    lead: RefCell<Option<Lead>>,
    typing_in: Cell<Option<(InitiativeId, Field)>>,
    /// The browser was asked, in this run, to keep what is stored.
    asked_to_keep: Cell<bool>,
    /// How often somebody signed out in this run: what was asked for one person is no answer for the next.
    signed_out: Cell<u32>,
}

/// How a draft's last words are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeptHow {
    /// They couldn't be: they are on the screen alone.
    Not,
    /// In local storage alone, because there can be no copy.
    ForNow,
    /// On their way to the disk.
    Pending,
    /// On the disk.
    OnDisk,
}

/// The device's clock and chance.
struct Device;

impl Surroundings for Device {
    fn now(&mut self) -> Timestamp {
        now()
    }

    fn new_op_id(&mut self) -> OpId {
        OpId::new(Uuid::now_v7())
    }

    fn random_below(&mut self, limit: u32) -> u32 {
        (js_sys::Math::random() * f64::from(limit)) as u32
    }
}

/// The device's clock.
pub fn now() -> Timestamp {
    Timestamp::from_millis(js_sys::Date::now() as i64).unwrap_or(Timestamp::EPOCH)
}

/// The day it is in Vietnam: by the server's clock, as far as it was heard in this run, else by the device's.
pub fn today() -> Option<Date> {
    day_in_vietnam(now().plus_millis(clock_lead())).ok()
}

impl LocalStore {
    /// Reads what is on the device, puts it right from the write-ahead copy, and starts to sync.
    pub async fn start(lang: Lang, undo: Undo) -> LocalStore {
        let copy: &'static Copy = Box::leak(Box::default());
        let mut disk = Disk::open(copy);
        let recovered = recover(&mut disk, copy).await;
        let device = disk.device();
        let engine = Engine::new(device, disk.read_all());
        let store = LocalStore(Box::leak(Box::new(Inner {
            engine: RefCell::new(engine),
            disk: RefCell::new(disk),
            copy,
            recovered: RefCell::new(recovered),
            lang,
            shown: RefCell::default(),
            list: ArcTrigger::new(),
            status: ArcTrigger::new(),
            timer: RefCell::default(),
            lead: RefCell::default(),
            typing_in: Cell::new(None),
            asked_to_keep: Cell::new(false),
            signed_out: Cell::new(0),
        })));
        store.handle(Event::Link(window().navigator().on_line()));
        let lead = Lead::stand(store);
        store.inner().lead.replace(Some(lead));
        events::listen(store, undo);
        store
    }

    /// Lets something happen to the engine, and carries out what it says.
    pub fn handle(self, event: Event) {
        let inner = self.inner();
        let mut touched = Touched::default();
        let mut effects = inner.catch_up(about(&event), &mut touched);
        touched.note(&event);
        effects.extend(inner.engine.borrow_mut().handle(event, &mut Device));
        self.carry_out(effects, &mut touched);
        inner.wake(&touched);
    }

    /// The person made `typed` of a text field that showed `shown`. If another tab wrote in it meanwhile, both hold.
    pub fn edit_text(self, id: InitiativeId, field: Field, shown: &str, typed: &str) {
        self.catch_up(id);
        let inner = self.inner();
        let elsewhere = inner.disk.borrow().written_elsewhere(id);
        let stored = match elsewhere {
            Some(written) => written.content().text(field).to_owned(),
            None => {
                self.draft_now(id, |draft| draft.map_or("", |draft| draft.written.content().text(field)).to_owned())
            }
        };
        let text = carry_over(shown, typed, &stored);
        let text = if matches!(field.shape(), Shape::Line(_)) && text != typed { one_line(&text) } else { text };
        self.edit(id, field, Value::Text(text));
    }

    /// The person's cursor is in this field, or in none.
    pub fn typing_in(self, place: Option<(InitiativeId, Field)>) {
        let inner = self.inner();
        let left = inner.typing_in.replace(place);
        self.handle(Event::TypingIn(place));
        if let Some((id, _)) = left {
            inner.wake(&Touched { drafts: vec![id], ..Touched::default() });
        }
    }

    /// Whether this tab is now the one that syncs.
    pub(super) fn lead(self, leads: bool) {
        if leads {
            // First what other tabs wrote beside us: what is read after it has both.
            let mut touched = Touched::default();
            let effects = self.inner().catch_up(About::Anything, &mut touched);
            self.carry_out(effects, &mut touched);
            let found = self.inner().disk.borrow_mut().read_all();
            self.handle(Event::Leads(Box::new(found)));
        } else {
            self.handle(Event::Follows);
        }
    }

    /// The person changed a field of a draft.
    pub fn edit(self, id: InitiativeId, field: Field, value: Value) {
        self.handle(Event::Edited { id, field, value });
    }

    /// The person typed into the box of a value what can't be read as one; None once it was read.
    pub fn keep_typed(self, id: InitiativeId, pointer: &str, text: Option<String>) {
        self.handle(Event::Typed { id, pointer: pointer.to_owned(), text });
    }

    /// The person asked for something.
    pub fn ask(self, id: InitiativeId, action: Action) {
        self.handle(Event::Asked { id, action });
    }

    /// What another tab wrote to one draft is taken in; before its value is read to be changed.
    pub fn catch_up(self, id: InitiativeId) {
        let inner = self.inner();
        let mut touched = Touched::default();
        let effects = inner.catch_up(About::Draft(id), &mut touched);
        self.carry_out(effects, &mut touched);
        inner.wake(&touched);
    }

    /// Another tab wrote to this key.
    pub(super) fn heard(self, key: &str) {
        let inner = self.inner();
        if let Some(lead) = &*inner.lead.borrow() {
            lead.heard(key);
        }
        let mut touched = Touched { list: true, status: true, ..Touched::default() };
        let change = inner.disk.borrow_mut().look_at(key);
        let effects = inner.take_in(change, &mut touched);
        self.carry_out(effects, &mut touched);
        inner.wake(&touched);
    }

    /// The person is in this tab now.
    pub(super) fn focused(self) {
        let lead = self.inner().lead.borrow().clone();
        if let Some(lead) = lead {
            lead.take();
        }
    }

    /// Puts drafts on this device: an import, a copy, or a deletion undone. How many fitted.
    pub fn put_back(self, drafts: Vec<Draft>) -> usize {
        let mut fitted = 0;
        for draft in drafts {
            let id = draft.written.id;
            let was_here = self.now(|engine| engine.draft(id).is_some());
            self.handle(Event::BroughtIn(Box::new(draft)));
            if !self.now(|engine| engine.is_unstored(id)) {
                fitted += 1;
                continue;
            }
            if !was_here {
                self.handle(Event::Discarded { id });
            }
            break;
        }
        fitted
    }

    /// Signs out, here at once and at the server as far as it can be reached, and removes every draft from this device.
    pub fn sign_out(self) {
        let inner = self.inner();
        let token = self.now(|engine| engine.session().map(|session| session.token.clone()));
        if let Some(token) = token {
            let lang = inner.lang;
            spawn_local(async move {
                if let Err(failure) = network::sign_out(&token, lang).await {
                    leptos::logging::warn!("the server wasn't told of the sign-out: {failure:?}");
                }
            });
        }
        self.handle(Event::SignedOut);
        let found = {
            let mut disk = inner.disk.borrow_mut();
            disk.erase_all();
            disk.read_all()
        };
        // Nothing of the person is to be left in memory either, nor to come with an answer that is on its way.
        inner.signed_out.update(|times| times + 1);
        let device = inner.engine.borrow().device();
        inner.engine.replace(Engine::new(device, found));
        self.handle(Event::Link(window().navigator().on_line()));
        let leads = inner.lead.borrow().as_ref().is_some_and(Lead::is_leading);
        if leads {
            self.lead(true);
        }
        inner.wake(&Touched { all: true, list: true, status: true, ..Touched::default() });
    }

    /// Forgets for good a stored text that couldn't be read.
    pub fn discard_kept(self, key: &str) {
        let inner = self.inner();
        inner.disk.borrow_mut().discard_kept(key);
        inner.status.notify();
    }

    /// Looks at one draft; runs again when it changes.
    pub fn draft<T>(self, id: InitiativeId, look: impl FnOnce(Option<&Draft>) -> T) -> T {
        let inner = self.inner();
        let trigger = inner.shown.borrow_mut().entry(id).or_default().clone();
        trigger.track();
        look(inner.engine.borrow().draft(id))
    }

    /// Looks at one draft as it is now.
    pub fn draft_now<T>(self, id: InitiativeId, look: impl FnOnce(Option<&Draft>) -> T) -> T {
        look(self.inner().engine.borrow().draft(id))
    }

    /// Looks at everything; runs again when any draft changes.
    pub fn list<T>(self, look: impl FnOnce(&Engine) -> T) -> T {
        let inner = self.inner();
        inner.list.track();
        look(&inner.engine.borrow())
    }

    /// Looks at the link and the session; runs again when they change, and not at every edit.
    pub fn status<T>(self, look: impl FnOnce(&Engine) -> T) -> T {
        let inner = self.inner();
        inner.status.track();
        look(&inner.engine.borrow())
    }

    /// Looks at the engine as it is now.
    pub fn now<T>(self, look: impl FnOnce(&Engine) -> T) -> T {
        look(&self.inner().engine.borrow())
    }

    /// Stored texts that this version can't read.
    pub fn kept(self) -> Vec<Kept> {
        let inner = self.inner();
        inner.status.track();
        inner.disk.borrow().kept().cloned().collect()
    }

    /// The same, as it is now.
    pub fn kept_now(self) -> Vec<Kept> {
        self.inner().disk.borrow().kept().cloned().collect()
    }

    /// How the last words of a draft are stored; runs again when that changes.
    pub fn kept_how(self, id: InitiativeId) -> KeptHow {
        let inner = self.inner();
        let is_copied = inner.disk.borrow().is_copied(id);
        match (inner.engine.borrow().is_unstored(id), inner.copy.fails(), is_copied) {
            (true, ..) => KeptHow::Not,
            (false, true, _) => KeptHow::ForNow,
            (false, false, false) => KeptHow::Pending,
            (false, false, true) => KeptHow::OnDisk,
        }
    }

    /// Whether words go to local storage alone, which browsers write to the disk seconds later; runs again when that changes.
    pub fn keeps_for_now(self) -> bool {
        self.inner().copy.fails()
    }

    /// Drafts whose last words were found in the copy alone when the app started, until the person has seen that.
    pub fn recovered(self) -> Vec<Recovered> {
        let inner = self.inner();
        inner.status.track();
        inner.recovered.borrow().clone()
    }

    /// The person has seen it.
    pub fn saw_recovered(self) {
        let inner = self.inner();
        inner.recovered.borrow_mut().clear();
        inner.status.notify();
    }

    /// The name of a unit, if it was kept.
    pub fn unit_name(self, unit: &UnitCode) -> Option<String> {
        self.inner().disk.borrow().unit_name(unit)
    }

    /// Keeps the name of the member's unit. Without room it is asked for again.
    pub fn keep_unit_name(self, unit: &UnitCode, name: &str) {
        self.inner().disk.borrow().keep_unit_name(unit, name);
    }

    /// How many bytes of local storage we take.
    pub fn bytes(self) -> usize {
        self.inner().disk.borrow().bytes()
    }

    fn inner(self) -> &'static Inner {
        self.0
    }

    fn carry_out(self, effects: Vec<Effect>, touched: &mut Touched) {
        let inner = self.inner();
        let mut waiting: VecDeque<Effect> = effects.into();
        while let Some(effect) = waiting.pop_front() {
            match effect {
                Effect::Store(stored) => {
                    touched.note_stored(&stored);
                    let done = inner.disk.borrow_mut().put(&stored);
                    if done.is_ok() && matches!(*stored, Stored::Written(_)) && !inner.asked_to_keep.replace(true) {
                        spawn_local(room::ask_unless_kept());
                    }
                    if done.is_err() {
                        // What should have followed isn't done; the engine says what now.
                        touched.status = true;
                        waiting = inner.engine.borrow_mut().handle(Event::NotStored(stored), &mut Device).into();
                    }
                }
                Effect::Erase(id) => {
                    inner.disk.borrow_mut().erase(id);
                    touched.drafts.push(id);
                }
                Effect::Send { number, token, request } => {
                    let (lang, signed_out) = (inner.lang, inner.signed_out.get());
                    spawn_local(async move {
                        // What leaves is on the disk with its id.
                        inner.copy.settled().await;
                        let answer = network::sync(&token, &request, lang).await;
                        if inner.signed_out.get() == signed_out {
                            self.handle(Event::Answered { number, answer });
                        }
                    });
                }
                Effect::Join { key, request } => {
                    let (lang, signed_out) = (inner.lang, inner.signed_out.get());
                    let earlier = self.now(|engine| engine.session().map(|session| session.token.clone()));
                    spawn_local(async move {
                        let answer = network::join(key, earlier.as_deref(), &request, lang).await;
                        if inner.signed_out.get() == signed_out {
                            self.handle(Event::Joined(answer));
                        }
                    });
                }
                Effect::Wait(millis) => inner.wait(self, millis),
            }
        }
    }
}

impl Inner {
    fn wait(&self, store: LocalStore, millis: u32) {
        let over = move || store.handle(Event::Timer);
        let timer = set_timeout_with_handle(over, Duration::from_millis(u64::from(millis)));
        if let Some(earlier) = self.timer.replace(timer.ok()) {
            earlier.clear();
        }
    }

    /// Takes in what other tabs wrote to what an event is about.
    fn catch_up(&self, about: About, touched: &mut Touched) -> Vec<Effect> {
        let changes = match about {
            About::Draft(id) => self.disk.borrow_mut().changed_elsewhere(id),
            About::Anything => self.disk.borrow_mut().anything_changed_elsewhere(),
            About::Nothing => Vec::new(),
        };
        self.take_in(changes, touched)
    }

    fn take_in(&self, changes: impl IntoIterator<Item = Elsewhere>, touched: &mut Touched) -> Vec<Effect> {
        let mut effects = Vec::new();
        for change in changes {
            let event = match change {
                Elsewhere::Stored(stored) => {
                    touched.note_stored(&stored);
                    Event::WroteElsewhere(stored)
                }
                Elsewhere::Erased(id) => Event::ErasedElsewhere(id),
            };
            touched.note(&event);
            effects.extend(self.engine.borrow_mut().handle(event, &mut Device));
        }
        effects
    }

    fn wake(&self, touched: &Touched) {
        let shown: Vec<ArcTrigger> = {
            let shown = self.shown.borrow();
            let wakes = |id: &InitiativeId| touched.all || touched.drafts.contains(id);
            shown.iter().filter(|(id, _)| wakes(id)).map(|(_, trigger)| trigger.clone()).collect()
        };
        for trigger in shown {
            trigger.notify();
        }
        if touched.list || !touched.drafts.is_empty() {
            self.list.notify();
        }
        if touched.status {
            self.status.notify();
        }
    }
}

/// What an event is about, and so what other tabs may have changed of it.
enum About {
    Draft(InitiativeId),
    Anything,
    Nothing,
}

fn about(event: &Event) -> About {
    match event {
        Event::Edited { id, .. }
        | Event::Typed { id, .. }
        | Event::Asked { id, .. }
        | Event::TookBack { id }
        | Event::Discarded { id } => About::Draft(*id),
        Event::BroughtIn(draft) => About::Draft(draft.written.id),
        Event::TypingIn(_) | Event::WroteElsewhere(_) | Event::ErasedElsewhere(_) | Event::NotStored(_) => {
            About::Nothing
        }
        _ => About::Anything,
    }
}

/// What has to be shown anew.
#[derive(Default)]
struct Touched {
    drafts: Vec<InitiativeId>,
    all: bool,
    list: bool,
    status: bool,
}

impl Touched {
    fn note(&mut self, event: &Event) {
        match event {
            Event::Edited { id, .. } | Event::Typed { id, .. } => self.drafts.push(*id),
            Event::TypingIn(_) => {}
            Event::Asked { id, .. } | Event::TookBack { id } | Event::Discarded { id } | Event::ErasedElsewhere(id) => {
                self.drafts.push(*id);
                self.status = true;
            }
            _ => {
                self.all |= matches!(event, Event::Leads(_));
                self.list = true;
                self.status = true;
            }
        }
    }

    fn note_stored(&mut self, stored: &Stored) {
        match stored {
            Stored::Written(written) => self.drafts.push(written.id),
            Stored::Known(known) => self.drafts.push(known.id),
            Stored::Position(_) | Stored::Session(_) | Stored::Joining(_) => self.status = true,
        }
    }
}
