//! A device gets everything that changed, once.

use super::union::{Backend, Union, submission, text};
use model::field::Field;
use model::op::Action;
use std::collections::BTreeSet;
use std::sync::Arc;
use store::{PageLimit, Reader};
use tokio::task::JoinSet;

const ALL: PageLimit = PageLimit { initiatives: 1000, bytes: usize::MAX };

pub async fn a_device_pulls_what_changed_since_its_cursor(backend: impl Backend) {
    let union = Union::new(&backend).await;
    let (hoa, an) = (union.member("bac-1").await, union.member("bac-1").await);
    let (one, two) = (union.initiative(), union.initiative());
    union.send(&hoa, &[union.title(one, 0, "Một"), union.title(two, 0, "Hai")]).await;
    union.send(&an, &[union.title(union.initiative(), 0, "Của An")]).await;
    let me = Reader::member(hoa.0.person.id);
    let page = union.store.changes(&me, 0, ALL).await.expect("readable");
    assert_eq!(page.initiatives.iter().map(|initiative| initiative.id).collect::<Vec<_>>(), [one, two]);
    assert!(!page.more);

    let nothing = union.store.changes(&me, page.position, ALL).await.expect("readable");
    assert_eq!((nothing.initiatives.len(), nothing.position), (0, page.position));

    union.send(&hoa, &[union.op(one, 1, Action::Submit {}), union.op(two, 1, Action::Edit(Default::default()))]).await;
    let page = union.store.changes(&me, page.position, ALL).await.expect("readable");
    assert_eq!(page.initiatives.len(), 2);
    let beyond = union.store.changes(&me, u64::MAX, ALL).await.expect("readable");
    assert_eq!(beyond.initiatives, []);
}

pub async fn a_page_is_limited_by_count_and_by_bytes(backend: impl Backend) {
    let union = Union::new(&backend).await;
    let hoa = union.member("bac-1").await;
    for _ in 0..5 {
        let id = union.initiative();
        union.send(&hoa, &[union.edit(id, 0, Field::Story, text(&"a".repeat(10_000)))]).await;
    }
    let me = Reader::member(hoa.0.person.id);
    let mut seen = BTreeSet::new();
    let (mut position, mut sizes) = (0, Vec::new());
    loop {
        let limit = PageLimit { initiatives: 2, bytes: usize::MAX };
        let page = union.store.changes(&me, position, limit).await.expect("readable");
        sizes.push(page.initiatives.len());
        seen.extend(page.initiatives.iter().map(|initiative| initiative.id));
        position = page.position;
        if !page.more {
            break;
        }
    }
    assert_eq!((sizes, seen.len()), (vec![2, 2, 1], 5));
    for (bytes, fit) in [(0, 1), (10_001, 1), (10_100, 2), (25_000, 3)] {
        let limit = PageLimit { initiatives: 100, bytes };
        let page = union.store.changes(&me, 0, limit).await.expect("readable");
        assert_eq!((page.initiatives.len(), page.more), (fit, true), "{bytes}");
    }
}

/// Plain sequences commit out of order, and readers that remember the last they saw skip rows.
pub async fn a_reader_that_remembers_its_position_skips_nothing(backend: impl Backend) {
    let union = Arc::new(Union::new(&backend).await);
    let hoa = union.member("bac-1").await;
    let mut writers = JoinSet::new();
    let mut written = BTreeSet::new();
    for _ in 0..4 {
        let ids: Vec<_> = (0..25).map(|_| union.initiative()).collect();
        written.extend(ids.iter().copied());
        let (store, union, hoa) = (backend.open().await, Arc::clone(&union), hoa.clone());
        writers.spawn(async move {
            for id in ids {
                let op = submission(&hoa, union.title(id, 0, "Một"));
                store.apply(&[op], union.now()).await.expect("the store takes it");
            }
        });
    }
    let (mut position, mut seen) = (0, BTreeSet::new());
    while seen.len() < written.len() {
        let page = union.store.changes(&Reader::member(hoa.0.person.id), position, ALL).await.expect("readable");
        seen.extend(page.initiatives.iter().map(|initiative| initiative.id));
        position = page.position;
        if page.initiatives.is_empty() && writers.try_join_next().is_none() && writers.is_empty() {
            break;
        }
    }
    assert_eq!(seen, written);
}
