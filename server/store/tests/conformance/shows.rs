//! The show: one row, a log and a receipt for each act; and since when a story's author agrees.

use super::union::{Backend, Device, Union, code, text};
use model::content::Patch;
use model::field::{Field, Value};
use model::id::OpId;
use model::op::Action;
use model::show::rules::{Around, Refused, decide};
use model::show::{Act, Scene, Show};
use store::{ShowKept, ShowOutcome, ShowStep};

const PRINT: [u8; 32] = [7; 32];

fn scene() -> Act {
    Act::Add { scene: Scene::Number { unit: code("tld") }, after: None }
}

async fn keep(union: &Union, by: &Device, on: &Show, act: &Act, id: OpId) -> (ShowKept, Result<Show, Refused>) {
    let person = &by.0.person;
    let made = decide(on, act, person, union.now(), &Around::default());
    let unit = code("tld");
    let at = union.now();
    let step = ShowStep { id, fingerprint: PRINT, act, made: made.as_ref(), unit: &unit, by: person, device: None, at };
    (union.store.shows().keep_show(&step).await.expect("writable"), made)
}

pub async fn an_act_is_kept_with_its_entry_in_the_log_and_its_receipt(backend: impl Backend) {
    let union = Union::new(&backend).await;
    let hoa = union.member("bac").await;
    assert_eq!(union.store.shows().show().await.expect("readable"), Show::default());
    let (first, second, third) = (OpId::new(union.id()), OpId::new(union.id()), OpId::new(union.id()));
    let (_, made) = keep(&union, &hoa, &Show::default(), &scene(), first).await;
    let show = made.expect("it may be added");
    let message = Act::Message { text: "Còn 1 phút".into() };
    let show = keep(&union, &hoa, &show, &message, second).await.1.expect("it may be said");
    let (kept, refused) = keep(&union, &hoa, &show, &Act::Freeze, third).await;
    assert_eq!((kept, &refused), (ShowKept::Kept, &Err(Refused::NothingToShow)));

    let reopened = backend.open().await;
    let shows = reopened.shows();
    assert_eq!(shows.show().await.expect("readable"), show, "as it was left");
    let log = shows.show_log(5).await.expect("readable");
    let said: Vec<_> = log.iter().map(|line| (line.revision, &line.act, line.by.id, line.at)).collect();
    let (id, now) = (hoa.0.person.id, union.now());
    assert_eq!(said, [(2, &message, id, now), (1, &scene(), id, now)]);
    assert_eq!(shows.show_log(1).await.expect("readable").len(), 1);
    for (id, outcome) in [
        (first, Some(ShowOutcome::Done(1))),
        (second, Some(ShowOutcome::Done(2))),
        (third, Some(ShowOutcome::Refused(Refused::NothingToShow))),
        (OpId::new(union.id()), None),
    ] {
        let receipt = shows.show_receipt(id).await.expect("readable");
        assert_eq!(receipt, outcome.map(|outcome| (PRINT, outcome)));
    }
    union.verify().await;
}

pub async fn an_act_on_an_older_show_is_overtaken_and_an_id_is_used_once(backend: impl Backend) {
    let union = Union::new(&backend).await;
    let hoa = union.member("bac").await;
    let first = OpId::new(union.id());
    let show = keep(&union, &hoa, &Show::default(), &scene(), first).await.1.expect("it may be added");
    let late = keep(&union, &hoa, &Show::default(), &Act::Hide, OpId::new(union.id())).await.0;
    assert_eq!(late, ShowKept::Overtaken, "it was decided on an older show");
    for act in [Act::Hide, Act::Freeze] {
        let again = keep(&union, &hoa, &show, &act, first).await.0;
        assert_eq!(again, ShowKept::Overtaken, "the id has its receipt");
    }
    assert_eq!(union.store.shows().show().await.expect("readable"), show);
    assert_eq!(union.store.shows().show_log(5).await.expect("readable").len(), 1);
    union.verify().await;
}

pub async fn a_story_is_agreed_to_since_its_author_said_so_last(backend: impl Backend) {
    let union = Union::new(&backend).await;
    let hoa = union.member("bac").await;
    let flag = |agrees| [(Field::PublicStory, Value::Flag(agrees))];
    let id = union.submit(&hoa, &[(Field::Story, text("Chuyện ở bến")), (Field::PublicStory, Value::Flag(true))]).await;
    let sent = union.now();
    let other = union.submit(&hoa, &flag(false)).await;
    union.set_clock("2026-03-02T08:00:00Z");
    union.send(&hoa, &[union.edit(id, 2, Field::Effect, text("Mỗi ca hai giờ"))]).await;
    let record = async || {
        let records = union.store.shows().stories(&[id]).await.expect("readable");
        records.into_iter().next().expect("it is there")
    };
    assert_eq!(record().await.consent, Some(sent), "another field is no new answer");
    union.set_clock("2026-03-03T08:00:00Z");
    let edit = |rev, agrees| union.op(id, rev, Action::Edit(Patch::of(flag(agrees))));
    let rev = record().await.initiative.rev.0;
    union.send(&hoa, &[edit(rev, false)]).await;
    assert_eq!(record().await.consent, None);
    union.set_clock("2026-03-04T08:00:00Z");
    union.send(&hoa, &[edit(rev + 1, true)]).await;
    assert_eq!(record().await.consent, Some(union.now()), "since it was given anew");
    let found = union.store.shows().stories(&[other, union.initiative(), id]).await.expect("readable");
    assert_eq!(found.len(), 2, "what isn't there is left out");
    assert!(union.store.shows().latest_stories(9).await.expect("readable").is_empty(), "nothing is recognised");
}
