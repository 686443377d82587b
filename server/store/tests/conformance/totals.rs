//! The totals are right after every op.

use super::union::{Backend, Union, code, day, slug};
use model::field::{Field, Value};
use model::money::Vnd;
use model::op::Action;
use model::totals::Tally;

fn money(dong: i64) -> (Field, Value) {
    (Field::BenefitVnd, Value::Money(Some(Vnd::for_initiative(dong).expect("a sum in range"))))
}

pub async fn submitting_counts_and_withdrawing_stops_counting(backend: impl Backend) {
    let union = Union::new(&backend).await;
    let hoa = union.member("bac-1").await;
    let id = union.submit(&hoa, &[money(16_500_000_000)]).await;
    let counted = Tally { people: 1, submitted: 1, estimated: 16_500_000_000, ..Tally::default() };
    for unit in ["bac-1", "bac", "tld"] {
        assert_eq!(union.tally(unit, "total").await, counted, "{unit}");
    }
    assert_eq!(union.tally("nam", "total").await, Tally::default());
    union.verify().await;

    union.send(&hoa, &[union.op(id, 2, Action::Withdraw {})]).await;
    assert_eq!(union.tally("tld", "total").await, Tally::default());
    union.verify().await;

    union.send(&hoa, &[union.op(id, 3, Action::Submit {})]).await;
    assert_eq!(union.tally("tld", "total").await, counted);
    union.verify().await;
}

pub async fn people_are_counted_once_however_much_they_send(backend: impl Backend) {
    let union = Union::new(&backend).await;
    let (hoa, an) = (union.member("bac-1").await, union.member("bac-1").await);
    let people = async |unit| union.tally(unit, "total").await.people;
    let in_one = union.submit(&hoa, &[]).await;
    union.submit(&hoa, &[]).await;
    union.submit(&an, &[]).await;
    // She has moved to another unit of the same province, then to the other province.
    let elsewhere = union.submit(&hoa.in_unit("bac-2"), &[]).await;
    union.submit(&hoa.in_unit("nam"), &[]).await;
    assert_eq!(people("bac-1").await, 2);
    assert_eq!(people("bac-2").await, 1);
    assert_eq!(people("bac").await, 2);
    assert_eq!(people("nam").await, 1);
    assert_eq!(people("tld").await, 2);
    union.verify().await;

    union.send(&hoa, &[union.op(elsewhere, 2, Action::Withdraw {})]).await;
    union.send(&hoa, &[union.op(in_one, 2, Action::Withdraw {})]).await;
    assert_eq!((people("bac-2").await, people("bac-1").await, people("bac").await), (0, 2, 2));
    union.verify().await;
}

pub async fn a_phase_counts_what_was_submitted_in_it(backend: impl Backend) {
    let union = Union::new(&backend).await;
    let hoa = union.member("bac-1").await;
    let early = union.submit(&hoa, &[]).await;
    union.set_clock("2026-05-31T17:00:00Z");
    union.submit(&hoa, &[]).await;
    let counts = async |span| {
        let tally = union.tally("tld", span).await;
        (tally.people, tally.submitted)
    };
    assert_eq!((counts("dot-1").await, counts("dot-2").await, counts("total").await), ((1, 1), (1, 1), (1, 2)));
    union.verify().await;

    // Taken back and sent again, it counts for the phase it is now.
    union.send(&hoa, &[union.op(early, 2, Action::Withdraw {})]).await;
    union.send(&hoa, &[union.op(early, 3, Action::Submit {})]).await;
    assert_eq!((counts("dot-1").await, counts("dot-2").await, counts("total").await), ((0, 0), (1, 2), (1, 2)));
    union.verify().await;
}

pub async fn a_day_counts_what_was_submitted_on_it_in_vietnam(backend: impl Backend) {
    let union = Union::new(&backend).await;
    let hoa = union.member("bac-1").await;
    union.set_clock("2026-03-01T16:59:59Z");
    let first = union.submit(&hoa, &[]).await;
    union.set_clock("2026-03-01T17:00:00Z");
    union.submit(&hoa, &[]).await;
    union.submit(&hoa, &[]).await;
    let daily = async |unit| union.store.daily(&slug("trieu"), &code(unit)).await.expect("readable");
    let both = vec![(day("2026-03-01"), 1), (day("2026-03-02"), 2)];
    assert_eq!(daily("bac-1").await, both);
    assert_eq!(daily("tld").await, both);
    assert_eq!(daily("nam").await, []);
    union.send(&hoa, &[union.op(first, 2, Action::Withdraw {})]).await;
    assert_eq!(daily("tld").await, both[1..]);
    union.verify().await;
}

pub async fn no_benefit_is_not_a_benefit_of_zero(backend: impl Backend) {
    let union = Union::new(&backend).await;
    let hoa = union.member("nam").await;
    union.submit(&hoa, &[]).await;
    union.submit(&hoa, &[money(0)]).await;
    let tally = union.tally("nam", "total").await;
    assert_eq!((tally.submitted, tally.without_benefit, tally.estimated), (2, 1, 0));
    union.verify().await;
}

pub async fn totals_survive_a_restart(backend: impl Backend) {
    let union = Union::new(&backend).await;
    let hoa = union.member("bac-1").await;
    union.submit(&hoa, &[money(850_000_000)]).await;
    let before = union.store.standing().await.expect("readable");
    union.store.close().await;
    assert!(union.store.standing().await.is_err());
    let reopened = backend.open().await;
    let after = reopened.standing().await.expect("readable");
    assert_eq!(after.tallies, before.tallies);
    assert_eq!(after.head.position, before.head.position);
    reopened.verify().await.expect("the recount agrees");
}
