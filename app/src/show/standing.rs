//! How an item of the rundown stands, and how that is said.

use model::calendar::{Timestamp, day_in_vietnam};
use model::id::InitiativeId;
use model::number::{Lang, grouped};
use model::show::rules::may_be_typed;
use model::show::{Candidate, ControlRoom, Item, Scene, Show, Verdict};

use crate::i18n::control;

/// What there is to say of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Đang phát.
    OnAir(Timestamp),
    /// Cấm phát.
    Embargoed(Timestamp),
    /// The author doesn't agree to its being public.
    NoConsent,
    /// Nobody has looked at the story.
    Unapproved,
    /// A producer has passed it over.
    Skipped,
    /// The story may be shown.
    Approved,
    /// The story may be shown without names.
    ApprovedUnnamed,
    /// Somebody typed the figure.
    Typed(i64),
    /// The figures stand still at this number of the server's.
    Held(u64),
    /// It is taken next.
    Ready,
    /// It was on air before.
    Aired(Timestamp),
    /// Its figures follow the server's.
    Live,
}

impl State {
    /// Whether a person is needed before it can go on air, or should look twice.
    pub fn needs_a_person(self) -> bool {
        matches!(self, State::NoConsent | State::Unapproved | State::Skipped | State::Typed(_))
    }
}

/// How an item stands at a moment of the server's clock, what matters most first.
pub fn states(room: &ControlRoom, item: &Item, now: Timestamp) -> Vec<State> {
    let on_air = room.show.program.filter(|program| program.item == item.id);
    let mut states: Vec<State> = on_air.map(|program| State::OnAir(program.since)).into_iter().collect();
    states.extend(item.embargo.filter(|until| *until > now).map(State::Embargoed));
    if let Scene::Story { initiative } = item.scene {
        states.push(of_story(room, initiative));
    }
    let typed = item.typed.as_ref().filter(|_| may_be_typed(&item.scene));
    states.extend(typed.map(|typed| State::Typed(typed.figure)));
    states.extend(item.held.as_ref().map(|held| State::Held(held.seq)));
    if states.is_empty() {
        states.push(match item.aired_at {
            _ if room.show.preview == Some(item.id) => State::Ready,
            Some(at) => State::Aired(at),
            None => State::Live,
        });
    }
    states
}

/// How a story of the rundown stands, as the server says.
fn of_story(room: &ControlRoom, initiative: InitiativeId) -> State {
    let Some(story) = room.rundown_stories.iter().find(|story| story.initiative == initiative) else {
        return State::Unapproved;
    };
    match (story.consent, story.verdict) {
        (None, _) => State::NoConsent,
        (Some(_), None) => State::Unapproved,
        (Some(_), Some(Verdict::Approved)) => State::Approved,
        (Some(_), Some(Verdict::ApprovedUnnamed)) => State::ApprovedUnnamed,
        (Some(_), Some(Verdict::Skipped)) => State::Skipped,
    }
}

/// Where a story stands on the way to the air.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shelf {
    /// Its author agrees, and nobody has looked at it since.
    Waiting,
    /// A producer has said something of it.
    Seen,
    /// Its author hasn't agreed, so there is nothing to decide.
    Asked,
}

/// Which shelf a candidate is on.
pub fn shelf(show: &Show, story: &Candidate) -> Shelf {
    match (show.moderation(story.initiative), story.consent) {
        // Whoever agreed anew since is looked at again.
        (Some(said), Some(consent)) if said.at < consent => Shelf::Waiting,
        (Some(_), _) => Shelf::Seen,
        (None, Some(_)) => Shelf::Waiting,
        (None, None) => Shelf::Asked,
    }
}

/// A moment by its clock, with the day unless that is today: "20h40", "20h40 ngày 28/11/2026".
pub fn when(at: Timestamp, now: Timestamp, lang: Lang) -> String {
    if day_in_vietnam(at) == day_in_vietnam(now) { at.clock(lang) } else { at.clock_and_date(lang) }
}

/// A state in words: "đang phát từ 20h14".
pub fn say(state: State, now: Timestamp, lang: Lang) -> String {
    let with = |word: crate::i18n::Word, part: &str| word.fill(lang, &[part]);
    match state {
        State::OnAir(since) => with(control::IS_ON_AIR, &since.clock(lang)),
        State::Embargoed(until) => with(control::IS_EMBARGOED, &when(until, now, lang)),
        State::NoConsent => control::IS_NO_CONSENT.say(lang).to_owned(),
        State::Unapproved => control::IS_UNAPPROVED.say(lang).to_owned(),
        State::Skipped => control::IS_SKIPPED.say(lang).to_owned(),
        State::Approved => control::IS_APPROVED.say(lang).to_owned(),
        State::ApprovedUnnamed => control::IS_APPROVED_UNNAMED.say(lang).to_owned(),
        State::Typed(figure) => with(control::IS_TYPED, &grouped(figure, lang)),
        State::Held(seq) => with(control::IS_HELD, &number(seq, lang)),
        State::Ready => control::IS_READY.say(lang).to_owned(),
        State::Aired(at) => with(control::IS_AIRED, &at.clock(lang)),
        State::Live => control::IS_LIVE.say(lang).to_owned(),
    }
}

