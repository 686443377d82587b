//! Stories: found by what everybody may read, for as long as they are public; and who would like to apply them.

use super::union::{Backend, Device, Union, code, text};
use model::content::Patch;
use model::field::{Field, Kind, Value};
use model::id::InitiativeId;
use model::initiative::RecognitionLevel;
use model::money::Vnd;
use model::op::{Action, Recognition};
use model::rights::{Right, Role};
use model::wire::Member;
use std::sync::Arc;
use store::{Appointment, Doer, Scope, StoriesAsk, StoriesPage, Submission, TokenKind};

/// A union with somebody who recognises whatever is sent.
struct World {
    union: Union,
    lan: Device,
}

impl World {
    async fn new(backend: &impl Backend) -> Self {
        let union = Union::new(backend).await;
        let lan = union.member("tld").await;
        let right = Right { role: Role::Reviewer, unit: code("tld") };
        let appointment = Appointment { member: lan.0.person.id, right, by: Doer::OPERATOR, at: union.now() };
        assert!(union.store.give_role(&appointment).await.expect("writable"));
        Self { union, lan }
    }

    /// An initiative that was recognised at this moment.
    async fn recognised(&self, by: &Device, at: &str, more: &[(Field, Value)]) -> InitiativeId {
        self.union.set_clock(at);
        let agreed = [(Field::PublicStory, Value::Flag(true))];
        let id = self.union.submit(by, &agreed.into_iter().chain(more.iter().cloned()).collect::<Vec<_>>()).await;
        let recognition = Recognition::at(RecognitionLevel::Grassroots);
        self.decide(self.union.op(id, 2, Action::Recognise(recognition))).await;
        id
    }

    async fn decide(&self, op: model::op::Op) {
        let received = model::op::Received { id: op.id, op: Ok(op) };
        let submission = Submission { token: TokenKind::SignIn, ..Submission::new(Arc::clone(&self.lan.0), received) };
        let applied = self.union.store.apply(&[submission], self.union.now()).await.expect("the store takes it");
        assert_eq!(applied.results[0].problem, None);
    }

    async fn page(&self, ask: StoriesAsk) -> StoriesPage {
        self.union.store.stories().find(&ask).await.expect("readable")
    }

    async fn found(&self, ask: StoriesAsk) -> Vec<InitiativeId> {
        let page = self.page(ask).await;
        assert_eq!(page.total, page.stories.len() as u64);
        page.stories.iter().map(|told| told.initiative.id).collect()
    }
}

fn everything() -> StoriesAsk {
    let (area, words) = (Vec::new(), Vec::new());
    StoriesAsk { scope: Scope::Everything, kind: None, at_least: None, area, words, after: None, limit: 50 }
}

fn words(text: &str) -> Vec<String> {
    text.split(' ').map(str::to_owned).collect()
}

fn member(of: &Device) -> Member {
    Member { id: of.0.person.id, name: of.0.person.name.clone(), unit: of.0.unit.clone() }
}

