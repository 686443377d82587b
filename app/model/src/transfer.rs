//! The file that a person exports and imports: every draft on the device, in the stored forms. Promises that an import
//! never puts older words in the place of newer ones, and that every export ever made can be read. The device's secret
//! isn't in it. Also copying one initiative. Knows nothing of files or storage; the engine takes in what comes of it
//! ([`crate::sync::Event::BroughtIn`]).

use crate::calendar::Timestamp;
use crate::draft::{Draft, FORMAT, Known, Written};
use crate::field::{Field, Value};
use crate::id::{InitiativeId, MemberId};
use crate::json::{self, Raw};
use serde::{Deserialize, Serialize};

/// Says in the file what it is.
const APP: &str = "trieu-sang-kien";

/// The file, as written.
#[derive(Serialize)]
struct File<'d, 'k> {
    app: &'static str,
    format: u32,
    exported_at: Timestamp,
    drafts: Vec<Entry<'d>>,
    /// Stored texts that this version couldn't read, as they were.
    unreadable: Vec<Unread<'k>>,
}

#[derive(Serialize)]
struct Entry<'a> {
    written: &'a Written,
    known: &'a Known,
}

#[derive(Serialize)]
struct Unread<'a> {
    key: &'a str,
    text: &'a str,
}

/// What is read of it.
#[derive(Deserialize)]
struct Found<'a> {
    app: String,
    #[serde(borrow)]
    drafts: Vec<Raw<'a>>,
}

/// The two parts of a draft, as texts.
#[derive(Deserialize)]
struct Parts<'a> {
    #[serde(borrow)]
    written: Raw<'a>,
    #[serde(borrow)]
    known: Option<Raw<'a>>,
}

/// The file's text. `unreadable` are keys and texts.
pub fn export<'d, 'k>(
    drafts: impl Iterator<Item = &'d Draft>,
    unreadable: impl Iterator<Item = (&'k str, &'k str)>,
    now: Timestamp,
) -> String {
    let drafts = drafts.map(|Draft { written, known, .. }| Entry { written, known }).collect();
    let unreadable = unreadable.map(|(key, text)| Unread { key, text }).collect();
    let file = File { app: APP, format: FORMAT, exported_at: now, drafts, unreadable };
    json::write_for_people(&file)
}

/// A file that isn't an export of ours, or is of a newer app.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAnExport;

/// What an import would do.
#[derive(Debug, Default, PartialEq)]
pub struct Import {
    /// Drafts to be put on this device.
    pub add: Vec<Draft>,
    /// How many of them are copies beside a draft with other words.
    pub beside: usize,
    /// How many are here already, word for word, or with the server.
    pub same: usize,
    /// How many could not be read.
    pub unreadable: usize,
}

/// Reads an export and compares it with what is `here` on the device of `me`, if anybody has joined on it.
///
/// What isn't here is added. What is here with other words is added as a new draft beside it, whatever the clocks say,
/// with `mark` after its title: the person sees both and decides. So is what another member began, since only they could
/// ever send it under its id.
///
/// # Errors
/// [`NotAnExport`] if nothing at all can be read.
pub fn import<'a>(
    text: &str,
    me: Option<MemberId>,
    here: impl Fn(InitiativeId) -> Option<&'a Draft>,
    mut new_id: impl FnMut() -> InitiativeId,
    mark: &str,
) -> Result<Import, NotAnExport> {
    let file: Found = json::read(text).ok().filter(|file: &Found| file.app == APP).ok_or(NotAnExport)?;
    let mut import = Import::default();
    for entry in file.drafts {
        let Some(draft) = read(entry) else {
            import.unreadable += 1;
            continue;
        };
        match here(draft.written.id) {
            None if is_of(&draft, me) => import.add.push(draft),
            Some(held) if holds(held, &draft) => import.same += 1,
            _ => {
                import.beside += 1;
                import.add.push(copy(&draft, new_id(), mark));
            }
        }
    }
    Ok(import)
}

/// Whether `me` may have begun it, as far as the file and this device tell.
fn is_of(draft: &Draft, me: Option<MemberId>) -> bool {
    let author = draft.known.newest.as_ref().map(|newest| newest.author.id);
    author.zip(me).is_none_or(|(author, me)| author == me)
}

/// Reads an entry by way of the stored forms, so that every format that can be opened can be imported. Ops with ids stay
/// behind: the device that made them may have sent them, and what is unsent can be told from the two parts.
fn read(Raw(entry): Raw<'_>) -> Option<Draft> {
    let Parts { written, known } = json::read(entry).ok()?;
    let written = Written::read(written.0).ok()?;
    let known = known.and_then(|Raw(text)| Known::read(text).ok());
    let mut known = known.filter(|known| known.id == written.id).unwrap_or_else(|| Known::nothing(written.id));
    known.outbox.clear();
    known.refused = None;
    Some(Draft::stored(written, known))
}