/// A number of the server's, which is far from the end of an `i64`.
pub(super) fn number(seq: u64, lang: Lang) -> String {
    grouped(i64::try_from(model::totals::position_of(seq)).unwrap_or(i64::MAX), lang)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use model::show::rules::StoryStanding;
    use model::show::{ItemId, Moderation, OnAir, Transition};

    pub fn at(clock: &str) -> Timestamp {
        Timestamp::parse(&format!("2023-10-21T{clock}:00+07:00")).unwrap()
    }

    pub fn story(last: u8) -> InitiativeId {
        format!("00000000-0000-7000-8000-0000000000{last:02}").parse().unwrap()
    }

    /// A room as JSON would bring it, with one item for each scene.
    pub fn room(scenes: Vec<Scene>) -> ControlRoom {
        let item = |(at, scene)| Item {
            id: ItemId(at as u32 + 1),
            scene,
            held: None,
            embargo: None,
            typed: None,
            aired_at: None,
        };
        let rundown: Vec<Item> = scenes.into_iter().enumerate().map(item).collect();
        let text = r#"{"show":{"revision":7,"title":"Talk","mode":{"mode":"show"},"lang":"vi","rundown":[],"preview":null,
            "program":null,"frozen":null,"hidden":null,"message":null,"moderation":[],"next_item":9},
            "now":"2023-10-21T13:15:08Z","seq":4831,"as_of":"2023-10-21T13:15:00Z","submitted":2043817,"on_air":null,
            "present":[],"outputs":[],"stories":[],"log":[]}"#;
        let mut room: ControlRoom = serde_json::from_str(text).unwrap();
        room.show.rundown = rundown;
        room
    }

    pub fn person(name: &str) -> model::initiative::Person {
        serde_json::from_str(&format!(r#"{{"id":"00000000-0000-7000-8000-000000000099","name":"{name}"}}"#)).unwrap()
    }

    fn said(room: &ControlRoom, place: usize, clock: &str) -> String {
        let states = states(room, &room.show.rundown[place], at(clock));
        states.into_iter().map(|state| say(state, at(clock), Lang::Vi)).collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn an_item_says_what_matters_most_of_it() {
        let mut room = room(vec![Scene::Waiting, Scene::Map, Scene::Map, Scene::Map, Scene::Map]);
        room.show.rundown[0].aired_at = Some(at("19:58"));
        room.show.program = Some(OnAir { item: ItemId(2), since: at("20:14"), transition: Transition::Cut });
        room.show.rundown[1].aired_at = Some(at("20:14"));
        room.show.preview = Some(ItemId(3));
        room.show.rundown[4].embargo = Some(at("20:40"));
        assert_eq!(said(&room, 0, "20:15"), "đã phát 19h58");
        assert_eq!(said(&room, 1, "20:15"), "đang phát từ 20h14");
        assert_eq!(said(&room, 2, "20:15"), "sẵn sàng");
        assert_eq!(said(&room, 3, "20:15"), "tự cập nhật");
        assert_eq!(said(&room, 4, "20:15"), "cấm phát trước 20h40");
        assert_eq!(said(&room, 4, "20:40"), "tự cập nhật", "reaching the moment only unlocks it");
        room.show.rundown[4].embargo = Some(at("20:40").plus_millis(86_400_000));
        assert_eq!(said(&room, 4, "20:41"), "cấm phát trước 20h40 ngày 22/10/2023", "another day is named");
    }

    #[test]
    fn a_story_says_whether_it_may_be_shown() {
        let mut room = room(vec![Scene::Story { initiative: story(1) }]);
        assert_eq!(said(&room, 0, "20:15"), "chưa duyệt", "nothing is said that the server hasn't said");
        // Far behind the latest candidates: the server says of it all the same.
        let mut stands = |consent: Option<&str>, verdict| {
            let title = Some("Bàn trượt".into());
            let consent = consent.map(at);
            room.rundown_stories = vec![StoryStanding { initiative: story(1), title, consent, verdict }];
            said(&room, 0, "20:15")
        };
        assert_eq!(stands(Some("18:00"), Some(Verdict::Approved)), "đã duyệt, có đồng ý công khai");
        assert_eq!(stands(Some("18:00"), Some(Verdict::ApprovedUnnamed)), "đã duyệt, không nêu tên");
        assert_eq!(stands(Some("18:00"), Some(Verdict::Skipped)), "đã bỏ qua khi duyệt");
        assert_eq!(stands(Some("19:30"), None), "chưa duyệt", "the author agreed anew: somebody looks again");
        assert_eq!(stands(None, None), "chưa có đồng ý công khai", "consent was taken back");
    }

    #[test]
    fn a_candidate_waits_until_it_was_seen_since_its_author_agreed() {
        let mut show = room(Vec::new()).show;
        let candidate = |consent: Option<&str>| Candidate {
            initiative: story(1),
            title: "Bàn trượt".into(),
            authors: vec!["Vũ Thị Ngoãn".into()],
            other_authors: 0,
            unit_name: "Kho vận Đá Bạc".into(),
            recognised_at: at("10:00"),
            consent: consent.map(at),
            quotation: String::new(),
            benefit: None,
            period: None,
        };
        assert_eq!(shelf(&show, &candidate(Some("18:00"))), Shelf::Waiting);
        assert_eq!(shelf(&show, &candidate(None)), Shelf::Asked, "there is nothing to decide yet");
        let (initiative, verdict) = (story(1), Verdict::Approved);
        show.moderation = vec![Moderation { initiative, verdict, by: person("Quốc Bảo"), at: at("19:00") }];
        assert_eq!(shelf(&show, &candidate(Some("19:30"))), Shelf::Waiting);
        assert_eq!(shelf(&show, &candidate(Some("18:00"))), Shelf::Seen);
    }
}
