//! The sync engine: a state machine that says what to store, what to send and when to try again. Events go in, effects
//! come out; the browser's adapters carry them out, and tests drive the same engine with a made-up network, disk and
//! clock. It promises that an op is stored before it is sent, that it leaves only for a receipt that names its id, and
//! that nothing the person wrote depends on a sign-in, an answer or a link. It must not know HTTP or the DOM.

mod answer;
mod deleting;
mod disk;
mod receipts;
mod sending;
mod writing;

pub(crate) use answer::read_result;
pub use answer::{Answer, Failure};
pub use disk::{Found, Joining, Position, Session, Stored};

use crate::calendar::Timestamp;
use crate::draft::{Draft, FORMAT, Written};
use crate::field::{Field, Value};
use crate::id::{DeviceId, InitiativeId, OpId};
use crate::op::{Action, Op};
use crate::problem::Problem;
use crate::wire::{JoinRequest, JoinResponse, SyncRequest};
use disk::Disk;
use litemap::LiteMap;

/// What the engine can't know by itself.
pub trait Surroundings {
    /// The device's clock. Shown, never trusted for order.
    fn now(&mut self) -> Timestamp;
    /// A fresh op id.
    fn new_op_id(&mut self) -> OpId;
    /// A number below `limit`, for jitter.
    fn random_below(&mut self, limit: u32) -> u32;
}

/// What happens to the engine.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// The person changed a field.
    Edited {
        /// Of which initiative; a new id starts one.
        id: InitiativeId,
        /// Which field.
        field: Field,
        /// All of its new value.
        value: Value,
    },
    /// The person typed into a box what can't be read as a value yet.
    Typed {
        /// Of which initiative; a new id starts one.
        id: InitiativeId,
        /// The JSON Pointer of the value.
        pointer: String,
        /// What stands in the box; None once it was read.
        text: Option<String>,
    },
    /// The person asked for something: submit, withdraw, resolve.
    Asked {
        /// For which initiative.
        id: InitiativeId,
        /// What.
        action: Action,
    },
    /// The person took back what they asked for. What may have left already is followed by a withdrawal.
    TookBack {
        /// For which initiative.
        id: InitiativeId,
    },
    /// The person threw away a draft that never left this device, or the words that the server doesn't have.
    Discarded {
        /// Which.
        id: InitiativeId,
    },
    /// The person has read what was said of the server's history and of deleted initiatives.
    Dismissed,
    /// The person brought in a draft as a whole: from a file, as a copy, or undoing what they threw away. What it says of
    /// the server is asked for before it is believed.
    BroughtIn(Box<Draft>),
    /// The person's cursor is in this field, or in none. Send it on focus and on blur.
    TypingIn(Option<(InitiativeId, Field)>),
    /// Another tab stored this. Also for whatever is found changed when a tab that slept is shown again, before
    /// [`Event::Woken`].
    WroteElsewhere(Box<Stored>),
    /// Another tab erased a draft.
    ErasedElsewhere(InitiativeId),
    /// This tab is now the one that syncs. With all that is stored, read anew after the lock was granted: messages from
    /// the tab that had it may still be on their way.
    Leads(Box<Found>),
    /// Another tab syncs.
    Follows,
    /// Whether the browser says there is a link.
    Link(bool),
    /// The page was shown, or the person asked to try now.
    Woken,
    /// A wait is over.
    Timer,
    /// What came of a `Send`.
    Answered {
        /// The request's number. An answer to another than the last one comes too late and is left aside.
        number: u64,
        /// The answer.
        answer: Result<Answer, Failure>,
    },
    /// The person asked to join.
    Joins(JoinRequest),
    /// What came of the last `Join`.
    Joined(Result<JoinResponse, Failure>),
    /// The person signed out; drafts are erased only if they say so elsewhere.
    SignedOut,
    /// Storing this, from the last list of effects, failed; nothing after it in that list was done.
    NotStored(Box<Stored>),
}