pub async fn a_story_is_found_by_what_everybody_may_read(backend: impl Backend) {
    let world = World::new(&backend).await;
    let hoa = world.union.member("bac-1").await;
    let nam = world.union.member("nam").await;
    let secret = "tỷ lệ pha ba phần bột";
    let belt = [
        (Field::Area, text("An toàn lao động")),
        (Field::Kind, Value::Kind(Some(Kind::Technical))),
        (Field::BenefitVnd, Value::Money(Vnd::for_initiative(90_000_000).ok())),
        (Field::Confidential, text(secret)),
    ];
    let first = world.recognised(&hoa, "2026-03-02T08:00:00Z", &belt).await;
    let other = [(Field::Title, text("Sổ giao ca")), (Field::Area, text(secret)), (Field::Confidential, text(secret))];
    let second = world.recognised(&nam, "2026-03-03T08:00:00Z", &other).await;

    assert_eq!(world.found(everything()).await, [second, first], "what was recognised last comes first");
    let under = |unit: &str| Scope::Units(vec![code(unit)]);
    assert_eq!(world.found(StoriesAsk { scope: under("bac-1"), ..everything() }).await, [first]);
    assert_eq!(world.found(StoriesAsk { scope: under("bac-2"), ..everything() }).await, []);
    assert_eq!(world.found(StoriesAsk { kind: Some(Kind::Technical), ..everything() }).await, [first]);
    assert_eq!(world.found(StoriesAsk { area: words("lao an"), ..everything() }).await, [first]);
    for (asked, expected) in [("ban truot", vec![first]), ("giao so", vec![second]), ("hoa", vec![second, first])] {
        assert_eq!(world.found(StoriesAsk { words: words(asked), ..everything() }).await, expected, "{asked}");
    }
    for secret in
        [StoriesAsk { words: words("pha"), ..everything() }, StoriesAsk { area: words("bot"), ..everything() }]
    {
        assert_eq!(world.found(secret).await, [], "what is confidential isn't found out by searching");
    }
    for (at_least, expected) in [(90_000_000, vec![first]), (90_000_001, vec![]), (0, vec![first])] {
        let at_least = Vnd::for_initiative(at_least).ok();
        assert_eq!(world.found(StoriesAsk { at_least, ..everything() }).await, expected, "{at_least:?}");
    }
    let page = world.page(StoriesAsk { limit: 1, ..everything() }).await;
    assert_eq!((page.stories[0].initiative.id, page.more, page.total), (second, true, 2));
    let page = world.page(StoriesAsk { limit: 1, after: page.mark, ..everything() }).await;
    assert_eq!((page.stories[0].initiative.id, page.more, page.total), (first, false, 2));
    world.union.verify().await;
}

pub async fn a_story_is_there_for_as_long_as_its_author_agrees(backend: impl Backend) {
    let world = World::new(&backend).await;
    let hoa = world.union.member("bac-1").await;
    let id = world.recognised(&hoa, "2026-03-02T08:00:00Z", &[]).await;
    let is_there = async || world.union.store.stories().story(id).await.expect("readable").is_some();
    assert!(is_there().await);
    let consent = |base, agreed| {
        let patch = Patch::of([(Field::PublicStory, Value::Flag(agreed))]);
        world.union.op(id, base, Action::Edit(patch))
    };
    world.union.send(&hoa, &[consent(3, false)]).await;
    assert!(!is_there().await);
    assert_eq!(world.found(everything()).await, []);
    world.union.verify().await;
    world.union.send(&hoa, &[consent(4, true)]).await;
    assert!(is_there().await);
    assert_eq!(world.found(everything()).await, [id]);
    assert_eq!(world.union.store.stories().story(world.union.initiative()).await.expect("readable"), None);
    world.union.verify().await;
}

pub async fn whoever_would_like_to_apply_a_story_counts_once(backend: impl Backend) {
    let world = World::new(&backend).await;
    let hoa = world.union.member("bac-1").await;
    let id = world.recognised(&hoa, "2026-03-02T08:00:00Z", &[]).await;
    let stories = world.union.store.stories();
    let (one, other, third) =
        (world.union.member("nam").await, world.union.member("nam").await, world.union.member("bac-2").await);
    for of in [&third, &one, &other, &one] {
        stories.adopt(id, &member(of), world.union.now()).await.expect("writable");
    }
    let told = stories.story(id).await.expect("readable").expect("public");
    assert_eq!(told.appliers, 3);
    assert_eq!(world.page(everything()).await.stories[0].appliers, 3);
    let adopters = stories.adopters(id, 10).await.expect("readable");
    let adopters: Vec<_> = adopters.iter().map(|in_unit| (in_unit.unit.as_str(), in_unit.members)).collect();
    assert_eq!(adopters, [("nam", 2), ("bac-2", 1)]);
    for _ in 0..2 {
        stories.abandon(id, one.0.person.id).await.expect("writable");
    }
    assert!(!stories.adopts(id, one.0.person.id).await.expect("readable"));
    assert!(stories.adopts(id, other.0.person.id).await.expect("readable"));
    assert_eq!(stories.story(id).await.expect("readable").expect("public").appliers, 2);
    world.union.verify().await;
}
