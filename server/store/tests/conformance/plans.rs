//! Units, campaigns and targets: imported whole or not at all, and counted anew when they move.

use super::union::{Backend, Union, campaign, code, phase, slug, submission, unit, units};
use model::campaign::{Campaign, Span, Target};
use model::unit::Level;
use std::sync::Arc;
use store::{MissingPhases, PlanError, TargetLine, TargetRevision, Written};

pub async fn units_that_are_not_a_tree_are_refused_whole(backend: impl Backend) {
    let union = Union::new(&backend).await;
    let before = union.store.directory().await.expect("readable");
    let add = |of: &str, parent: Option<&str>| unit(of, parent, Level::Grassroots);
    let unknown = [add("good", Some("bac")), add("bad", Some("nowhere"))];
    assert!(matches!(union.store.import_units(&unknown, union.now()).await, Err(PlanError::UnknownParent { .. })));
    let cycle = [add("bac", Some("bac-1"))];
    assert!(matches!(union.store.import_units(&cycle, union.now()).await, Err(PlanError::Cycle(_))));
    let itself = [add("x", Some("x"))];
    assert!(matches!(union.store.import_units(&itself, union.now()).await, Err(PlanError::Cycle(_))));
    let second_root = [add("x", None)];
    assert!(matches!(union.store.import_units(&second_root, union.now()).await, Err(PlanError::TwoRoots(..))));
    let twice = [add("x", Some("bac")), add("x", Some("nam"))];
    assert!(matches!(union.store.import_units(&twice, union.now()).await, Err(PlanError::Twice(_))));
    let after = union.store.directory().await.expect("readable");
    assert_eq!((after.units(), after.version()), (before.units(), before.version()));
}

pub async fn importing_the_same_units_again_changes_nothing(backend: impl Backend) {
    let union = Union::new(&backend).await;
    let version = union.store.head().await.expect("readable").directory;
    let again = union.store.import_units(&units(), union.now()).await.expect("a tree");
    assert_eq!(again, Written { unchanged: 5, ..Written::default() });
    assert_eq!(union.store.head().await.expect("readable").directory, version);
    let mut renamed = units();
    renamed[1].unit.name = "Liên đoàn Lao động tỉnh Bắc".into();
    // A child may come before its parent in a file.
    renamed.insert(0, unit("bac-3-1", Some("bac-3"), Level::Team));
    renamed.push(unit("bac-3", Some("bac"), Level::Grassroots));
    let written = union.store.import_units(&renamed, union.now()).await.expect("a tree");
    assert_eq!(written, Written { added: 2, changed: 1, unchanged: 4 });
    let directory = union.store.directory().await.expect("readable");
    assert!(directory.version() > version);
    let path = directory.path(directory.index(&code("bac-3-1")).expect("it is there"));
    let path: Vec<_> = path.iter().map(|&at| directory.units()[at].code.as_str()).collect();
    assert_eq!(path, ["tld", "bac", "bac-3", "bac-3-1"]);
}

pub async fn a_moved_unit_takes_its_totals_along(backend: impl Backend) {
    let union = Union::new(&backend).await;
    let (hoa, an) = (union.member("bac-1").await, union.member("bac-2").await);
    union.submit(&hoa, &[]).await;
    union.submit(&an, &[]).await;
    union.store.import_units(&[unit("bac-1", Some("nam"), Level::Grassroots)], union.now()).await.expect("a tree");
    let submitted = async |unit| union.tally(unit, "total").await.submitted;
    assert_eq!((submitted("tld").await, submitted("bac").await, submitted("nam").await), (2, 1, 1));
    union.verify().await;
    union.submit(&hoa, &[]).await;
    assert_eq!((submitted("tld").await, submitted("bac").await, submitted("nam").await), (3, 1, 2));
    union.verify().await;
}

fn target(unit: &str, span: Span, assigned: Option<u32>, self_set: Option<u32>) -> TargetLine {
    TargetLine { unit: code(unit), span, target: Target { assigned, self_set } }
}

pub async fn targets_keep_their_history(backend: impl Backend) {
    let union = Union::new(&backend).await;
    let trieu = slug("trieu");
    let import = async |lines: &[TargetLine]| union.store.import_targets(&trieu, lines, union.now()).await;
    let first = target("bac", Span::Campaign, Some(5_400), None);
    assert_eq!(import(std::slice::from_ref(&first)).await.expect("known units").added, 1);
    assert_eq!(import(std::slice::from_ref(&first)).await.expect("known units").unchanged, 1);
    let earlier = union.now();
    union.set_clock("2026-04-01T08:00:00Z");
    let revised = target("bac", Span::Campaign, Some(6_000), Some(7_000));
    assert_eq!(import(std::slice::from_ref(&revised)).await.expect("known units").changed, 1);
    let history = union.store.target_history(&trieu, &code("bac"), &Span::Campaign).await.expect("readable");
    let revision = |at, target| TargetRevision { at, by: None, target };
    assert_eq!(history, [revision(earlier, first.target), revision(union.now(), revised.target)]);

    let version = union.store.head().await.expect("readable").directory;
    let good = target("nam", Span::Campaign, Some(1), None);
    let unknown = import(&[good.clone(), target("nowhere", Span::Campaign, Some(1), None)]).await;
    assert!(matches!(unknown, Err(PlanError::UnknownUnit(_))));
    let unknown = import(&[good, target("nam", Span::Phase(slug("dot-9")), Some(1), None)]).await;
    assert!(matches!(unknown, Err(PlanError::UnknownPhase { .. })));
    let unknown = union.store.import_targets(&slug("other"), &[], union.now()).await;
    assert!(matches!(unknown, Err(PlanError::UnknownCampaign(_))));
    assert_eq!(union.store.head().await.expect("readable").directory, version);
}

