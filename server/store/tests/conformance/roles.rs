//! Roles: given, taken, and carried by the tokens of who signed in.

use super::union::{Backend, Device, Union, code};
use model::rights::{Right, Role};
use store::{Appointment, Doer, RoleError, TokenHash, TokenKind};

fn appointment(union: &Union, device: &Device, role: Role, unit: &str) -> Appointment {
    let right = Right { role, unit: code(unit) };
    Appointment { member: device.0.person.id, right, by: Doer::OPERATOR, at: union.now() }
}

pub async fn a_role_is_given_and_taken_and_its_history_kept(backend: impl Backend) {
    let union = Union::new(&backend).await;
    let (hoa, an) = (union.member("bac").await, union.member("bac").await);
    let reviewer = appointment(&union, &hoa, Role::Reviewer, "bac");
    assert!(union.store.give_role(&reviewer).await.expect("writable"));
    assert!(!union.store.give_role(&reviewer).await.expect("writable"), "it is held already");
    let by_hoa = Appointment { by: hoa.0.person.id.into(), ..appointment(&union, &an, Role::Producer, "bac") };
    assert!(union.store.give_role(&by_hoa).await.expect("writable"));
    let reopened = backend.open().await;
    assert_eq!(reopened.roles_of(hoa.0.person.id).await.expect("readable"), std::slice::from_ref(&reviewer.right));
    let officers = reopened.officers_of(&code("bac")).await.expect("readable");
    let named: Vec<_> = officers.iter().map(|holder| (holder.person.id, holder.right.role, holder.since)).collect();
    assert_eq!(named, [(hoa.0.person.id, Role::Reviewer, union.now()), (an.0.person.id, Role::Producer, union.now())]);
    assert!(reopened.officers_of(&code("tld")).await.expect("readable").is_empty());

    assert!(union.store.take_role(&reviewer).await.expect("writable"));
    assert!(!union.store.take_role(&reviewer).await.expect("writable"), "it isn't held any more");
    assert!(union.store.roles_of(hoa.0.person.id).await.expect("readable").is_empty());
    assert!(union.store.give_role(&reviewer).await.expect("writable"), "it can be given again");
    union.verify().await;
}

pub async fn a_role_needs_a_member_and_a_unit_and_the_highest_the_root(backend: impl Backend) {
    let union = Union::new(&backend).await;
    let hoa = union.member("bac").await;
    let nowhere = appointment(&union, &hoa, Role::Reviewer, "nowhere");
    assert!(matches!(union.store.give_role(&nowhere).await, Err(RoleError::UnknownUnit(_))));
    let below = appointment(&union, &hoa, Role::NationalAdministrator, "bac");
    assert!(matches!(union.store.give_role(&below).await, Err(RoleError::RootAlone(_))));
    let nobody = Appointment {
        member: model::id::MemberId::new(union.id()),
        ..appointment(&union, &hoa, Role::NationalAdministrator, "tld")
    };
    assert!(matches!(union.store.give_role(&nobody).await, Err(RoleError::UnknownMember)));
    let national = appointment(&union, &hoa, Role::NationalAdministrator, "tld");
    assert!(union.store.give_role(&national).await.expect("writable"));
}

pub async fn a_token_from_joining_carries_no_office(backend: impl Backend) {
    let union = Union::new(&backend).await;
    let hoa = union.member("bac-1").await;
    union.store.give_role(&appointment(&union, &hoa, Role::Reviewer, "bac")).await.expect("writable");
    let (joined, signed_in) = (TokenHash([1; 32]), TokenHash([2; 32]));
    for (token, kind, offices) in [(joined, TokenKind::Join, 0), (signed_in, TokenKind::SignIn, 1)] {
        union.store.issue_token(hoa.0.person.id, &token, kind, union.now()).await.expect("writable");
        let bearer = union.store.bearer(&token).await.expect("readable").expect("a known token");
        assert_eq!((bearer.member.id, bearer.kind, bearer.offices.len()), (hoa.0.person.id, kind, offices));
    }
    let office = union.store.bearer(&signed_in).await.expect("readable").expect("a known token").offices.remove(0);
    assert_eq!((office.role, office.path), (Role::Reviewer, vec![code("tld"), code("bac")]));
}

pub async fn a_role_that_was_taken_is_gone_from_the_token(backend: impl Backend) {
    let union = Union::new(&backend).await;
    let hoa = union.member("bac").await;
    let (token, role) = (TokenHash([2; 32]), appointment(&union, &hoa, Role::Auditor, "bac"));
    union.store.give_role(&role).await.expect("writable");
    union.store.issue_token(hoa.0.person.id, &token, TokenKind::SignIn, union.now()).await.expect("writable");
    union.store.take_role(&role).await.expect("writable");
    let bearer = union.store.bearer(&token).await.expect("readable").expect("still a known token");
    assert!(bearer.offices.is_empty());
}
