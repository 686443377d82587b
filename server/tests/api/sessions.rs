//! How long officers stay signed in, and the ways in which a session ends.

use crate::app::{App, problem, spawn_app, spawn_app_at};
use crate::officer::{Desk, PASSWORD, acceptance, desk, officer, post, sign_in};
use crate::process::{prepared_folder, sangkien};
use model::id::DeviceId;
use model::problem::ProblemKind;
use model::rights::Role;
use model::sign_in::{SessionLine, Sessions};
use model::wire::{AuditResponse, LogEntry};
use reqwest::StatusCode;
use serde_json::json;
use server::clock::Clock;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// Days by which the server's clock is ahead of the machine's.
#[derive(Clone, Default)]
struct Calendar(Arc<AtomicI64>);

impl Calendar {
    fn clock(&self) -> Clock {
        let days = self.clone();
        Clock::of(move || Clock::system().now().plus_millis(days.0.load(Ordering::SeqCst) * 24 * 3600 * 1000))
    }

    fn day(&self, day: i64) {
        self.0.store(day, Ordering::SeqCst);
    }
}

async fn at(calendar: &Calendar) -> App {
    spawn_app_at("off".parse().unwrap(), calendar.clock()).await
}

/// Uses the device, and waits until that is written down.
async fn uses(tablet: &Desk, calendar: &Calendar) {
    let now = calendar.clock().now().plus_millis(-60_000);
    while tablet.me().await.sessions.iter().all(|session| session.seen_at < now) {
        tokio::task::yield_now().await;
    }
}

async fn over(tablet: &Desk) -> bool {
    let response = tablet.get("/me").await;
    if response.status() == StatusCode::OK {
        return false;
    }
    let told = problem(response).await;
    assert_eq!((told.kind, told.revoked), (ProblemKind::Unauthorized, false), "signed out, not wiped");
    true
}

#[tokio::test]
async fn a_tablet_that_lay_idle_for_a_month_signs_in_again_and_keeps_its_queue() {
    let calendar = Calendar::default();
    let app = at(&calendar).await;
    let tablet = officer(&app, "duyet.daukhi", Role::Reviewer, "cd-dau-khi").await;
    let phone = app.phone("cd-pvoil", "Trần Diều Sáo").await;
    calendar.day(29);
    uses(&tablet, &calendar).await;
    calendar.day(58);
    uses(&tablet, &calendar).await;
    calendar.day(88);
    assert!(over(&tablet).await);
    calendar.day(60);
    assert!(over(&tablet).await, "a session that is over doesn't come back with the clock");
    let again = desk(&app, sign_in(&app, "duyet.daukhi", PASSWORD, None).await).await;
    assert_eq!(again.me().await.sessions.len(), 1, "only what is open is listed");
    calendar.day(800);
    assert_eq!(phone.get("/me").await.status(), StatusCode::OK, "a member's phone stays in its unit");
}

#[tokio::test]
async fn a_session_that_is_used_every_day_ends_after_half_a_year() {
    let calendar = Calendar::default();
    let app = at(&calendar).await;
    let tablet = officer(&app, "duyet.daukhi", Role::Reviewer, "cd-dau-khi").await;
    for day in [25, 50, 75, 100, 125, 150, 175] {
        calendar.day(day);
        uses(&tablet, &calendar).await;
    }
    calendar.day(179);
    assert!(!over(&tablet).await);
    calendar.day(180);
    assert!(over(&tablet).await);
}

#[tokio::test]
async fn a_session_that_is_over_is_not_listed_and_a_tablet_lost_meanwhile_still_wipes_itself() {
    let calendar = Calendar::default();
    let app = at(&calendar).await;
    let admin = officer(&app, "quantri.daukhi", Role::UnitAdministrator, "cd-dau-khi").await;
    let lost = officer(&app, "duyet.pvoil", Role::Reviewer, "cd-pvoil").await;
    calendar.day(40);
    assert!(over(&admin).await);
    let admin = desk(&app, sign_in(&app, "quantri.daukhi", PASSWORD, None).await).await;
    let found = desk(&app, sign_in(&app, "duyet.pvoil", PASSWORD, None).await).await;
    assert_eq!(found.me().await.sessions.len(), 1);
    assert!(over(&lost).await);
    let path = format!("/units/cd-pvoil/officers/{}/sessions", lost.signed_in.member.id);
    assert_eq!(admin.delete(&path).await.status(), StatusCode::NO_CONTENT);
    let told = problem(lost.get("/me").await).await;
    assert_eq!((told.kind, told.revoked), (ProblemKind::Unauthorized, true));
}

