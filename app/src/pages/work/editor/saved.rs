//! Whether what is written is saved, and whether it can go.

use model::sync::Reach;

use super::bound::Bound;
use crate::i18n::work;
use crate::local::{KeptHow, now};
use crate::markup::{El, el, settled};
use crate::pages::work::mine::chip;
use crate::pages::work::standing;
use crate::ui::{self, Icon, Saving};

/// Adds "Đã lưu trên máy", once there is something to save.
pub fn saved(made: El, bound: Bound) -> El {
    let saving = move || {
        let is_there = bound.draft(|_| ()).is_some();
        bound.store.status(|_| ());
        match (is_there, bound.store.kept_how(bound.id)) {
            (false, _) => Saving::Nothing,
            (true, KeptHow::Not) => Saving::NotSaved,
            (true, KeptHow::ForNow) => Saving::ForNow,
            (true, KeptHow::Pending) => Saving::Pending,
            (true, KeptHow::OnDisk) => Saving::Saved,
        }
    };
    made.puts(ui::saved(bound.lang, saving, move || bound.draft(|draft| draft.written.edited_at)))
}

/// Adds whether there is a link; where the draft stands, if there is.
pub fn link_chip(made: El, bound: Bound) -> El {
    let lang = bound.lang;
    let offline = settled(move || bound.store.status(|engine| engine.reach() == Reach::Offline));
    let said = settled(move || {
        bound.draft(|draft| {
            let said = standing::say(draft, now(), lang);
            (said.stamp, said.chip)
        })
    });
    made.live(move || match (offline(), said()) {
        (true, _) => Some(el("span", "chip chip--local").icon(Icon::Offline).text(work::NO_LINK.say(lang))),
        (false, Some((stamp, words))) => Some(chip(stamp, &words)),
        (false, None) => None,
    })
}
