//! A store as an older version left it, brought up to date by opening it.

use super::SqliteStore;
use super::tests::{at, edit, op, union};
use crate::{Link, Store};
use model::op::Action;

/// What the tables were before positions were followed.
const BEFORE_FOLLOWING: &str = "
    drop index totals_by_position;
    alter table totals drop column position;
    alter table totals drop column at;
    alter table units drop column position;
    alter table units drop column at;
    alter table campaigns drop column position;
    alter table campaigns drop column at;
    alter table targets drop column position;
    alter table meta drop column epoch;
    alter table meta drop column adoptions;
    drop table finding_marks;
    drop table probe;
    update meta set findings = 3;
    delete from _sqlx_migrations where version in (60, 61);";

#[tokio::test]
async fn a_store_from_before_positions_were_followed_has_its_numbers_links_and_marks() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (store, actor) = union(folder.path()).await;
    let batch = [op(&actor, 11, 1, 0, edit("câu chuyện".into())), op(&actor, 12, 1, 0, Action::Submit {})];
    store.apply(&batch, at()).await.expect("the store takes it");
    let (head, before) = (store.head().await.expect("readable"), store.standing().await.expect("readable"));
    sqlx::raw_sql(BEFORE_FOLLOWING).execute(&store.writer).await.expect("the statements are right");
    store.close().await;

    let store = SqliteStore::open(folder.path()).await.expect("it opens");
    store.verify().await.expect("everything is there");
    let after = store.standing().await.expect("readable");
    assert_eq!((after.head, after.tallies.len()), (head, before.tallies.len()));
    for row in &after.tallies {
        assert_eq!((row.stamp.position, row.stamp.at), (head.position, Some(at())));
    }
    let campaign_began = after.directory.stamp(0, 0).at.expect("at least the campaign's first day");
    assert_eq!(campaign_began.to_string(), "2025-12-31T17:00:00.000Z");
    for position in 1..=head.position {
        let link = store.link_at(position).await.expect("readable").expect("every entry has one");
        assert_ne!(link, Link([0; 32]));
    }
    assert_eq!(store.link_at(head.position + 1).await.expect("readable"), None);
    // Numbers of findings that devices have are of one history from then on.
    let first = store.duplicates().findings_mark(1).await.expect("readable");
    let last = store.duplicates().findings_mark(3).await.expect("readable");
    assert!(first.is_some() && first == last);
    assert_eq!(store.duplicates().findings_mark(4).await.expect("readable"), None);
}
