//! What the search for possible duplicates keeps: no more than a few for each initiative, and once, whoever is faster.

use super::union::{Backend, Union};
use model::field::Field;
use model::id::InitiativeId;
use model::op::Action;
use store::{Checked, CheckedStretch, Due, Position, Scope, Store};

/// Initiatives that were sent, each with its own title.
async fn sent(union: &Union, count: usize) -> Vec<InitiativeId> {
    let hoa = union.member("bac-1").await;
    let mut ids = Vec::new();
    for number in 0..count {
        let id = union.initiative();
        union.send(&hoa, &[union.title(id, 0, &format!("Số {number}")), union.op(id, 1, Action::Submit {})]).await;
        ids.push(id);
    }
    ids
}

/// Everything that is due, as found to be like `others`.
async fn keep(store: &dyn Store, from: Position, alike: Vec<(InitiativeId, u8)>) -> (bool, Position) {
    let tail = store.duplicates().unchecked(from, 100).await.expect("readable");
    let compared = |due: &Due| match *due {
        Due::Check { id, submitted_at } => {
            let alike = alike.iter().copied().filter(|(other, _)| *other != id).collect();
            Checked::Compared { id, submitted_at, sketch: Some([7; 32]), alike }
        }
        Due::Forget(id) => Checked::Forgotten(id),
    };
    let checked = tail.due.iter().map(compared).collect();
    let stretch = CheckedStretch { from, to: tail.position, version: 1, checked };
    (store.duplicates().save_checked(&stretch).await.expect("kept"), tail.position)
}

pub async fn the_five_likeliest_are_kept_and_told_once(backend: impl Backend) {
    let union = Union::new(&backend).await;
    let ids = sent(&union, 7).await;
    let store = union.store.duplicates();
    let alike = ids[1..].iter().copied().zip([50, 60, 70, 80, 90, 100]).collect();
    assert_eq!(store.resume(1).await.expect("readable"), 0);
    let (kept, position) = keep(union.store.as_ref(), 0, alike).await;
    assert!(kept);
    let told = store.alike(&ids[..1]).await.expect("readable");
    assert_eq!(told.iter().map(|(_, other)| other.percent).collect::<Vec<_>>(), [100, 90, 80, 70, 60]);
    assert_eq!(told[0].1.id, ids[6]);
    let found = store.findings(&Scope::Everything, 0, 100).await.expect("readable");
    assert_eq!((found.initiatives.len(), found.number), (7, store.findings_end().await.expect("readable")));
    let elsewhere = Scope::Units(vec!["nam".parse().expect("a code")]);
    assert!(store.findings(&elsewhere, 0, 100).await.expect("readable").initiatives.is_empty());
    assert!(store.findings(&Scope::Everything, found.number, 100).await.expect("readable").initiatives.is_empty());
    assert!(store.unchecked(position, 100).await.expect("readable").due.is_empty());
    assert_eq!(store.sketches(None, 100).await.expect("readable").len(), 7);
    assert_eq!(store.wordings(&ids[..1]).await.expect("readable")[0].1.title, "Số 0");
}

pub async fn of_two_that_search_the_same_the_first_is_kept(backend: impl Backend) {
    let union = Union::new(&backend).await;
    let ids = sent(&union, 2).await;
    let (first, position) = keep(union.store.as_ref(), 0, vec![(ids[0], 80)]).await;
    let (second, _) = keep(union.store.as_ref(), 0, vec![(ids[0], 80), (ids[1], 80)]).await;
    assert_eq!((first, second), (true, false));
    let duplicates = union.store.duplicates();
    let end = duplicates.findings_end().await.expect("readable");
    assert_eq!(end, 2);
    // Found again after a restart; with other sketches everything is to be done anew.
    let again = backend.open().await;
    assert_eq!(again.duplicates().resume(1).await.expect("readable"), position);
    assert_eq!(again.duplicates().resume(2).await.expect("readable"), 0);
    assert_eq!(again.duplicates().unchecked(0, 100).await.expect("readable").due.len(), 2);
    assert!(again.duplicates().sketches(None, 100).await.expect("readable").is_empty());
}

pub async fn what_does_not_count_any_more_is_forgotten(backend: impl Backend) {
    let union = Union::new(&backend).await;
    let hoa = union.member("bac-2").await;
    let draft = union.initiative();
    union.send(&hoa, &[union.title(draft, 0, "Bản nháp")]).await;
    let own = union.initiative();
    union.send(&hoa, &[union.title(own, 0, "Của tôi"), union.op(own, 1, Action::Submit {})]).await;
    let ids = sent(&union, 1).await;
    let (_, position) = keep(union.store.as_ref(), 0, vec![(ids[0], 80)]).await;
    let duplicates = union.store.duplicates();
    assert!(duplicates.wordings(&[draft]).await.expect("readable").is_empty());
    let (latest, _) = duplicates.latest_wordings(Position::MAX, 100).await.expect("readable");
    assert_eq!(latest.iter().map(|wording| wording.title.as_str()).collect::<Vec<_>>(), ["Số 0", "Của tôi"]);
    union.send(&hoa, &[union.op(own, 2, Action::Withdraw {}), union.title(draft, 1, "Vẫn là nháp")]).await;
    let tail = duplicates.unchecked(position, 100).await.expect("readable");
    assert_eq!(tail.due, [Due::Forget(own)]);
    let before = duplicates.findings_end().await.expect("readable");
    keep(union.store.as_ref(), position, Vec::new()).await;
    assert!(duplicates.alike(&[own, ids[0]]).await.expect("readable").is_empty());
    let told = duplicates.findings(&Scope::Everything, before, 100).await.expect("readable");
    assert_eq!(
        told.initiatives.iter().map(|initiative| initiative.id).collect::<Vec<_>>(),
        ids,
        "the other's officers"
    );
    assert_eq!(
        union.store.initiative(own).await.expect("readable").expect("kept").content.text(Field::Title),
        "Của tôi"
    );
}
