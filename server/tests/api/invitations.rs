//! Invitations and the officers of a unit.

use crate::app::{pointers, problem, spawn_app};
use crate::officer::{PASSWORD, acceptance, desk, invitation, officer, post, sign_in};
use crate::process::{prepared_folder, sangkien, sangkien_ok};
use model::field::Fault;
use model::problem::ProblemKind;
use model::rights::{Right, Role};
use model::sign_in::{InvitationSeen, Me, Officers, SignedIn};
use reqwest::StatusCode;
use serde_json::json;
use server::clock::Clock;
use server::http::invitations::make;

#[test]
fn the_first_administrator_comes_from_the_command_line() {
    let folder = prepared_folder();
    let data = folder.path();
    let invite = ["officer", "invite", "--unit", "tld", "--role", "national_administrator"];
    let link = sangkien_ok(data, &invite);
    assert!(link.starts_with("http://127.0.0.1:3000/app/invitation#") && link.len() == 37 + 43, "{link}");
    assert_ne!(sangkien_ok(data, &invite), link);
    let public = sangkien_ok(data, &[&invite[..], &["--url", "https://sangkien.example/"]].concat());
    assert!(public.starts_with("https://sangkien.example/app/invitation#"), "{public}");
    for (unit, role, told) in [
        ("nowhere", "reviewer", "there is no unit `nowhere`"),
        ("cd-dau-khi", "national_administrator", "root unit"),
        ("cd-dau-khi", "king", "reviewer"),
    ] {
        let output = sangkien(data, &["officer", "invite", "--unit", unit, "--role", role]);
        let error = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success() && error.contains(told), "{unit} {role}: {error}");
    }
}

#[tokio::test]
async fn an_invitation_is_looked_at_and_taken_once() {
    let app = spawn_app().await;
    let token = invitation(&app, Role::Reviewer, "cd-dau-khi").await;
    for _ in 0..2 {
        let seen: InvitationSeen =
            post(&app, "/invitations/look", &json!({"token": token})).await.json().await.unwrap();
        assert_eq!((seen.unit.as_str(), seen.role), ("cd-dau-khi", Role::Reviewer));
        assert_eq!(seen.unit_name, "Công đoàn Dầu khí Việt Nam");
    }
    let (app, token) = (&app, &token);
    let accept = async |number: u32| {
        post(app, "/invitations/accept", &acceptance(token, &format!("nguoi.{number}"))).await.status()
    };
    let answers = futures::future::join_all((0..5).map(accept)).await;
    assert_eq!(answers.iter().filter(|status| **status == StatusCode::OK).count(), 1, "{answers:?}");
    for path in ["/invitations/look", "/invitations/accept"] {
        let again = post(app, path, &acceptance(token, "nguoi.sau")).await;
        assert_eq!(problem(again).await.kind, ProblemKind::NotFound, "{path}");
    }
}

#[tokio::test]
async fn an_invitation_ends_with_its_week_and_with_the_right_of_who_made_it() {
    let app = spawn_app().await;
    let right = Right { role: Role::Reviewer, unit: "cd-pvoil".parse().unwrap() };
    let week_ago = Clock::system().now().plus_millis(-7 * 24 * 3600 * 1000 - 1);
    let (late, _) = make(app.store.as_ref(), right, store::Doer::OPERATOR, week_ago).await.unwrap();
    let admin = officer(&app, "quantri.daukhi", Role::UnitAdministrator, "cd-dau-khi").await;
    let orphaned = admin.invite(Role::Reviewer, "cd-pvoil").await;
    let member = admin.signed_in.member.id;
    let top = officer(&app, "quantri.tld", Role::NationalAdministrator, "tld").await;
    let taken = top.delete(&format!("/units/cd-dau-khi/officers/{member}/unit_administrator")).await;
    assert_eq!(taken.status(), StatusCode::NO_CONTENT);
    for token in [crate::officer::secret(&late), orphaned, "A".repeat(43), "x".into(), String::new()] {
        for path in ["/invitations/look", "/invitations/accept"] {
            let response = post(&app, path, &acceptance(&token, "nguoi.muon")).await;
            assert_eq!(problem(response).await.kind, ProblemKind::NotFound, "{path} {token}");
        }
    }
    let refused = sign_in(&app, "nguoi.muon", PASSWORD, None).await;
    assert_eq!(refused.status(), StatusCode::UNAUTHORIZED, "no account was left behind");
}