#[tokio::test]
async fn a_device_of_mine_is_signed_out_or_given_up_for_lost() {
    let app = spawn_app().await;
    let tablet = officer(&app, "duyet.daukhi", Role::Reviewer, "cd-dau-khi").await;
    let other = officer(&app, "duyet.pvoil", Role::Reviewer, "cd-pvoil").await;
    let mut open = Vec::new();
    for _ in 0..2 {
        open.push(desk(&app, sign_in(&app, "duyet.daukhi", PASSWORD, None).await).await);
    }
    let SessionLine { id: signed_out, .. } = own(&open[0]).await;
    let SessionLine { id: lost, .. } = own(&open[1]).await;
    let sign_out = format!("/sessions/{signed_out}/sign-out");
    assert_eq!(other.post(&sign_out, &json!({})).await.status(), StatusCode::NOT_FOUND, "not somebody else's");
    assert_eq!(tablet.post(&sign_out, &json!({})).await.status(), StatusCode::NO_CONTENT);
    assert_eq!(tablet.post(&sign_out, &json!({})).await.status(), StatusCode::NOT_FOUND);
    assert_eq!(tablet.post("/sessions/x/sign-out", &json!({})).await.status(), StatusCode::NOT_FOUND);
    assert_eq!(tablet.delete(&format!("/sessions/{lost}")).await.status(), StatusCode::NO_CONTENT);
    assert!(over(&open[0]).await);
    assert!(problem(open[1].get("/me").await).await.revoked);
    assert_eq!(tablet.me().await.sessions.len(), 1);
    // It turns out that the other one is gone as well.
    assert_eq!(tablet.delete(&format!("/sessions/{signed_out}")).await.status(), StatusCode::NO_CONTENT);
    assert!(problem(open[0].get("/me").await).await.revoked);
}

#[test]
fn whoever_runs_the_server_says_how_long() {
    let folder = prepared_folder();
    for bad in ["0", "-1", "4000", "x"] {
        let output = sangkien(folder.path(), &["serve", &format!("--session-idle={bad}")]);
        let error = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success() && error.contains("--session-idle"), "{bad}: {error}");
    }
}

/// What an auditor of the unit reads of those acts, the newest first.
async fn audited(app: &App, act: &str) -> Vec<LogEntry> {
    let auditor = app.officer("cd-dau-khi", "Vũ Thị Sáu", Role::Auditor).await;
    let told: AuditResponse = auditor.get("/units/cd-dau-khi/audit").await.json().await.expect("an audit");
    told.entries.into_iter().filter(|entry| entry.action.get(act).is_some()).collect()
}

/// The session of this device, by the id that the audit has.
async fn own(desk: &Desk) -> SessionLine {
    desk.me().await.sessions.into_iter().find(|session| session.current).expect("it is open")
}

#[tokio::test]
async fn an_administrator_gives_up_one_tablet_of_an_officer_and_the_other_keeps_its_day() {
    let app = spawn_app().await;
    let admin = officer(&app, "quantri.daukhi", Role::UnitAdministrator, "cd-dau-khi").await;
    let beside = officer(&app, "quantri.thanhhoa", Role::UnitAdministrator, "ldld-thanh-hoa").await;
    let good = officer(&app, "duyet.pvoil", Role::Reviewer, "cd-pvoil").await;
    let lost = desk(&app, sign_in(&app, "duyet.pvoil", PASSWORD, None).await).await;
    let path = format!("/units/cd-pvoil/officers/{}/sessions", good.signed_in.member.id);
    for refused in [beside.get(&path).await, good.get(&path).await] {
        assert_eq!(problem(refused).await.kind, ProblemKind::Forbidden);
    }
    let listed: Sessions = admin.get(&path).await.json().await.expect("sessions");
    let (lost_one, good_one) = (own(&lost).await, own(&good).await);
    let told: Vec<_> = listed.sessions.iter().map(|session| (session.id, session.current)).collect();
    assert_eq!(told, [(lost_one.id, false), (good_one.id, false)]);
    let one = |id: &str| format!("{path}/{id}");
    for (who, id) in [(&beside, lost_one.id), (&good, lost_one.id)] {
        assert_eq!(problem(who.delete(&one(&id.to_string())).await).await.kind, ProblemKind::Forbidden);
    }
    // Neither what isn't a session nor one of somebody else's.
    for id in ["x".to_owned(), uuid::Uuid::now_v7().to_string(), own(&admin).await.id.to_string()] {
        assert_eq!(problem(admin.delete(&one(&id)).await).await.kind, ProblemKind::NotFound);
    }
    assert_eq!(admin.delete(&one(&lost_one.id.to_string())).await.status(), StatusCode::NO_CONTENT);
    assert_eq!(
        admin.delete(&one(&lost_one.id.to_string())).await.status(),
        StatusCode::NOT_FOUND,
        "it is lost already"
    );
    assert!(problem(lost.get("/me").await).await.revoked);
    assert_eq!(good.me().await.sessions.len(), 1, "and this one wipes nothing");
    assert_eq!(admin.delete(&path).await.status(), StatusCode::NO_CONTENT, "all of them");
    assert!(problem(good.get("/me").await).await.revoked);
    assert_eq!(admin.delete(&path).await.status(), StatusCode::NO_CONTENT, "again: there are none");

    let entries = audited(&app, "end_sessions").await;
    let said: Vec<_> = entries.iter().map(|entry| &entry.action).collect();
    let member = json!({"id": good.signed_in.member.id, "name": good.signed_in.member.name});
    let ended = |id| {
        let unit_name = "Công đoàn Tổng công ty Dầu Việt Nam";
        json!({"end_sessions": {
            "unit": "cd-pvoil", "unit_name": unit_name, "member": member, "ending": "lost", "sessions": [id],
        }})
    };
    assert_eq!(said, [&ended(good_one.id), &ended(lost_one.id)]);
    for entry in &entries {
        assert_eq!(entry.who.as_ref().map(|who| who.id), Some(admin.signed_in.member.id));
        assert_eq!(entry.device, Some(DeviceId::new(own(&admin).await.id)));
    }
    app.verify().await;
}