/// What the engine wants done, in order, before it is told of anything else. If storing fails, the rest of the list is
/// left and [`Event::NotStored`] comes back at once.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Store this under its key, durably.
    Store(Box<Stored>),
    /// Remove both parts of a draft.
    Erase(InitiativeId),
    /// `POST /sync`.
    Send {
        /// To be given back with the answer.
        number: u64,
        /// For the `Authorization` header.
        token: String,
        /// The body.
        request: SyncRequest<Op>,
    },
    /// `POST /join`.
    Join {
        /// For the `Idempotency-Key` header.
        key: OpId,
        /// The body.
        request: JoinRequest,
    },
    /// Send [`Event::Timer`] after so many milliseconds; takes the place of an earlier wait.
    Wait(u32),
}

/// Whether the link works, as far as we know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// The browser says there is no link.
    Offline,
    /// There should be one; the last try failed.
    Failing,
    /// The last try, if there was one, worked.
    Online,
}

/// The engine. See the module's text.
pub struct Engine {
    device: DeviceId,
    drafts: LiteMap<InitiativeId, Draft>,
    position: Position,
    session: Option<Session>,
    joining: Option<Joining>,
    leads: bool,
    link: bool,
    failures: u32,
    /// What the server said when it last refused a whole request.
    trouble: Option<Problem>,
    /// The request that an answer is awaited for, with its number. Never stored: at a start every op without a receipt
    /// is pending.
    awaiting: Option<(u64, Vec<OpId>)>,
    /// The server has more changes: they are read before anything else is sent.
    reads_on: bool,
    requests_made: u64,
    joining_now: bool,
    /// Of the request to join that was sent last: what is asked may be another one by the time the answer comes.
    joining_sent: Option<OpId>,
    /// A whole request was refused: its ops go one by one, so that the one at fault can step aside.
    one_by_one: bool,
    /// What was written in since the last request left; it may wait for a few more words.
    fresh: Vec<InitiativeId>,
    /// When the first words were written that wait for more, by the device's clock.
    words_since: Option<Timestamp>,
    typing_in: Option<(InitiativeId, Field)>,
    /// What was found in the last answer to be deleted at the server, or not to be there to be deleted.
    deleted: Vec<InitiativeId>,
    /// Under which new ids the words of deleted initiatives go on, in this run.
    moved: LiteMap<InitiativeId, InitiativeId>,
    /// What another tab made of the draft that is being typed in here, while its field differs under the hand.
    beneath: Option<Written>,
    last_synced: Option<Timestamp>,
    disk: Disk,
}

impl Engine {
    /// An engine with what was found on the disk. It follows until it is told that it leads.
    pub fn new(device: DeviceId, found: Found) -> Self {
        let mut engine = Self {
            device,
            drafts: LiteMap::new(),
            position: Position::default(),
            session: None,
            joining: None,
            leads: false,
            link: true,
            failures: 0,
            trouble: None,
            awaiting: None,
            reads_on: false,
            requests_made: 0,
            joining_now: false,
            joining_sent: None,
            one_by_one: false,
            fresh: Vec::new(),
            words_since: None,
            typing_in: None,
            deleted: Vec::new(),
            moved: LiteMap::new(),
            beneath: None,
            last_synced: None,
            disk: Disk::default(),
        };
        engine.take_found(found);
        engine
    }

    /// The draft of that id.
    pub fn draft(&self, id: InitiativeId) -> Option<&Draft> {
        self.drafts.get(&id)
    }

    /// Every draft, oldest first.
    pub fn drafts(&self) -> impl Iterator<Item = &Draft> {
        self.drafts.values()
    }

    /// Who this device belongs to.
    pub fn session(&self) -> Option<&Session> {
        self.session.as_ref()
    }

    /// A request to join that waits.
    pub fn joining(&self) -> Option<&Joining> {
        self.joining.as_ref()
    }

    /// This installation.
    pub fn device(&self) -> DeviceId {
        self.device
    }

    /// Whether the link works.
    pub fn reach(&self) -> Reach {
        match (self.link, self.failures) {
            (false, _) => Reach::Offline,
            (true, 0) => Reach::Online,
            (true, _) => Reach::Failing,
        }
    }

    /// Why the server refuses to talk to this device at all, if it does and said so. Everything is kept and tried again.
    pub fn trouble(&self) -> Option<&Problem> {
        self.trouble.as_ref()
    }

    /// How many drafts have something still to be sent.
    pub fn unsent(&self) -> usize {
        self.drafts.values().filter(|draft| draft.has_unsent()).count()
    }

