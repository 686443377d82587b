//! The sheet of paper that is being copied: sealed on the tablet with every change, with the op id by which it is sent, so
//! that neither a reload nor a lost answer loses it or enters it twice. One for each unit.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use leptos::prelude::*;
use litemap::LiteMap;
use model::calendar::Timestamp;
use model::content::Content;
use model::field::{Fault, Field, FieldFault, MAX_NAME, Value};
use model::id::{InitiativeId, MemberId, OpId};
use model::json;
use model::review::submission_faults;
use model::text::{excess, is_blank};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use wasm_bindgen_futures::spawn_local;

use super::super::super::Here;
use super::whose::MAX_CARD;
use crate::markup::{Read, settled};
use crate::tablet::now;

/// What is on the sheet, as it is kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sheet {
    /// Made with the sheet, long before it is sent.
    pub op: OpId,
    /// The new initiative's.
    pub initiative: InitiativeId,
    /// Whose it is.
    pub whose: Whose,
    /// That the member's consent is on the paper.
    pub consent: bool,
    /// What the paper says.
    pub content: Content,
    /// What stands in a box and can't be read as a value yet, by the JSON Pointer of the value; see
    /// [`model::draft::Written::typed`].
    #[serde(default, with = "json::by_name", skip_serializing_if = "LiteMap::is_empty")]
    pub typed: LiteMap<String, String>,
    /// When it was kept.
    pub kept_at: Timestamp,
}

/// Whose a sheet is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Whose {
    /// Somebody who has joined.
    #[serde(default)]
    pub id: Option<MemberId>,
    /// Họ và tên.
    pub name: String,
    /// What the unit of somebody who has joined is called.
    #[serde(default)]
    pub unit_name: Option<String>,
    /// Số thẻ đoàn viên, of somebody who hasn't.
    pub member_no: String,
}

/// What is sent.
#[derive(Serialize)]
struct Entry<'a> {
    member: Member<'a>,
    consent_on_paper: bool,
    op_id: OpId,
    initiative: InitiativeId,
    fields: &'a Content,
}

#[derive(Serialize)]
struct Member<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<MemberId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    member_no: Option<&'a str>,
}

impl Sheet {
    /// An empty one, with ids of its own.
    pub fn new() -> Sheet {
        Sheet {
            op: OpId::new(Uuid::now_v7()),
            initiative: InitiativeId::new(Uuid::now_v7()),
            whose: Whose::default(),
            consent: false,
            content: Content::default(),
            typed: LiteMap::new(),
            kept_at: now(),
        }
    }

    /// Whether nothing is written on it.
    pub fn is_empty(&self) -> bool {
        self.whose == Whose::default() && !self.consent && self.content.is_empty() && self.typed.is_empty()
    }

    /// What keeps it from being handed in, as the server would say it.
    pub fn faults(&self) -> Vec<FieldFault> {
        let missing = |pointer: &str| FieldFault { pointer: pointer.to_owned(), fault: Fault::Missing };
        let name = (self.whose.id.is_none() && is_blank(&self.whose.name)).then(|| missing("/member/name"));
        let long =
            [("/member/name", &self.whose.name, MAX_NAME), ("/member/member_no", &self.whose.member_no, MAX_CARD)];
        let long = long.into_iter().filter(|(_, text, max)| self.whose.id.is_none() && excess(text.trim(), *max) > 0);
        let long = long.map(|(pointer, _, max)| FieldFault {
            pointer: pointer.to_owned(),
            fault: Fault::TooLong { max: u32::try_from(max).unwrap_or(u32::MAX) },
        });
        let consent = (!self.consent).then(|| missing("/consent_on_paper"));
        let unread = self.typed.keys().map(|pointer| FieldFault { pointer: pointer.clone(), fault: Fault::WrongType });
        let fields = submission_faults(&self.content, &[]);
        let fields = fields.into_iter().chain(unread).map(|FieldFault { pointer, fault }| {
            let pointer = format!("/fields{pointer}");
            FieldFault { pointer, fault }
        });
        name.into_iter().chain(long).chain(consent).chain(fields).collect()
    }

    /// The body of the request.
    pub fn body(&self) -> String {
        let Whose { id, name, member_no, .. } = &self.whose;
        let [name, member_no] = [name.trim(), member_no.trim()].map(|text| Some(text).filter(|text| !text.is_empty()));
        let member = match id {
            Some(id) => Member { id: Some(*id), name: None, member_no: None },
            None => Member { id: None, name, member_no },
        };
        let entry = Entry {
            member,
            consent_on_paper: self.consent,
            op_id: self.op,
            initiative: self.initiative,
            fields: &self.content,
        };
        json::write(&entry)
    }
}

