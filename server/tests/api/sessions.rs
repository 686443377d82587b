//! How long officers stay signed in, and the ways in which a session ends.

use crate::app::{App, problem, spawn_app, spawn_app_at};
use crate::officer::{Desk, PASSWORD, desk, officer, sign_in};
use crate::process::{prepared_folder, sangkien};
use model::problem::ProblemKind;
use model::rights::Role;
use model::sign_in::SessionLine;
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
    let own = async |desk: &Desk| desk.me().await.sessions.into_iter().find(|session| session.current).unwrap();
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