#[tokio::test]
async fn the_audit_has_the_sessions_that_an_officer_ends() {
    let app = spawn_app().await;
    let tablet = officer(&app, "duyet.pvoil", Role::Reviewer, "cd-pvoil").await;
    let mut ids = Vec::new();
    for _ in 0..3 {
        ids.push(own(&desk(&app, sign_in(&app, "duyet.pvoil", PASSWORD, None).await).await).await.id);
    }
    assert_eq!(
        tablet.post(&format!("/sessions/{}/sign-out", ids[0]), &json!({})).await.status(),
        StatusCode::NO_CONTENT
    );
    assert_eq!(tablet.delete(&format!("/sessions/{}", ids[1])).await.status(), StatusCode::NO_CONTENT);
    let change = json!({"old": PASSWORD, "new": "cái cò bay lả bay la"});
    assert_eq!(tablet.post("/password", &change).await.status(), StatusCode::NO_CONTENT);
    let entries = audited(&app, "end_sessions").await;
    let said: Vec<_> = entries.iter().map(|entry| &entry.action["end_sessions"]).collect();
    let said: Vec<_> = said.iter().map(|said| (&said["ending"], &said["sessions"], &said["unit"])).collect();
    let (out, lost, unit) = (json!("signed_out"), json!("lost"), json!("cd-pvoil"));
    let [first, second, third] = [0, 1, 2].map(|at| json!([ids[at]]));
    assert_eq!(said, [(&out, &third, &unit), (&lost, &second, &unit), (&out, &first, &unit)]);
    let device = Some(DeviceId::new(own(&tablet).await.id));
    let me = tablet.signed_in.member.id;
    assert!(entries.iter().all(|entry| entry.device == device && entry.who.as_ref().is_some_and(|who| who.id == me)));
    app.verify().await;
}

#[tokio::test]
async fn the_audit_has_invitations_and_rights_with_the_device_that_they_came_from() {
    let app = spawn_app().await;
    let admin = officer(&app, "quantri.daukhi", Role::UnitAdministrator, "cd-dau-khi").await;
    let token = admin.invite(Role::Reviewer, "cd-pvoil").await;
    let reviewer = post(&app, "/invitations/accept", &acceptance(&token, "duyet.pvoil")).await;
    let reviewer = desk(&app, reviewer).await;
    let role = format!("/units/cd-pvoil/officers/{}/reviewer", reviewer.signed_in.member.id);
    assert_eq!(admin.delete(&role).await.status(), StatusCode::NO_CONTENT);
    let device = Some(DeviceId::new(own(&admin).await.id));
    let made = audited(&app, "invite").await;
    let unit_name = "Công đoàn Tổng công ty Dầu Việt Nam";
    let said = json!({"invite": {"role": "reviewer", "unit": "cd-pvoil", "unit_name": unit_name}});
    let by_admin = Some(admin.signed_in.member.id);
    assert_eq!((&made[0].action, made[0].who.as_ref().map(|who| who.id), made[0].device), (&said, by_admin, device));
    assert!(!json!(made).to_string().contains(&token), "whoever reads the audit can't take it");
    // The administrator's own invitation came from the command line.
    assert_eq!((made.len(), &made[1].who, made[1].device), (2, &None, None));
    let taken = audited(&app, "take").await;
    assert_eq!((taken.len(), taken[0].who.as_ref().map(|who| who.id), taken[0].device), (1, by_admin, device));
    app.verify().await;
}
