//! Ops take effect once, in order, and nothing written is lost.

use super::union::{Backend, Union, campaign, submission, text};
use model::content::Patch;
use model::field::{Fault, Field, FieldFault};
use model::id::{OpId, Rev};
use model::initiative::State;
use model::op::{Action, Outcome, Received, Side};
use model::problem::{Problem, ProblemKind};
use std::collections::BTreeMap;
use std::sync::Arc;
use store::{MissingPhases, StoreError, Submission};
use tokio::task::JoinSet;

pub async fn a_draft_is_kept_and_found_again(backend: impl Backend) {
    let union = Union::new(&backend).await;
    let hoa = union.member("bac-1").await;
    let id = union.initiative();
    let [result] = &union.send(&hoa, &[union.title(id, 0, "Bàn trượt băng tải")]).await[..] else { panic!() };
    assert_eq!((result.outcome, result.rev), (Outcome::Applied, Rev(1)));

    let reopened = backend.open().await;
    let found = reopened.initiative(id).await.expect("readable").expect("it is there");
    assert_eq!(found.content.text(Field::Title), "Bàn trượt băng tải");
    assert_eq!((found.state, found.author.id, found.rev), (State::Draft, hoa.0.person.id, Rev(1)));
    assert_eq!(found.unit, hoa.0.unit);
    assert_eq!(found.updated_at, union.now());
    union.verify().await;
}

pub async fn the_same_op_again_gets_the_same_verdict(backend: impl Backend) {
    let union = Union::new(&backend).await;
    let hoa = union.member("bac-1").await;
    let id = union.initiative();
    let ops = [union.title(id, 0, "Một"), union.op(id, 0, Action::Submit {}), union.title(id, 0, "frozen now")];
    let first = union.send(&hoa, &ops).await;
    assert_eq!(first[2].problem.as_ref().map(|problem| problem.kind), Some(ProblemKind::Frozen));
    let withdrawal = union.op(id, 2, Action::Withdraw {});
    union.send(&hoa, &[withdrawal]).await;

    // Although every one of them would end otherwise now.
    union.set_clock("2026-03-02T08:00:00Z");
    assert_eq!(union.send(&hoa, &ops).await, first);
    assert_eq!(union.send(&hoa.elsewhere(&union), &ops).await, first);
    let found = union.store.initiative(id).await.expect("readable").expect("it is there");
    assert_eq!((found.rev, found.state), (Rev(3), State::Withdrawn));
    union.verify().await;
}

pub async fn a_deleted_initiative_leaves_no_word_and_a_whole_log(backend: impl Backend) {
    let union = Union::new(&backend).await;
    let hoa = union.member("bac-1").await;
    let (id, other) = (union.initiative(), union.initiative());
    union.send(&hoa, &[union.title(id, 0, "Bí mật"), union.title(other, 0, "Ở lại")]).await;
    // Written, changed and deleted in one batch, upon what was there.
    let results = union.send(&hoa, &[union.title(id, 1, "Bí mật hơn"), union.op(id, 1, Action::Delete {})]).await;
    assert_eq!(results[1].outcome, Outcome::Applied);
    let found = union.store.initiative(id).await.expect("readable").expect("its place is kept");
    assert_eq!((found.state, found.rev, found.content.is_empty()), (State::Deleted, Rev(3), true));
    let late = union.send(&hoa, &[union.title(id, 3, "Lại"), union.title(id, 0, "Lại")]).await;
    let kinds: Vec<_> = late.iter().map(|result| result.problem.as_ref().map(|problem| problem.kind)).collect();
    assert_eq!(kinds, [Some(ProblemKind::Deleted); 2]);
    union.verify().await;
}

pub async fn the_same_op_twice_in_one_batch_takes_effect_once(backend: impl Backend) {
    let union = Union::new(&backend).await;
    let hoa = union.member("bac-1").await;
    let op = union.title(union.initiative(), 0, "Một");
    let results = union.send(&hoa, &[op.clone(), op.clone(), op]).await;
    assert_eq!(results[0].rev, Rev(1));
    assert!(results.iter().all(|result| *result == results[0]));
    union.verify().await;
}