/// The sheet in the page. Copies are the same one.
#[derive(Clone, Copy)]
pub struct Desk {
    pub here: Here,
    pub sheet: RwSignal<Sheet>,
    /// Whether anything was written since the page was opened.
    pub is_written: RwSignal<bool>,
    /// What was found at fault, as pointers into the request.
    pub faults: RwSignal<Vec<FieldFault>>,
    keeper: StoredValue<Rc<Keeper>, LocalStorage>,
}

/// Writes the last version, one write at a time. It outlives the page, so that leaving it loses no word.
struct Keeper {
    name: String,
    /// What is to be written next; `Some(None)` forgets the sheet.
    next: RefCell<Option<Option<String>>>,
    is_writing: Cell<bool>,
}

impl Desk {
    /// This sheet, kept under that name.
    pub fn new(here: Here, name: String, sheet: Sheet) -> Desk {
        let keeper = Keeper { name, next: RefCell::default(), is_writing: Cell::new(false) };
        Desk {
            here,
            sheet: RwSignal::new(sheet),
            is_written: RwSignal::new(false),
            faults: RwSignal::new(Vec::new()),
            keeper: StoredValue::new_local(Rc::new(keeper)),
        }
    }

    /// Changes the sheet and keeps it; what was wrong with the part at `pointer` is for the person to see mended.
    pub fn change(self, pointer: &str, change: impl FnOnce(&mut Sheet)) {
        self.sheet.update(change);
        if self.faults.with_untracked(|faults| faults.iter().any(|fault| fault.pointer.starts_with(pointer))) {
            self.faults.update(|faults| faults.retain(|fault| !fault.pointer.starts_with(pointer)));
        }
        let text = self.sheet.with_untracked(|sheet| json::write(&Sheet { kept_at: now(), ..sheet.clone() }));
        self.keep(Some(text));
        self.is_written.set(true);
    }

    /// Whether what is on the screen is in memory alone; for closures that run again when that changes.
    pub fn is_unkept(self) -> bool {
        self.is_written.get() && self.keeper.with_value(|keeper| self.here.tablet.is_note_unkept(&keeper.name))
    }

    /// Puts a value into a field.
    pub fn set(self, field: Field, value: Value) {
        self.change(&format!("/fields/{}", field.name()), |sheet| sheet.content.set(field, value));
    }

    /// What stands in the box of a value and isn't read yet.
    pub fn typed(self, pointer: String) -> Read<Option<String>> {
        settled(move || self.sheet.with(|sheet| sheet.typed.get(&pointer).cloned()))
    }

    /// Keeps what stands in the box of a value; None once it was read.
    pub fn keep_typed(self, pointer: String) -> Rc<dyn Fn(Option<String>)> {
        Rc::new(move |text| {
            if self.sheet.with_untracked(|sheet| sheet.typed.get(&pointer) == text.as_ref()) {
                return;
            }
            self.change(&format!("/fields{pointer}"), |sheet| match text {
                Some(text) => _ = sheet.typed.insert(pointer.clone(), text),
                None => _ = sheet.typed.remove(&pointer),
            });
        })
    }

    /// Line `at` of the authors goes: what stands unread in the boxes below moves up with them.
    pub fn drop_typed_author(self, at: usize) {
        let share = |at: usize| format!("/authors/{at}/share");
        self.sheet.update(|sheet| {
            for at in at..sheet.content.authors().len() {
                match sheet.typed.remove(&share(at + 1)) {
                    Some(below) => _ = sheet.typed.insert(share(at), below),
                    None => _ = sheet.typed.remove(&share(at)),
                }
            }
        });
    }

    /// A fresh sheet in place of this one, which is forgotten.
    pub fn clear(self) {
        self.faults.set(Vec::new());
        self.sheet.set(Sheet::new());
        self.keep(None);
        self.is_written.set(false);
    }

    /// What was found at fault at a pointer.
    pub fn fault(self, pointer: &str) -> Option<Fault> {
        self.faults.with(|faults| faults.iter().find(|fault| fault.pointer == pointer).map(|fault| fault.fault.clone()))
    }

    fn keep(self, text: Option<String>) {
        let keeper = self.keeper.get_value();
        keeper.next.replace(Some(text));
        if keeper.is_writing.replace(true) {
            return;
        }
        let tablet = self.here.tablet;
        spawn_local(async move {
            while let Some(text) = keeper.next.take() {
                if let Err(error) = tablet.keep_note(&keeper.name, text.as_deref()).await {
                    leptos::logging::warn!("{error}");
                }
            }
            keeper.is_writing.set(false);
        });
    }
}
