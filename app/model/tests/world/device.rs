//! One device of the member: a disk that survives, tabs that don't, and the carrying out of the engine's effects with
//! every fault that a phone knows.

use super::chance::Chance;
use super::ledger::{Act, Ledger, marks};
use super::tab::{Here, Tab};
use super::trace;
use model::content::Content;
use model::draft::{FORMAT, Known, Written};
use model::field::Field;
use model::id::{DeviceId, InitiativeId};
use model::op::{Action, Op};
use model::sync::{Effect, Engine, Event, Found, Session, Stored};
use model::wire::{Member, SyncRequest};
use std::collections::{BTreeMap, BTreeSet};

/// How often things go wrong, in a thousand.
#[derive(Clone, Copy, Default)]
pub struct Faults {
    pub kill: usize,
    pub disk_full: usize,
}

/// A request on its way.
pub struct Sent {
    pub device: usize,
    pub tab: u64,
    pub number: u64,
    pub body: String,
}

pub struct Device {
    pub number: usize,
    pub id: DeviceId,
    pub disk: BTreeMap<String, String>,
    pub tabs: Vec<Tab>,
    pub here: Here,
    /// The tab that the person has before them.
    pub current: usize,
    tabs_made: u64,
    pub faults: Faults,
}

impl Device {
    pub fn new(number: usize) -> Self {
        let id = super::device(number as u64);
        let here = Here { millis: 0, ops_made: number as u64 * 1_000_000 };
        let member =
            Member { id: super::member(1), name: "Đoàn viên 1".into(), unit: "cd-dau-khi".parse().unwrap() };
        let session = Session { format: FORMAT, member, token: "bí mật".into(), expired: false };
        let disk = BTreeMap::from([("session".to_owned(), serde_json::to_string(&session).unwrap())]);
        let faults = Faults::default();
        Device { number, id, disk, tabs: Vec::new(), here, current: 0, tabs_made: 0, faults }
    }

    pub fn found(&self) -> Found {
        let under = |prefix: &'static str| self.disk.iter().filter(move |(key, _)| key.starts_with(prefix));
        let one = |key: &str| self.disk.get(key).map(String::as_str);
        Found {
            written: under("written/").map(|(_, text)| Written::read(text).unwrap()).collect(),
            known: under("known/").map(|(_, text)| Known::read(text).unwrap()).collect(),
            position: one("position").map(|text| serde_json::from_str(text).unwrap()).unwrap_or_default(),
            session: one("session").map(|text| serde_json::from_str(text).unwrap()),
            joining: one("joining").map(|text| serde_json::from_str(text).unwrap()),
        }
    }

    /// Opens one more tab, and looks at it.
    pub fn open_tab(&mut self) {
        self.tabs_made += 1;
        self.tabs.push(Tab::new(self.tabs_made, Engine::new(self.id, self.found())));
        self.current = self.tabs.len() - 1;
    }

    /// Some tab gets the lock if none has it.
    pub fn elect(&mut self, world: &mut Outside) {
        if !self.tabs.is_empty() && !self.tabs.iter().any(|tab| tab.leads) {
            let place = world.chance.below(self.tabs.len());
            self.tabs[place].leads = true;
            let found = Box::new(self.found());
            self.handle(place, Event::Leads(found), world);
        }
    }

    pub fn close_tab(&mut self, place: usize) {
        self.tabs.remove(place);
        if place == self.current {
            self.current = usize::MAX;
        } else if place < self.current && self.current < usize::MAX {
            self.current -= 1;
        }
    }

    /// The tab that the person looks at; what other tabs wrote has come by the time they get there.
    pub fn look_at(&mut self, place: usize, world: &mut Outside) {
        if place != self.current && self.current < self.tabs.len() {
            let current = self.current;
            self.tabs[current].typing_in = None;
            self.handle(current, Event::TypingIn(None), world);
        }
        if place >= self.tabs.len() {
            return;
        }
        self.current = place;
        let number = self.tabs[place].number;
        self.read_messages(number, world);
    }

    pub fn read_messages(&mut self, number: u64, world: &mut Outside) {
        while let Some(place) = self.place_of(number)
            && let Some(event) = self.tabs[place].inbox.pop_front()
        {
            self.handle(place, event, world);
        }
    }

    /// Messages between tabs take milliseconds: a few may be on their way when something happens, not more.
    pub fn let_no_message_lag(&mut self, world: &mut Outside) {
        let numbers: Vec<u64> = self.tabs.iter().map(|tab| tab.number).collect();
        for number in numbers {
            while let Some(place) = self.place_of(number)
                && self.tabs[place].inbox.len() > 3
                && let Some(event) = self.tabs[place].inbox.pop_front()
            {
                self.handle(place, event, world);
            }
        }
    }