    /// How many drafts have something that is on this device alone: still to be sent, or not read as a value yet.
    pub fn only_here(&self) -> usize {
        self.drafts.values().filter(|draft| draft.has_unsent() || !draft.written.typed.is_empty()).count()
    }

    /// When the last answer came, in this run.
    pub fn last_synced(&self) -> Option<Timestamp> {
        self.last_synced
    }

    /// Whether the server has things that this version of the app can't read. They come once the app is newer.
    pub fn needs_newer_app(&self) -> bool {
        self.position.unread
    }

    /// Whether the draft's last words are on the screen alone, because the device couldn't store them.
    pub fn is_unstored(&self, id: InitiativeId) -> bool {
        self.disk.is_unstored(disk::Key::Written(id))
    }

    /// Takes in one event and says what to do.
    pub fn handle(&mut self, event: Event, around: &mut dyn Surroundings) -> Vec<Effect> {
        let mut effects = Vec::new();
        match event {
            Event::Edited { id, field, value } => self.edited(id, field, value, around, &mut effects),
            Event::Typed { id, pointer, text } => self.typed(id, &pointer, text.as_deref(), around, &mut effects),
            Event::Asked { id, action } => self.asked(id, action, around, &mut effects),
            Event::TookBack { id } => self.took_back(id, around, &mut effects),
            Event::Discarded { id } => self.discarded(id, around, &mut effects),
            Event::BroughtIn(draft) => self.brought_in(*draft, around, &mut effects),
            Event::Dismissed => self.dismissed(&mut effects),
            Event::TypingIn(place) => self.typing_in(place),
            Event::WroteElsewhere(stored) => self.wrote_elsewhere(*stored, around, &mut effects),
            Event::ErasedElsewhere(id) => self.erased_elsewhere(id, &mut effects),
            Event::Leads(found) => {
                self.leads = true;
                self.reads_on = false;
                self.take_found(*found);
                self.position.reread |= self.position.unread;
                self.go(around, &mut effects);
            }
            Event::Follows => {
                self.leads = false;
                self.awaiting = None;
                self.joining_now = false;
            }
            Event::Link(link) => {
                self.link = link;
                self.failures = 0;
                self.go(around, &mut effects);
            }
            Event::Woken => {
                self.failures = 0;
                self.disk.try_again();
                self.store_again(&mut effects);
                self.go(around, &mut effects);
            }
            Event::Timer => {
                self.disk.try_again();
                self.store_again(&mut effects);
                self.go(around, &mut effects);
            }
            Event::Answered { number, answer } => self.answered(number, answer, around, &mut effects),
            Event::Joins(request) => self.joins(request, around, &mut effects),
            Event::Joined(answer) => self.joined(answer, around, &mut effects),
            Event::SignedOut => {
                self.session = None;
                self.joining = None;
                self.store(disk::Key::Session, &mut effects);
                self.store(disk::Key::Joining, &mut effects);
                if self.leads {
                    self.position = Position::default();
                    self.store(disk::Key::Position, &mut effects);
                }
            }
            Event::NotStored(stored) => self.not_stored(&stored, around, &mut effects),
        }
        self.disk.asked_for(&effects);
        effects
    }

    fn joins(&mut self, request: JoinRequest, around: &mut dyn Surroundings, effects: &mut Vec<Effect>) {
        self.joining = Some(Joining { format: FORMAT, key: around.new_op_id(), request, refused: None });
        self.store(disk::Key::Joining, effects);
        self.go(around, effects);
    }

    /// The person's words are gone. But if the server has the draft by now, as only the tab that leads can know, then it
    /// is here still, as the server has it; unless the person signed out, who leaves nothing.
    fn erased_elsewhere(&mut self, id: InitiativeId, effects: &mut Vec<Effect>) {
        let Some(draft) = self.drafts.get(&id) else { return };
        let known = draft.known.clone();
        self.forget(id);
        if self.leads && self.session.is_some() && known.is_with_server() {
            self.drafts.insert(id, Draft::restored(known));
            self.store(disk::Key::Known(id), effects);
        }
    }

    fn forget(&mut self, id: InitiativeId) {
        self.drafts.remove(&id);
        self.fresh.retain(|fresh| *fresh != id);
        self.disk.forget(id);
        self.beneath.take_if(|written| written.id == id);
    }
}
