//! Where a draft stands, in words: its chip, what is said beside it, and what a person could do next. Pure: the same
//! draft gives the same words. Knows nothing of where drafts are kept.

use model::calendar::Timestamp;
use model::draft::{Draft, Need, Standing};
use model::field::Field;
use model::initiative::{Decision, RecognitionLevel, State};
use model::number::Lang;
use model::text::search_key;

use crate::i18n::{Word, form, work};
use crate::ui::Stamp;

/// The three groups of the list, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// A person is needed.
    NeedsYou,
    /// Not with the officers yet.
    NotSent,
    /// With the officers, or decided.
    Sent,
}

/// The group that a draft is listed in.
pub fn group(standing: &Standing) -> Group {
    match standing {
        Standing::NeedsYou(_) => Group::NeedsYou,
        Standing::Settled(State::Draft | State::Returned | State::Withdrawn) => Group::NotSent,
        Standing::Settled(_) => Group::Sent,
        Standing::OnlyHere | Standing::BackedUp | Standing::Pending => Group::NotSent,
    }
}

/// What the list says of a draft.
#[derive(Debug, Clone, PartialEq)]
pub struct Said {
    /// Its title, or that it has none.
    pub title: String,
    pub stamp: Stamp,
    /// The chip's words.
    pub chip: String,
    /// Beside the chip.
    pub note: Option<String>,
    /// Why a person is needed.
    pub why: Option<String>,
    /// What they would do about it.
    pub next: Option<Next>,
}

/// What a person is asked to do.
#[derive(Debug, Clone, PartialEq)]
pub struct Next {
    pub label: String,
    /// Choose between two versions, instead of opening the form.
    pub to_conflict: bool,
    /// The field that it is about.
    pub field: Option<Field>,
}

/// The title, or that it has none yet.
pub fn title(draft: &Draft, lang: Lang) -> String {
    match draft.written.content().text(Field::Title).trim() {
        "" => work::UNTITLED.say(lang).to_owned(),
        title => title.to_owned(),
    }
}

/// Says where a draft stands.
pub fn say(draft: &Draft, now: Timestamp, lang: Lang) -> Said {
    let standing = draft.standing();
    let (stamp, chip) = chip(draft, &standing, now, lang);
    let mut said =
        Said { title: title(draft, lang), stamp, chip, note: note(draft, &standing, now, lang), why: None, next: None };
    if let Standing::NeedsYou(need) = &standing {
        let (why, next) = need_of(draft, need, lang);
        said.why = Some(why);
        said.next = Some(next);
    }
    said
}

fn chip(draft: &Draft, standing: &Standing, now: Timestamp, lang: Lang) -> (Stamp, String) {
    let plain = |stamp, words: Word| (stamp, words.say(lang).to_owned());
    match standing {
        Standing::OnlyHere => plain(Stamp::Local, work::ONLY_HERE),
        Standing::Pending => plain(Stamp::Pending, work::PENDING),
        Standing::BackedUp => plain(Stamp::Sent, work::BACKED_UP),
        Standing::NeedsYou(Need::Conflict(_)) => plain(Stamp::Conflict, work::CONFLICT),
        Standing::NeedsYou(Need::Returned) => plain(Stamp::Returned, work::RETURNED),
        Standing::NeedsYou(Need::TooLong(_)) => plain(Stamp::Local, work::TOO_LONG),
        Standing::NeedsYou(Need::Refused(_)) => plain(Stamp::Returned, work::NOT_TAKEN),
        Standing::Settled(state) => match state {
            State::Submitted | State::Draft => {
                let at = draft.known.submitted_at().or(draft.known.received_at).unwrap_or(now);
                (Stamp::Sent, work::SENT_AT.fill(lang, &[&work::moment_short(at, now, lang)]))
            }
            State::Received => plain(Stamp::Received, work::RECEIVED),
            State::Returned => plain(Stamp::Returned, work::RETURNED),
            State::Recognised => plain(Stamp::Recognised, recognised(draft.known.decision())),
            State::Declined => plain(Stamp::Declined, work::DECLINED),
            State::Withdrawn => plain(Stamp::Withdrawn, work::WITHDRAWN),
            State::Duplicate => plain(Stamp::Duplicate, work::DUPLICATE),
            State::Deleted => plain(Stamp::Withdrawn, work::DELETED_STATE),
        },
    }
}