fn holds(held: &Draft, other: &Draft) -> bool {
    let words = other.written.content();
    held.written.content() == words || held.known.newest.as_ref().is_some_and(|newest| newest.content == *words)
}

/// The same words as a new draft of this device, with `mark` after the title. What is in it is unsent, every field.
pub fn copy(draft: &Draft, id: InitiativeId, mark: &str) -> Draft {
    let mut words = draft.written.content().clone();
    let title = format!("{} {mark}", words.text(Field::Title).trim_end());
    words.set(Field::Title, Value::Text(title.trim_start().to_owned()));
    let mut written = Written::of_words(id, &words, draft.written.edited_at);
    written.typed = draft.written.typed.clone();
    Draft::stored(written, Known::nothing(id))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(last: u8) -> InitiativeId {
        format!("01936d5e-7b00-7abc-8def-0123456789{last:02x}").parse().unwrap()
    }

    fn draft(last: u8, title: &str) -> Draft {
        let mut draft = Draft::new(id(last), Timestamp::EPOCH);
        draft.written.write(Field::Title, Value::Text(title.into()), Timestamp::EPOCH);
        draft
    }

    fn file(drafts: &[Draft]) -> String {
        export(drafts.iter(), [("tsk.written.x", "{")].into_iter(), Timestamp::EPOCH)
    }

    #[test]
    fn an_export_brought_to_an_empty_device_is_all_there() {
        let drafts = [draft(1, "Giá treo ống hàn"), draft(2, "Khay lọc cặn")];
        let import = import(&file(&drafts), None, |_| None, || id(9), "(từ tệp)").unwrap();
        assert_eq!(import.add, drafts);
        assert_eq!((import.same, import.beside, import.unreadable), (0, 0, 0));
    }

    #[test]
    fn an_older_export_never_takes_the_place_of_newer_words() {
        let old = draft(1, "Khay lọc");
        let mut here = draft(1, "Khay lọc cặn tháo nhanh");
        let import = import(&file(std::slice::from_ref(&old)), None, |_| Some(&here), || id(9), "(từ tệp)").unwrap();
        assert_eq!(import.beside, 1);
        assert_eq!(import.add[0].written.id, id(9));
        assert_eq!(import.add[0].written.content().text(Field::Title), "Khay lọc (từ tệp)");

        let json = serde_json::json!({
            "id": id(1), "campaign": "trieu", "unit": "cd-dau-khi", "author": {"id": id(7), "name": "Trịnh Văn Khoát"},
            "rev": 2, "state": "draft", "title": "Khay lọc", "updated_at": "2023-10-21T13:15:00Z",
        });
        here.known.newest = Some(Box::new(serde_json::from_value(json).unwrap()));
        let import = super::import(&file(&[old]), None, |_| Some(&here), || id(9), "(từ tệp)").unwrap();
        assert_eq!((import.same, import.add.len()), (1, 0), "the server has these words");
    }

    #[test]
    fn what_is_not_ours_is_refused_and_what_is_damaged_is_counted() {
        assert_eq!(import("PK", None, |_| None, || id(9), ""), Err(NotAnExport));
        assert_eq!(import(r#"{"app":"x","drafts":[]}"#, None, |_| None, || id(9), ""), Err(NotAnExport));
        let text = r#"{"app":"trieu-sang-kien","drafts":[{"written":{"format":9}},7]}"#;
        assert_eq!(import(text, None, |_| None, || id(9), "").unwrap().unreadable, 2);
    }

    #[test]
    fn every_word_of_a_copy_is_unsent() {
        let mut original = draft(1, "Khay lọc");
        original.written.write(Field::Story, Value::Text("Hôm ấy".into()), Timestamp::EPOCH);
        let copied = copy(&original, id(9), "(bản chép)");
        let unsent = copied.unsent();
        assert_eq!(unsent.get(Field::Title), Some(&Value::Text("Khay lọc (bản chép)".into())));
        assert_eq!(unsent.get(Field::Story), Some(&Value::Text("Hôm ấy".into())));
    }

    #[test]
    fn what_another_member_began_comes_as_a_copy() {
        let json = serde_json::json!({
            "id": id(1), "campaign": "trieu", "unit": "cd-dau-khi", "author": {"id": id(7), "name": "Trịnh Văn Khoát"},
            "rev": 2, "state": "draft", "title": "Khay lọc", "updated_at": "2023-10-21T13:15:00Z",
        });
        let mut theirs = draft(1, "Khay lọc");
        theirs.known.newest = Some(Box::new(serde_json::from_value(json).unwrap()));
        let (author, other) = (MemberId::new(id(7).uuid()), MemberId::new(id(8).uuid()));
        for (me, comes_as) in [(Some(other), id(9)), (Some(author), id(1)), (None, id(1))] {
            let import = import(&file(std::slice::from_ref(&theirs)), me, |_| None, || id(9), "(từ tệp)").unwrap();
            assert_eq!(import.add[0].written.id, comes_as);
        }
    }
}
