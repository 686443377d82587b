//! Joining, once, and being known again.

use super::union::{Backend, Union, code};
use model::wire::Member;
use store::{Doer, Join, JoinCode, JoinError, Once, Store, TokenHash};

fn join(code: JoinCode, union: &Union) -> Join {
    Join {
        codes: vec![code],
        name: "Trần Văn An".into(),
        member_no: Some("0123".into()),
        consent_version: "2026-01".into(),
        token: TokenHash([7; 32]),
        earlier: None,
        asks_to_merge: false,
        once: None,
        at: union.now(),
    }
}

async fn known(store: &dyn Store, token: &TokenHash) -> Option<Member> {
    store.bearer(token).await.expect("readable").map(|bearer| bearer.member)
}

async fn code_of(union: &Union, unit: &str) -> JoinCode {
    union.store.join_code(&code(unit), Doer::OPERATOR, union.now()).await.expect("readable").expect("a known unit")
}

pub async fn a_unit_has_one_join_code(backend: impl Backend) {
    let union = Union::new(&backend).await;
    let first = code_of(&union, "bac-1").await;
    assert_eq!(code_of(&union, "bac-1").await, first);
    assert_ne!(code_of(&union, "bac-2").await, first);
    assert_eq!(union.store.join_code(&code("nowhere"), Doer::OPERATOR, union.now()).await.expect("readable"), None);
    // As it is displayed, and as it is stored; also of an older version.
    for code in [first, "K7M2-9QXC".parse().expect("an older code")] {
        assert_eq!(code.to_string().parse(), Ok(code));
        assert_eq!(code.as_str().parse(), Ok(code));
    }
    for other in ["K7M2-9QX", "K7M2-9QXCC", "O000-0000", "2847-3916-507"] {
        assert!(other.parse::<JoinCode>().is_err(), "{other}");
    }
}

pub async fn joining_makes_a_member_whose_device_is_known_again(backend: impl Backend) {
    let union = Union::new(&backend).await;
    let join = join(code_of(&union, "bac-1").await, &union);
    let member = union.store.join(&join).await.expect("the code is right");
    assert_eq!((member.name.as_str(), &member.unit), ("Trần Văn An", &code("bac-1")));
    let reopened = backend.open().await;
    assert_eq!(known(&*reopened, &join.token).await, Some(member));
    assert_eq!(known(&*reopened, &TokenHash([8; 32])).await, None);
    assert_eq!(reopened.identity().id, union.store.identity().id);
    assert_eq!(reopened.identity().secret.0, union.store.identity().secret.0);
}

/// A slow link and a reload sent the same record twice elsewhere.
pub async fn joining_twice_under_one_key_makes_one_member(backend: impl Backend) {
    let union = Union::new(&backend).await;
    let once = Once { key: [1; 32], request: [2; 32] };
    let join = Join { once: Some(once), ..join(code_of(&union, "bac-1").await, &union) };
    let first = union.store.join(&join).await.expect("the code is right");
    assert_eq!(union.store.join(&join).await.expect("the same answer"), first);
    let other = Join { once: Some(Once { request: [3; 32], ..once }), ..join };
    assert!(matches!(union.store.join(&other).await, Err(JoinError::KeyReused)));
    assert_eq!(union.store.verify().await.expect("the recount agrees").members, 1);
}

/// A session that ended must not part anybody from what they wrote.
pub async fn whoever_holds_an_ended_token_joins_as_the_same_member(backend: impl Backend) {
    let union = Union::new(&backend).await;
    let first = join(code_of(&union, "bac-1").await, &union);
    let member = union.store.join(&first).await.expect("the code is right");
    assert!(union.store.revoke_token(&first.token, union.now()).await.expect("writable"));
    let again = Join { token: TokenHash([8; 32]), earlier: Some(first.token), member_no: None, ..first.clone() };
    assert_eq!(union.store.join(&again).await.expect("the code is right"), member);
    assert_eq!(known(&*union.store, &again.token).await, Some(member.clone()));
    // On the same phone, but somebody else, or in another unit, or with a token that nobody had.
    let others = [
        Join { token: TokenHash([9; 32]), name: "Lê Thị Bình".into(), ..again.clone() },
        Join { token: TokenHash([10; 32]), codes: vec![code_of(&union, "bac-2").await], ..again.clone() },
        Join { token: TokenHash([11; 32]), earlier: Some(TokenHash([12; 32])), ..again },
    ];
    for other in others {
        assert_ne!(union.store.join(&other).await.expect("the code is right").id, member.id);
    }
    assert_eq!(union.store.verify().await.expect("the recount agrees").members, 4);
}

pub async fn an_unknown_code_joins_nobody(backend: impl Backend) {
    let union = Union::new(&backend).await;
    let unknown = join("K7M2-9QXC".parse().expect("a well-formed code"), &union);
    assert!(matches!(union.store.join(&unknown).await, Err(JoinError::UnknownCode)));
    assert_eq!(union.store.verify().await.expect("the recount agrees").members, 0);
}

pub async fn a_revoked_token_is_not_known_any_more(backend: impl Backend) {
    let union = Union::new(&backend).await;
    let join = join(code_of(&union, "bac-1").await, &union);
    union.store.join(&join).await.expect("the code is right");
    assert!(union.store.revoke_token(&join.token, union.now()).await.expect("writable"));
    assert_eq!(known(&*union.store, &join.token).await, None);
    assert!(!union.store.revoke_token(&join.token, union.now()).await.expect("writable"));
}