fn recognised(decision: Option<&Decision>) -> Word {
    match decision.and_then(|decision| decision.level) {
        Some(RecognitionLevel::Grassroots) => work::RECOGNISED_GRASSROOTS,
        Some(RecognitionLevel::Upper) => work::RECOGNISED_UPPER,
        Some(RecognitionLevel::National) => work::RECOGNISED_NATIONAL,
        None => work::RECOGNISED,
    }
}

fn note(draft: &Draft, standing: &Standing, now: Timestamp, lang: Lang) -> Option<String> {
    let edited = work::moment(draft.written.edited_at, now, lang);
    match standing {
        Standing::OnlyHere => Some(work::DRAFT.fill(lang, &[&edited])),
        Standing::Pending | Standing::BackedUp => Some(work::EDITED.fill(lang, &[&edited])),
        Standing::Settled(State::Received) => Some(work::ANSWER_BY.fill(lang, &[&answer_by(draft, lang)?])),
        Standing::Settled(State::Recognised) => Some(work::HIGHER_BY.fill(lang, &[&answer_by(draft, lang)?])),
        Standing::Settled(State::Declined) => Some(work::WITH_REASON.say(lang).to_owned()),
        Standing::Settled(_) | Standing::NeedsYou(_) => None,
    }
}

/// The day by which an officer answers, as the officers are told it.
pub fn answer_by(draft: &Draft, lang: Lang) -> Option<String> {
    Some(draft.known.at_server()?.due_on()?.display(lang))
}

fn need_of(draft: &Draft, need: &Need, lang: Lang) -> (String, Next) {
    let next = |label: String, to_conflict, field| Next { label, to_conflict, field };
    match need {
        Need::Conflict(fields) => {
            let names: Vec<&str> = fields.iter().map(|field| form::heading(*field).say(lang)).collect();
            let why = work::CONFLICT_WHY.fill(lang, &[&names.join("”, “")]);
            (why, next(work::LOOK_AND_CHOOSE.say(lang).to_owned(), true, None))
        }
        Need::Returned => {
            let field = asked_for(draft);
            let label = match field {
                Some(field) => work::ADD_FIELD.fill(lang, &[form::name(field).say(lang)]),
                None => work::LOOK_AND_ADD.say(lang).to_owned(),
            };
            (message(draft, lang), next(label, false, field))
        }
        Need::TooLong(fields) => {
            let names: Vec<&str> = fields.iter().map(|field| form::heading(*field).say(lang)).collect();
            let why = work::TOO_LONG_WHY.fill(lang, &[&names.join("”, “")]);
            (why, next(work::LOOK.say(lang).to_owned(), false, fields.first().copied()))
        }
        Need::Refused(problem) => {
            let field = problem.errors.iter().find_map(|fault| fault.field());
            (work::refusal(problem.kind).say(lang).to_owned(), next(work::LOOK.say(lang).to_owned(), false, field))
        }
    }
}

/// What the officer said on returning it.
pub fn message(draft: &Draft, lang: Lang) -> String {
    let Some(decision) = draft.known.decision() else { return work::LOOK_AND_ADD.say(lang).to_owned() };
    let whole = decision.reason.as_deref().map(str::trim).filter(|reason| !reason.is_empty()).map(str::to_owned);
    let of_fields =
        decision.fields.iter().map(|(field, reason)| format!("{}: {reason}", form::heading(field).say(lang)));
    let said: Vec<String> = whole.into_iter().chain(of_fields).collect();
    match said.is_empty() {
        true => work::RETURNED_SILENTLY.fill(lang, &[&decision.by.name]),
        false => work::MESSAGE.fill(lang, &[&decision.by.name, &said.join(" ")]),
    }
}

