//! Exporting everything to a file and importing it back, and what is said about it.

use model::id::InitiativeId;
use model::transfer::{Import, NotAnExport, export, import};
use uuid::Uuid;

use super::desk::Here;
use crate::i18n::work;
use crate::local::{now, save_file};

/// Hands the person a file with everything on this device, and says so.
pub fn save(here: Here) {
    let (text, count) = text(here);
    hand_over(here, &text, count);
}

/// The text of a file with everything on this device, and how many initiatives that is.
pub fn text(here: Here) -> (String, usize) {
    let at = now();
    let kept = here.store.kept_now();
    here.store.now(|engine| {
        let unreadable = kept.iter().map(|kept| (kept.key.as_str(), kept.text.as_str()));
        (export(engine.drafts(), unreadable, at), engine.drafts().count())
    })
}

/// Hands the person a file of so many initiatives, and says so.
pub fn hand_over(here: Here, text: &str, count: usize) {
    let (lang, at) = (here.lang, now());
    // `20h15` and `21/10/2023`, as a file's name may hold them.
    let day = at.date(lang).replace(['/', ' '], "-");
    let name = format!("trieu-sang-kien-{day}-{}.json", at.clock(lang).replace(':', "h"));
    here.undo.say(match save_file(&name, "application/json", text) {
        Ok(()) => work::EXPORTED.fill(lang, &[&work::number(count, lang), &name]),
        Err(problem) => {
            leptos::logging::error!("{problem:?}");
            work::EXPORT_FAILED.say(lang).to_owned()
        }
    });
}

/// Brings in what a file holds, beside what is here. What to tell the person.
pub fn bring_in(here: Here, text: &str) -> String {
    let lang = here.lang;
    let drafts: Vec<_> = here.store.now(|engine| engine.drafts().cloned().collect());
    let me = here.store.now(|engine| engine.session().map(|session| session.member.id));
    let held = |id: InitiativeId| drafts.iter().find(|draft| draft.written.id == id);
    let new_id = || InitiativeId::new(Uuid::now_v7());
    let Import { add, beside, same, unreadable } = match import(text, me, held, new_id, work::FROM_FILE.say(lang)) {
        Ok(import) => import,
        Err(NotAnExport) => return work::IMPORT_NOT_OURS.say(lang).to_owned(),
    };
    let wanted = add.len();
    let fitted = here.store.put_back(add);
    let mut said = work::IMPORT_ADDED.fill(lang, &[&work::number(fitted, lang)]);
    let more = [
        (beside, work::IMPORT_BESIDE),
        (same, work::IMPORT_SAME),
        (unreadable, work::IMPORT_UNREAD),
        (wanted - fitted, work::IMPORT_FULL),
    ];
    for (count, words) in more {
        if count > 0 {
            said.push_str(&words.fill(lang, &[&work::number(count, lang)]));
        }
    }
    said
}