#[tokio::test]
async fn who_takes_an_invitation_is_told_every_fault() {
    let app = spawn_app().await;
    let token = invitation(&app, Role::Reviewer, "cd-dau-khi").await;
    let faults = problem(post(&app, "/invitations/accept", &json!({"token": token})).await).await;
    assert_eq!(pointers(&faults), ["/name", "/login", "/password", "/consent"]);
    let bad =
        json!({"token": token, "name": " ", "login": "có dấu cách", "password": "matkhau123456", "consent": false});
    let faults = problem(post(&app, "/invitations/accept", &bad).await).await;
    assert_eq!(pointers(&faults), ["/name", "/login", "/password", "/consent"]);
    assert_eq!(faults.errors[2].fault, Fault::Guessable);
    let bad = json!({"token": 7, "name": [], "login": {}, "password": null, "consent": "yes"});
    let faults = problem(post(&app, "/invitations/accept", &bad).await).await;
    assert_eq!(pointers(&faults), ["/token", "/name", "/login", "/password", "/consent"]);
    officer(&app, "duyet.daukhi", Role::Reviewer, "cd-pvoil").await;
    let taken = problem(post(&app, "/invitations/accept", &acceptance(&token, "DUYET.daukhi")).await).await;
    assert_eq!((pointers(&taken), &taken.errors[0].fault), (vec!["/login"], &Fault::Taken));
    let other = post(&app, "/invitations/accept", &acceptance(&token, "duyet.daukhi2")).await;
    assert_eq!(other.status(), StatusCode::OK, "the invitation wasn't used up by faults");
}

#[tokio::test]
async fn who_is_signed_in_takes_an_invitation_with_a_word() {
    let app = spawn_app().await;
    let reviewer = officer(&app, "duyet.daukhi", Role::Reviewer, "cd-dau-khi").await;
    let token = invitation(&app, Role::Auditor, "tld").await;
    let response = reviewer.post("/invitations/accept", &json!({"token": token})).await;
    assert_eq!(response.status(), StatusCode::OK);
    let answer: SignedIn = response.json().await.unwrap();
    assert_eq!((answer.token, answer.roles.len()), (None, 2));
    assert_eq!(reviewer.me().await.roles.len(), 2);
    assert_eq!(reviewer.me().await.sessions.len(), 1);
    // On a tablet where a colleague is signed in, a new account is a new person.
    let token = invitation(&app, Role::Reviewer, "cd-pvoil").await;
    let other = desk(&app, reviewer.post("/invitations/accept", &acceptance(&token, "duyet.pvoil")).await).await;
    assert_ne!(other.signed_in.member.id, reviewer.signed_in.member.id);
}

#[tokio::test]
async fn a_member_who_becomes_an_officer_stays_who_they_are() {
    let app = spawn_app().await;
    let phone = app.phone("cd-pvoil", "Trần Diều Sáo").await;
    let accept = async |login: &str, name: &str| {
        let token = invitation(&app, Role::Reviewer, "cd-dau-khi").await;
        let mut body = acceptance(&token, login);
        body["name"] = json!(name);
        let request = app.client.post(app.api("/invitations/accept")).bearer_auth(&phone.token).json(&body);
        desk(&app, request.send().await.unwrap()).await.signed_in.member
    };
    assert_ne!(accept("mot.hai", "Người Khác").await.id, phone.member.id);
    assert_eq!(accept("hai.ba", "Trần Diều Sáo").await, phone.member);
    assert_ne!(accept("bon.nam", "Trần Diều Sáo").await.id, phone.member.id, "they have an account already");
    let me = app.client.get(app.api("/me")).bearer_auth(&phone.token).send().await.unwrap();
    assert!(me.json::<Me>().await.unwrap().roles.is_empty(), "the phone's own token grants nothing");

    // Who says to be that member is nobody else, whatever name they give.
    let other = app.phone("cd-pvoil", "Lê Kim Thoa").await;
    let token = invitation(&app, Role::Reviewer, "cd-dau-khi").await;
    let claim = async |login: &str, phone: Option<&str>| {
        let mut body = acceptance(&token, login);
        (body["name"], body["as_member"]) = (json!("Thoa"), json!(true));
        let request = app.client.post(app.api("/invitations/accept")).json(&body);
        phone.into_iter().fold(request, |request, token| request.bearer_auth(token)).send().await.unwrap()
    };
    assert_eq!(
        pointers(&problem(claim("nam.sau", Some(&phone.token)).await).await),
        ["/as_member"],
        "they have an account"
    );
    assert_eq!(pointers(&problem(claim("nam.sau", None).await).await), ["/as_member"], "and nobody at all has come");
    assert_eq!(desk(&app, claim("nam.sau", Some(&other.token)).await).await.signed_in.member, other.member);
}