    /// What other tabs stored of drafts is looked at before anything happens, as the app does it; where they are in the log may
    /// still be coming.
    pub fn read_in_time(&mut self, place: usize, world: &mut Outside) {
        let number = self.tabs[place].number;
        let of_words = |event: &Event| match event {
            Event::WroteElsewhere(stored) => matches!(**stored, Stored::Written(_) | Stored::Known(_)),
            other => matches!(other, Event::ErasedElsewhere(_)),
        };
        while let Some(place) = self.place_of(number)
            && self.tabs[place].inbox.iter().any(of_words)
            && let Some(event) = self.tabs[place].inbox.pop_front()
        {
            self.handle(place, event, world);
        }
    }

    pub fn place_of(&self, number: u64) -> Option<usize> {
        self.tabs.iter().position(|tab| tab.number == number)
    }

    /// Tells the tab's engine and does what it wants, unless the tab dies on the way. What other tabs have stored is taken in
    /// first, as the app does it.
    pub fn handle(&mut self, place: usize, event: Event, world: &mut Outside) {
        let number = self.tabs[place].number;
        let is_message = matches!(event, Event::WroteElsewhere(_) | Event::ErasedElsewhere(_) | Event::NotStored(_));
        if !is_message && !matches!(event, Event::TypingIn(_)) {
            self.read_in_time(place, world);
        }
        let Some(place) = self.place_of(number) else { return };
        let tab = &mut self.tabs[place];
        let by_hand = matches!(
            event,
            Event::Edited { .. }
                | Event::Asked { .. }
                | Event::Discarded { .. }
                | Event::ErasedElsewhere(_)
                | Event::TookBack { .. }
                | Event::BroughtIn(_)
                | Event::TypingIn(_)
        );
        let hand = tab.under_the_hand();
        let text = if world.trace { trace::event(&event) } else { String::new() };
        let effects = tab.engine.handle(event, &mut self.here);
        // Where another device deleted what is being typed in, the page goes on under the new id.
        if let Some((id, field)) = tab.typing_in
            && let Some(new) = tab.engine.moved(id)
        {
            tab.typing_in = Some((new, field));
        }
        if world.trace {
            println!("d{}t{number}: {text}", self.number);
            effects.iter().for_each(|effect| println!("      → {}", trace::effect(effect)));
        }
        assert!(by_hand || hand == tab.under_the_hand(), "the field under the hand was changed");
        for effect in effects {
            // Browsers write one answer's receipts and its cursor as one.
            let ends_an_answer = matches!(&effect, Effect::Store(stored) if matches!(**stored, Stored::Position(_)));
            if !ends_an_answer && world.chance.per_mille(self.faults.kill) {
                world.say(format!("device {} tab {number} is killed before {}", self.number, trace::effect(&effect)));
                if let Some(place) = self.place_of(number) {
                    self.close_tab(place);
                }
                return;
            }
            if let Err(not_stored) = self.carry_out(effect, number, world) {
                world.say("not stored".to_owned());
                if let Some(place) = self.place_of(number) {
                    self.handle(place, Event::NotStored(not_stored), world);
                }
                return;
            }
        }
    }

    fn carry_out(&mut self, effect: Effect, number: u64, world: &mut Outside) -> Result<(), Box<Stored>> {
        match effect {
            Effect::Store(stored) => {
                if world.chance.per_mille(self.faults.disk_full) {
                    return Err(stored);
                }
                self.put(&stored);
                self.tell_others(number, Event::WroteElsewhere(stored.clone()));
                match &*stored {
                    Stored::Written(it) => {
                        self.words_are_moved(number, it, world);
                        self.acts_are_stored(number, it.id, it.content(), world);
                    }
                    // What an op takes the place of may go, even if its words couldn't be stored as such.
                    Stored::Known(it) => it.outbox.iter().for_each(|op| self.acts_may_leave(number, op, world)),
                    _ => {}
                }
            }
            Effect::Erase(id) => {
                self.disk.remove(&format!("written/{id}"));
                self.disk.remove(&format!("known/{id}"));
                self.tell_others(number, Event::ErasedElsewhere(id));
                self.acts_are_stored(number, id, &Content::default(), world);
            }
            Effect::Send { number: request_number, request, .. } => {
                self.check_request(&request);
                let body = serde_json::to_string(&request).unwrap();
                assert!(body.len() <= model::wire::MAX_BODY);
                world.on_the_way.push(Sent { device: self.number, tab: number, number: request_number, body });
            }
            Effect::Join { .. } => unreachable!("everybody here has joined"),
            Effect::Wait(_) => {
                if let Some(place) = self.place_of(number) {
                    self.tabs[place].timer = true;
                }
            }
        }
        Ok(())
    }