/// A check before an insert raced for six years elsewhere.
pub async fn the_same_op_sent_five_times_in_parallel_takes_effect_once(backend: impl Backend) {
    let union = Arc::new(Union::new(&backend).await);
    let hoa = union.member("bac-1").await;
    let op = union.title(union.initiative(), 0, "Một");
    let mut senders = JoinSet::new();
    for _ in 0..5 {
        let (store, now, submission) = (backend.open().await, union.now(), submission(&hoa, op.clone()));
        senders.spawn(async move { store.apply(&[submission], now).await.expect("the store takes it").results });
    }
    let results = senders.join_all().await;
    assert!(results.iter().all(|result| result[0].rev == Rev(1) && *result == results[0]));
    union.verify().await;
}

pub async fn five_ops_for_one_initiative_in_parallel_all_hold(backend: impl Backend) {
    let union = Arc::new(Union::new(&backend).await);
    let hoa = union.member("bac-1").await;
    let id = union.initiative();
    union.send(&hoa, &[union.title(id, 0, "Một")]).await;
    let fields = [Field::Area, Field::Problem, Field::Solution, Field::Novelty, Field::Effect];
    let mut senders = JoinSet::new();
    for field in fields {
        let op = union.edit(id, 1, field, text(field.name()));
        let submission = submission(&hoa.elsewhere(&union), op);
        let (store, now) = (backend.open().await, union.now());
        senders.spawn(async move { store.apply(&[submission], now).await.expect("the store takes it").results });
    }
    let mut revs: Vec<_> = senders.join_all().await.into_iter().map(|result| result[0].rev.0).collect();
    revs.sort_unstable();
    assert_eq!(revs, [2, 3, 4, 5, 6]);
    let found = union.store.initiative(id).await.expect("readable").expect("it is there");
    for field in fields {
        assert_eq!(found.content.text(field), field.name());
    }
    union.verify().await;
}

pub async fn an_op_id_used_for_something_else_is_refused(backend: impl Backend) {
    let union = Union::new(&backend).await;
    let (hoa, an) = (union.member("bac-1").await, union.member("bac-1").await);
    let op = union.title(union.initiative(), 0, "Một");
    let mut other = op.clone();
    other.action = Action::Edit(Patch::of([(Field::Title, text("Hai"))]));
    let [_, within_batch] = &union.send(&hoa, &[op.clone(), other.clone()]).await[..] else { panic!() };
    let later = union.send(&hoa, &[other]).await;
    let by_another = union.send(&an, &[op]).await;
    for result in [within_batch, &later[0], &by_another[0]] {
        assert_eq!(result.problem.as_ref().map(|problem| problem.kind), Some(ProblemKind::OpReused));
        assert_eq!(result.rev, Rev(0));
    }
    union.verify().await;
}

pub async fn an_op_that_was_not_understood_keeps_its_verdict(backend: impl Backend) {
    let union = Union::new(&backend).await;
    let hoa = union.member("bac-1").await;
    let id = OpId::new(union.id());
    let faults = vec![FieldFault { pointer: "/base".into(), fault: Fault::WrongType }];
    let odd = Submission::new(Arc::clone(&hoa.0), Received { id, op: Err(Problem::faults(faults.clone())) });
    for _ in 0..2 {
        let applied = union.store.apply(std::slice::from_ref(&odd), union.now()).await.expect("the store takes it");
        let [result] = &applied.results[..] else { panic!() };
        assert_eq!(result.outcome, Outcome::Rejected);
        assert_eq!(result.problem, Some(Problem::faults(faults.clone())));
    }
    let mut repaired = union.title(union.initiative(), 0, "Một");
    repaired.id = id;
    let results = union.send(&hoa, &[repaired]).await;
    assert_eq!(results[0].problem.as_ref().map(|problem| problem.kind), Some(ProblemKind::OpReused));
    union.verify().await;
}