/// The words by which officers mean a field, without diacritics, the most telling first.
const MEANT: [(Field, &[&str]); 10] = [
    (Field::FirstAppliedOn, &["ngay ap dung", "ap dung lan dau", "ap dung tu", "first appl"]),
    (Field::Authors, &["dong gop", "dong tac gia", "tac gia", "ty le", "share"]),
    (Field::BenefitVnd, &["lam loi", "so tien", "gia tri", "bao nhieu tien", "benefit"]),
    (Field::Novelty, &["tinh moi", "diem moi", "moi o cho", "novel"]),
    (Field::Effect, &["hieu qua", "ket qua", "effect", "result"]),
    (Field::Problem, &["truoc day", "thuc trang", "tinh trang"]),
    (Field::Solution, &["giai phap", "cac buoc", "cach lam", "solution"]),
    (Field::Area, &["linh vuc"]),
    (Field::Kind, &["loai sang kien", "loai giai phap"]),
    (Field::Title, &["ten sang kien", "dat ten", "title"]),
];

/// The field that an officer has named, or that their words are about, as far as they say; otherwise the first that is still
/// empty of those that officers ask for.
pub fn asked_for(draft: &Draft) -> Option<Field> {
    let decision = draft.known.decision();
    if let Some((named, _)) = decision.and_then(|decision| decision.fields.iter().next()) {
        return Some(named);
    }
    let reason = decision.and_then(|decision| decision.reason.as_deref()).unwrap_or_default();
    let reason = search_key(reason);
    let meant = |(_, words): &&(Field, &[&str])| words.iter().any(|word| reason.contains(word));
    let by_words = MEANT.iter().find(meant).map(|(field, _)| *field);
    by_words.or_else(|| suggested(draft).into_iter().next())
}