    fn put(&mut self, stored: &Stored) {
        let (key, text) = match stored {
            Stored::Written(written) => (format!("written/{}", written.id), serde_json::to_string(written).ok()),
            Stored::Known(known) => (format!("known/{}", known.id), serde_json::to_string(known).ok()),
            Stored::Position(position) => ("position".into(), serde_json::to_string(position).ok()),
            Stored::Session(session) => {
                ("session".into(), session.as_ref().and_then(|it| serde_json::to_string(it).ok()))
            }
            Stored::Joining(joining) => {
                ("joining".into(), joining.as_ref().and_then(|it| serde_json::to_string(it).ok()))
            }
        };
        match text {
            Some(text) => _ = self.disk.insert(key, text),
            None => _ = self.disk.remove(&key),
        }
    }

    fn tell_others(&mut self, number: u64, event: Event) {
        for tab in self.tabs.iter_mut().filter(|tab| tab.number != number) {
            tab.inbox.push_back(event.clone());
        }
    }

    /// What was owed of a deleted initiative is owed under the id that its words go on under.
    fn words_are_moved(&self, number: u64, written: &Written, world: &mut Outside) {
        let Some(place) = self.place_of(number) else { return };
        for id in world.ledger.ids() {
            if self.tabs[place].engine.moved(id) == Some(written.id) {
                let is_in = |mark: &_, field| marks(&written.content().get(field)).contains(mark);
                world.ledger.moved(id, written.id, is_in);
            }
        }
    }

    /// What the person did is promised from now on, as far as it is in what was stored.
    fn acts_are_stored(&mut self, number: u64, id: InitiativeId, stored: &Content, world: &mut Outside) {
        let Some(place) = self.place_of(number) else { return };
        let acts = std::mem::take(&mut self.tabs[place].unstored_acts);
        for mut act in acts {
            if act.id == id {
                self.forgive_before_the_move(place, &act, world);
                act.wrote.retain(|mark| marks(&stored.get(act.field)).contains(mark));
                world.ledger.stored(act);
            } else {
                self.tabs[place].unstored_acts.push(act);
            }
        }
    }

    fn acts_may_leave(&self, number: u64, op: &Op, world: &mut Outside) {
        let Some(place) = self.place_of(number) else { return };
        let is_in_op = |field: Field| match &op.action {
            Action::Edit(patch) => patch.get(field).is_some(),
            Action::Resolve(choices) => choices.contains_key(&field),
            _ => false,
        };
        for act in self.tabs[place].unstored_acts.iter().filter(|act| act.id == op.initiative && is_in_op(act.field)) {
            act.took_away.iter().for_each(|mark| world.ledger.forgive(mark.clone(), act.id));
            self.forgive_before_the_move(place, act, world);
        }
    }

    /// What is taken away where words go on under a new id isn't owed under the old one either: the move may not have been
    /// stored before.
    fn forgive_before_the_move(&self, place: usize, act: &Act, world: &mut Outside) {
        for from in world.ledger.ids() {
            if self.tabs[place].engine.moved(from) == Some(act.id) {
                act.took_away.iter().for_each(|mark| world.ledger.forgive(mark.clone(), from));
            }
        }
    }

    /// What leaves is on the disk with its id, and of each draft at most one edit leaves, by itself.
    fn check_request(&self, request: &SyncRequest<Op>) {
        let mut edited = BTreeSet::new();
        let mut other = BTreeSet::new();
        for op in &request.ops {
            // Another tab may have erased the draft in this moment.
            let Some(text) = self.disk.get(&format!("known/{}", op.initiative)) else { continue };
            let known = Known::read(text).unwrap();
            assert!(known.outbox.contains(op), "an op was sent that isn't stored: {op:?}");
            let first = match op.action {
                Action::Edit(_) => edited.insert(op.initiative),
                _ => {
                    other.insert(op.initiative);
                    true
                }
            };
            assert!(first, "two edits of one draft in flight");
        }
        assert!(edited.is_disjoint(&other), "a request went beside the words it is about");
    }
}

/// What a device can reach beyond itself.
pub struct Outside {
    pub chance: Chance,
    pub ledger: Ledger,
    pub on_the_way: Vec<Sent>,
    pub trace: bool,
}

impl Outside {
    pub fn say(&self, what: String) {
        if self.trace {
            println!("{what}");
        }
    }
}
