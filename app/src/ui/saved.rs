//! The quietest thing on a page for writing: whether what is written is saved on the device.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::*;
use model::number::Lang;

use crate::i18n::form;
use crate::markup::{El, el, follow, settled};
use crate::ui::Icon;

/// How long nobody types before the screen reader is told.
const PAUSE: Duration = Duration::from_millis(1_500);

/// How what is written stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Saving {
    /// There is nothing to save yet.
    Nothing,
    /// It is on its way to the disk.
    Pending,
    /// It is on the disk.
    Saved,
    /// It is stored where the browser may lose it if it is killed within seconds.
    ForNow,
    /// It couldn't be stored and is on the screen alone.
    NotSaved,
}

impl Saving {
    fn say(self, lang: Lang) -> Option<(Icon, &'static str)> {
        match self {
            Self::Nothing => None,
            // The place is held, unseen, for what follows in a moment.
            Self::Pending | Self::Saved => Some((Icon::Check, form::SAVED.say(lang))),
            Self::ForNow => Some((Icon::Check, form::SAVED_FOR_NOW.say(lang))),
            Self::NotSaved => Some((Icon::Alert, form::NOT_SAVED.say(lang))),
        }
    }
}

/// "Đã lưu trên máy", once there is something to save; not shown while it is on its way. `edited` is another value after
/// each change of what is written.
pub fn saved<Edited: PartialEq + 'static>(
    lang: Lang,
    saving: impl Fn() -> Saving + 'static,
    edited: impl Fn() -> Edited + 'static,
) -> [El; 2] {
    let saving = settled(saving);
    let (busy, marked, said, came) = (saving.clone(), saving.clone(), saving.clone(), saving.clone());
    let line = el("p", "saved")
        .live_attr("aria-busy", move || Some((busy() == Saving::Pending).to_string()))
        .live_class("saved--not", move || marked() == Saving::NotSaved)
        .live(move || {
            let (icon, words) = said().say(lang)?;
            Some(el("span", "saved__in").icon(icon).put(el("span", "").text(words)))
        });
    let words = move || match saving() {
        Saving::Pending => "",
        known => known.say(lang).map_or("", |(_, words)| words),
    };
    // What was pending when the pause was over is said once it isn't.
    [line, spoken(move || (edited(), came() == Saving::Pending), words)]
}

/// The same for a screen reader: once after a pause, not at each key.
fn spoken<Edited: PartialEq + 'static>(
    edited: impl Fn() -> Edited + 'static,
    words: impl Fn() -> &'static str + 'static,
) -> El {
    let spoken = RwSignal::new(String::new());
    let timer = Rc::new(RefCell::new(None::<TimeoutHandle>));
    let (words, mut edited_before) = (Rc::new(words), None);
    follow(move || {
        let edited = edited();
        let is_same = edited_before.as_ref().is_none_or(|before| *before == edited);
        edited_before = Some(edited);
        if let Some(timer) = timer.take() {
            timer.clear();
        }
        if is_same {
            return;
        }
        spoken.set(String::new());
        let words = words.clone();
        let speak = move || _ = spoken.try_set(untrack(|| words()).to_owned());
        timer.replace(set_timeout_with_handle(speak, PAUSE).ok());
    });
    el("span", "hide").attr("role", "status").live_text(move || spoken.get())
}