/// One refused write blocked a whole upload queue elsewhere.
pub async fn a_refused_op_does_not_hold_up_the_ones_behind_it(backend: impl Backend) {
    let union = Union::new(&backend).await;
    let hoa = union.member("bac-1").await;
    let (one, two) = (union.initiative(), union.initiative());
    let ops = [
        union.title(one, 0, "Một"),
        union.op(two, 0, Action::Submit {}),
        union.title(one, 7, "a revision that this server never gave out"),
        union.title(two, 0, "Hai"),
        union.op(two, 0, Action::Submit {}),
    ];
    let results = union.send(&hoa, &ops).await;
    let outcomes: Vec<_> = results.iter().map(|result| result.outcome == Outcome::Rejected).collect();
    assert_eq!(outcomes, [false, true, true, false, false]);
    assert_eq!(results.iter().map(|result| result.id).collect::<Vec<_>>(), ops.map(|op| op.id));
    union.verify().await;
}

pub async fn what_queued_offline_carries_the_same_base(backend: impl Backend) {
    let union = Union::new(&backend).await;
    let hoa = union.member("bac-1").await;
    let id = union.initiative();
    // Sent over a link that broke after each.
    for op in [union.title(id, 0, "Một"), union.title(id, 0, "Một hai"), union.title(id, 0, "Một hai ba")] {
        assert_eq!(union.send(&hoa, &[op]).await[0].outcome, Outcome::Applied);
    }
    let submitted = union.send(&hoa, &[union.op(id, 0, Action::Submit {})]).await;
    assert_eq!((submitted[0].outcome, submitted[0].rev), (Outcome::Applied, Rev(4)));
    union.verify().await;
}

pub async fn two_devices_edit_the_same_text_and_neither_is_lost(backend: impl Backend) {
    let union = Union::new(&backend).await;
    let phone = union.member("bac-1").await;
    let tablet = phone.elsewhere(&union);
    let id = union.initiative();
    union.send(&phone, &[union.title(id, 0, "Bàn trượt")]).await;
    union.send(&phone, &[union.title(id, 1, "Bàn trượt băng tải")]).await;
    let merged = union.send(&tablet, &[union.edit(id, 1, Field::Area, text("Khai thác mỏ"))]).await;
    assert_eq!(merged[0].outcome, Outcome::Merged);
    let conflict = union.send(&tablet, &[union.title(id, 1, "Bàn lật")]).await;
    assert_eq!((conflict[0].outcome, conflict[0].conflicts.as_slice()), (Outcome::Conflict, &[Field::Title][..]));

    let found = union.store.initiative(id).await.expect("readable").expect("it is there");
    assert_eq!(found.content.text(Field::Title), "Bàn trượt băng tải");
    let kept: Vec<_> = found.alternatives.iter().map(|other| (other.field, other.value.clone())).collect();
    assert_eq!(kept, [(Field::Title, text("Bàn lật"))]);

    let choice = Action::Resolve(BTreeMap::from([(Field::Title, Side::Mine)]));
    let results = union.send(&tablet, &[union.op(id, 4, choice)]).await;
    assert_eq!(results[0].outcome, Outcome::Applied);
    let found = union.store.initiative(id).await.expect("readable").expect("it is there");
    assert_eq!(found.content.text(Field::Title), "Bàn lật");
    assert!(found.alternatives.is_empty());
    union.verify().await;
}

pub async fn somebody_elses_initiative_is_out_of_reach(backend: impl Backend) {
    let union = Union::new(&backend).await;
    let (hoa, an) = (union.member("bac-1").await, union.member("bac-1").await);
    let id = union.initiative();
    union.send(&hoa, &[union.title(id, 0, "Một")]).await;
    let results = union.send(&an, &[union.title(id, 0, "Của tôi"), union.op(id, 1, Action::Submit {})]).await;
    for result in results {
        assert_eq!(result.problem.map(|problem| problem.kind), Some(ProblemKind::Forbidden));
        assert_eq!(result.rev, Rev(0));
    }
    union.verify().await;
}

pub async fn before_there_is_a_campaign_nothing_is_refused_for_good(backend: impl Backend) {
    let union = Union::without_campaign(&backend).await;
    let hoa = union.member("bac-1").await;
    let op = union.title(union.initiative(), 0, "Một");
    let early = union.store.apply(&[submission(&hoa, op.clone())], union.now()).await;
    assert!(matches!(early, Err(StoreError::NoCampaign)));
    union.store.save_campaign(&campaign(), MissingPhases::Refuse, union.now()).await.expect("the campaign is sound");
    assert_eq!(union.send(&hoa, &[op]).await[0].outcome, Outcome::Applied);
}