pub async fn a_target_of_all_phases_is_their_sum(backend: impl Backend) {
    let union = Union::new(&backend).await;
    let lines = [
        target("bac", Span::Phase(slug("dot-1")), Some(300), Some(10)),
        target("bac", Span::Phase(slug("dot-2")), Some(700), None),
        target("nam", Span::Phase(slug("dot-1")), Some(300), None),
        target("tld", Span::Phase(slug("dot-1")), Some(300), None),
        target("tld", Span::Phase(slug("dot-2")), Some(800), None),
        target("tld", Span::Campaign, Some(1_000), None),
    ];
    union.store.import_targets(&slug("trieu"), &lines, union.now()).await.expect("known units");
    let directory = union.store.directory().await.expect("readable");
    let target = |unit| directory.target(0, directory.index(&code(unit)).expect("a known unit"));
    assert_eq!(target("bac"), Target { assigned: Some(1_000), self_set: None });
    assert_eq!(target("nam"), Target::default());
    assert_eq!(target("tld"), Target { assigned: Some(1_000), self_set: None });
}

pub async fn a_campaign_with_impossible_phases_is_refused(backend: impl Backend) {
    let union = Union::new(&backend).await;
    let save = async |phases| {
        union.store.save_campaign(&Campaign { phases, ..campaign() }, MissingPhases::Remove, union.now()).await
    };
    let first = || phase("dot-1", "2026-01-01", "2026-05-31");
    let overlapping = save(vec![phase("dot-2", "2026-05-31", "2026-06-30"), first()]).await;
    assert!(matches!(overlapping, Err(PlanError::Overlap(..))));
    assert!(matches!(save(vec![phase("total", "2026-01-01", "2026-05-31")]).await, Err(PlanError::BadPhaseName(_))));
    assert!(matches!(save(vec![first(), first()]).await, Err(PlanError::BadPhaseName(_))));
    assert!(matches!(save(vec![phase("x", "2026-02-01", "2026-01-01")]).await, Err(PlanError::Backwards(_))));
    assert!(matches!(save(vec![phase("x", "2025-12-31", "2026-01-01")]).await, Err(PlanError::OutsideCampaign(_))));
    assert_eq!(union.store.directory().await.expect("readable").campaigns(), [campaign()]);
}

pub async fn changed_phases_count_anew(backend: impl Backend) {
    let union = Union::new(&backend).await;
    let hoa = union.member("bac-1").await;
    union.submit(&hoa, &[]).await;
    let extended = Campaign { to: "2027-06-30".parse().expect("a day"), ..campaign() };
    let save = async |campaign: &Campaign, missing| union.store.save_campaign(campaign, missing, union.now()).await;
    assert_eq!(save(&extended, MissingPhases::Refuse).await.expect("sound").changed, 1);
    assert_eq!(save(&extended, MissingPhases::Refuse).await.expect("sound").unchanged, 1);
    let phases = vec![phase("mot", "2026-01-01", "2026-02-28"), phase("hai", "2026-03-01", "2026-12-31")];
    save(&Campaign { phases, ..extended }, MissingPhases::Remove).await.expect("sound");
    let submitted = async |span| union.tally("tld", span).await.submitted;
    assert_eq!((submitted("dot-1").await, submitted("mot").await, submitted("hai").await), (0, 0, 1));
    union.verify().await;
    union.submit(&hoa, &[]).await;
    assert_eq!((submitted("hai").await, submitted("total").await), (2, 2));
    union.verify().await;
}

pub async fn an_import_runs_while_another_process_writes(backend: impl Backend) {
    let union = Arc::new(Union::new(&backend).await);
    let hoa = union.member("bac-1").await;
    let writing = {
        let (union, hoa) = (Arc::clone(&union), hoa.clone());
        tokio::spawn(async move {
            for _ in 0..40 {
                union.submit(&hoa, &[]).await;
            }
        })
    };
    let other = backend.open().await;
    for round in 0..10 {
        let parent = if round % 2 == 0 { "nam" } else { "bac" };
        other.import_units(&[unit("bac-1", Some(parent), Level::Grassroots)], union.now()).await.expect("a tree");
        other
            .import_units(&[unit(&format!("new-{round}"), Some("nam"), Level::Grassroots)], union.now())
            .await
            .expect("a tree");
    }
    writing.await.expect("every submission was taken");
    // The first handle has noticed: it counts somebody of a unit that it didn't import.
    let newcomer = union.member("new-9").await;
    let op = union.title(union.initiative(), 0, "Một");
    union.store.apply(&[submission(&newcomer, op)], union.now()).await.expect("the store takes it");
    union.submit(&newcomer, &[]).await;
    assert_eq!(union.tally("tld", "total").await.submitted, 41);
    assert_eq!(union.tally("bac", "total").await.submitted, 40);
    assert_eq!(union.tally("nam", "total").await.submitted, 1);
    union.verify().await;
}