/// What isn't required and helps those who review, as far as it is empty.
pub fn suggested(draft: &Draft) -> Vec<Field> {
    let helpful = [Field::Story, Field::Kind, Field::Solution, Field::Effect, Field::FirstAppliedOn];
    let content = draft.written.content();
    helpful.into_iter().filter(|field| content.written(*field).is_none()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::field::Value;
    use model::initiative::Initiative;
    use serde_json::json;

    const ID: &str = "01936d5e-7b00-7abc-8def-0123456789ab";

    fn now() -> Timestamp {
        Timestamp::parse("2023-10-21T13:15:00Z").unwrap()
    }

    fn draft(title: &str) -> Draft {
        let mut draft = Draft::new(ID.parse().unwrap(), now());
        draft.written.write(Field::Title, Value::Text(title.into()), now());
        draft
    }

    /// A draft that the server has in this state, with whatever an officer said.
    fn at_server(state: &str, decision: serde_json::Value) -> Draft {
        let initiative: Initiative = serde_json::from_value(json!({
            "id": ID, "campaign": "trieu", "unit": "cd-dau-khi", "author": {"id": ID, "name": "Lê Kim Thoa"}, "rev": 3,
            "state": state, "title": "Giá treo ống hàn tự xoay", "updated_at": "2023-10-12T02:00:00Z",
            "submitted_at": "2023-10-12T02:00:00Z", "received_at": "2023-10-20T02:00:00Z", "decision": decision,
        }))
        .unwrap();
        let mut draft = Draft::new(ID.parse().unwrap(), now());
        draft.known.pull(initiative);
        draft.settle(None);
        draft
    }

    fn returned(reason: &str) -> Draft {
        let by = json!({"id": ID, "name": "Phạm Văn Định"});
        at_server("returned", json!({"by": by, "at": "2023-10-13T02:00:00Z", "reason": reason}))
    }

    #[test]
    fn a_draft_that_never_left_says_so() {
        let said = say(&draft(" "), now(), Lang::Vi);
        assert_eq!((said.title.as_str(), said.chip.as_str()), ("Chưa đặt tên", "Chỉ có trên máy này"));
        assert_eq!(said.note.as_deref(), Some("nháp, lúc 20h15"));
        assert_eq!(group(&Standing::OnlyHere), Group::NotSent);
    }

    #[test]
    fn a_returned_one_names_the_officer_and_the_field() {
        let said = say(&returned("Ý hay. Chị cho biết thêm ngày áp dụng lần đầu nhé."), now(), Lang::Vi);
        assert_eq!(
            said.why.as_deref(),
            Some("Phạm Văn Định nhắn: “Ý hay. Chị cho biết thêm ngày áp dụng lần đầu nhé.”")
        );
        let next = said.next.unwrap();
        assert_eq!((next.label.as_str(), next.field), ("Bổ sung ngày áp dụng lần đầu", Some(Field::FirstAppliedOn)));
    }

    #[test]
    fn the_officers_words_lead_to_the_field() {
        for (words, field) in [
            ("Anh ghi rõ các bước thực hiện giúp.", Field::Solution),
            ("Xem lại tỷ lệ của từng người", Field::Authors),
            ("Số tiền LÀM LỢI tính thế nào?", Field::BenefitVnd),
            ("Cần rõ hơn", Field::Story),
        ] {
            assert_eq!(asked_for(&returned(words)), Some(field), "{words}");
        }
    }

    #[test]
    fn the_field_that_the_officer_named_comes_before_words_and_is_said() {
        let by = json!({"id": ID, "name": "Phạm Văn Định"});
        let fields = json!({"effect": "Có số liệu nào không?"});
        let decision = json!({"by": by, "at": "2023-10-13T02:00:00Z", "reason": "Rõ các bước hơn", "fields": fields});
        let draft = at_server("returned", decision);
        assert_eq!(asked_for(&draft), Some(Field::Effect));
        let said = message(&draft, Lang::Vi);
        assert!(
            said.starts_with("Phạm Văn Định nhắn: “Rõ các bước hơn ") && said.ends_with("Có số liệu nào không?”"),
            "{said}"
        );
    }

    #[test]
    fn a_received_one_says_by_when_there_is_an_answer() {
        let said = say(&at_server("received", json!(null)), now(), Lang::Vi);
        assert_eq!(said.chip, "Đã tiếp nhận");
        assert_eq!(said.note.as_deref(), Some("trả lời trước 20/01/2024"));
    }

    #[test]
    fn one_that_was_put_higher_says_by_when_there_is_an_answer() {
        let by = json!({"name": "Phạm Văn Định", "unit": "cd-dau-khi"});
        let decision = json!({"by": by, "at": "2023-10-13T02:00:00Z", "state": "recognised", "level": "grassroots"});
        let mut draft = at_server("recognised", decision);
        let said = say(&draft, now(), Lang::Vi);
        assert_eq!((said.chip.as_str(), said.note), ("Được công nhận cấp cơ sở", None));
        let mut newest = serde_json::to_value(draft.known.newest.as_deref().unwrap()).unwrap();
        newest["rev"] = json!(4);
        newest["forwarded"] = json!({"to": "tld", "by": by, "at": "2023-10-14T02:00:00Z", "waits": true});
        draft.known.pull(serde_json::from_value(newest).unwrap());
        draft.settle(None);
        let said = say(&draft, now(), Lang::Vi);
        assert_eq!(said.note.as_deref(), Some("đang xét ở cấp cao hơn, trả lời trước 14/01/2024"));
    }

    #[test]
    fn what_is_too_long_says_that_it_is_only_here() {
        let mut draft = at_server("draft", json!(null));
        draft.written.write(Field::Story, Value::Text("chữ ".repeat(6_000)), now());
        draft.is_stored_as_shown();
        let said = say(&draft, now(), Lang::Vi);
        assert_eq!(said.chip, "Có phần dài quá");
        assert!(said.why.unwrap().starts_with("Phần “Câu chuyện” dài quá"));
        assert_eq!(said.next.unwrap().field, Some(Field::Story));
    }

    #[test]
    fn a_sent_one_says_when() {
        assert_eq!(say(&at_server("submitted", json!(null)), now(), Lang::Vi).chip, "Đã gửi 12/10/2023");
        let today = Timestamp::parse("2023-10-12T08:00:00Z").unwrap();
        assert_eq!(say(&at_server("submitted", json!(null)), today, Lang::Vi).chip, "Đã gửi 9h00");
    }
}