#[tokio::test]
async fn administrators_name_who_works_under_them_and_nobody_else() {
    let app = spawn_app().await;
    let top = officer(&app, "quantri.tld", Role::NationalAdministrator, "tld").await;
    let admin = officer(&app, "quantri.daukhi", Role::UnitAdministrator, "cd-dau-khi").await;
    let reviewer = officer(&app, "duyet.daukhi", Role::Reviewer, "cd-dau-khi").await;
    let auditor = officer(&app, "kiemtra.daukhi", Role::Auditor, "cd-dau-khi").await;
    for (who, role, unit, status) in [
        (&admin, "reviewer", "cd-dau-khi", 201),
        (&admin, "reviewer", "cd-pvoil", 201),
        (&admin, "unit_administrator", "cd-pvoil", 201),
        (&admin, "unit_administrator", "cd-dau-khi", 403),
        (&admin, "auditor", "cd-dau-khi", 403),
        (&admin, "reviewer", "ldld-thanh-hoa", 403),
        (&admin, "reviewer", "tld", 403),
        (&admin, "national_administrator", "cd-pvoil", 403),
        (&admin, "reviewer", "khong-co", 403),
        (&admin, "king", "cd-pvoil", 400),
        (&reviewer, "reviewer", "cd-pvoil", 403),
        (&auditor, "reviewer", "cd-pvoil", 403),
        (&top, "unit_administrator", "ldld-thanh-hoa", 201),
        (&top, "national_administrator", "tld", 201),
        (&top, "national_administrator", "cd-dau-khi", 403),
    ] {
        let response = who.post(&format!("/units/{unit}/invitations"), &json!({"role": role})).await;
        assert_eq!(response.status().as_u16(), status, "{role} {unit}");
    }
    for (who, unit, status) in [
        (&admin, "cd-dau-khi", 200),
        (&admin, "cd-pvoil", 200),
        (&admin, "tld", 403),
        (&auditor, "cd-pvoil", 200),
        (&reviewer, "cd-dau-khi", 403),
    ] {
        assert_eq!(who.get(&format!("/units/{unit}/officers")).await.status().as_u16(), status, "{unit}");
    }
    let listed: Officers = admin.get("/units/cd-dau-khi/officers").await.json().await.unwrap();
    let roles: Vec<Role> = listed.officers.iter().map(|line| line.role).collect();
    assert_eq!(roles, [Role::UnitAdministrator, Role::Reviewer, Role::Auditor]);
}

#[tokio::test]
async fn a_role_that_was_taken_is_gone_at_once() {
    let app = spawn_app().await;
    let admin = officer(&app, "quantri.daukhi", Role::UnitAdministrator, "cd-dau-khi").await;
    let reviewer = officer(&app, "duyet.daukhi", Role::Reviewer, "cd-dau-khi").await;
    let outsider = officer(&app, "duyet.thanhhoa", Role::Reviewer, "ldld-thanh-hoa").await;
    assert_eq!(reviewer.me().await.roles.len(), 1);
    let id = reviewer.signed_in.member.id;
    let path = format!("/units/cd-dau-khi/officers/{id}/reviewer");
    assert_eq!(reviewer.delete(&path).await.status(), StatusCode::FORBIDDEN);
    let elsewhere = outsider.signed_in.member.id;
    let theirs = format!("/units/ldld-thanh-hoa/officers/{elsewhere}/reviewer");
    assert_eq!(admin.delete(&theirs).await.status(), StatusCode::FORBIDDEN);
    assert_eq!(admin.delete(&path).await.status(), StatusCode::NO_CONTENT);
    assert_eq!(reviewer.me().await.roles, []);
    assert_eq!(admin.delete(&path).await.status(), StatusCode::NOT_FOUND);
    for nonsense in ["/units/cd-dau-khi/officers/x/reviewer", &format!("/units/cd-dau-khi/officers/{id}/king")] {
        assert_eq!(admin.delete(nonsense).await.status(), StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn an_administrator_gives_a_tablet_up_for_lost() {
    let app = spawn_app().await;
    let admin = officer(&app, "quantri.daukhi", Role::UnitAdministrator, "cd-dau-khi").await;
    let reviewer = officer(&app, "duyet.pvoil", Role::Reviewer, "cd-pvoil").await;
    let outsider = officer(&app, "duyet.thanhhoa", Role::Reviewer, "ldld-thanh-hoa").await;
    let top = officer(&app, "kiemtra.daukhi", Role::Auditor, "cd-dau-khi").await;
    let of = |unit: &str, desk: &crate::officer::Desk| {
        format!("/units/{unit}/officers/{}/sessions", desk.signed_in.member.id)
    };
    assert_eq!(admin.delete(&of("ldld-thanh-hoa", &outsider)).await.status(), StatusCode::FORBIDDEN);
    assert_eq!(admin.delete(&of("cd-pvoil", &outsider)).await.status(), StatusCode::NOT_FOUND);
    assert_eq!(admin.delete(&of("cd-dau-khi", &top)).await.status(), StatusCode::FORBIDDEN, "not of who oversees them");
    assert_eq!(reviewer.delete(&of("cd-pvoil", &reviewer)).await.status(), StatusCode::FORBIDDEN);
    assert_eq!(admin.delete(&of("cd-pvoil", &reviewer)).await.status(), StatusCode::NO_CONTENT);
    let told = problem(reviewer.get("/me").await).await;
    assert_eq!((told.kind, told.revoked), (ProblemKind::Unauthorized, true));
    let again = desk(&app, sign_in(&app, "duyet.pvoil", PASSWORD, None).await).await;
    assert_eq!(again.me().await.sessions.len(), 1);
}
