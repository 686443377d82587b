//! A made-up world for the rules and the sync engine: a server made of the pure rules, devices with a disk, tabs and a
//! clock, a link that fails, and people who write. Everything follows from a seed.

#![allow(dead_code, reason = "each test crate uses its part of the world")]

pub mod chance;
pub mod device;
pub mod house;
pub mod ledger;
pub mod phone;
pub mod server;
pub mod tab;
pub mod trace;

use model::calendar::Timestamp;
use model::id::{DeviceId, InitiativeId, MemberId, OpId};
use model::initiative::{Initiative, Person};
use model::merge::Change;
use model::op::Op;
use model::review::{Accepted, Actor, Circumstances, Refused, decide};
use model::rights::{Office, Role};
use model::unit::{Level, UnitCode};
use uuid::Uuid;

/// An id that says what it is of.
fn uuid(kind: u128, number: u64) -> Uuid {
    Uuid::from_u128((kind << 112) | (0x7 << 76) | (0x8 << 60) | u128::from(number))
}

pub fn initiative(number: u64) -> InitiativeId {
    InitiativeId::new(uuid(1, number))
}

pub fn op_id(number: u64) -> OpId {
    OpId::new(uuid(2, number))
}

pub fn device(number: u64) -> DeviceId {
    DeviceId::new(uuid(3, number))
}

pub fn member(number: u64) -> MemberId {
    MemberId::new(uuid(4, number))
}

/// A member on one of their devices.
pub fn actor(of: u64, on: u64) -> Actor {
    let person = Person { id: member(of), name: format!("Đoàn viên {of}") };
    Actor { person, unit: "cd-dau-khi".parse().unwrap(), device: device(on) }
}

/// A moment, milliseconds after the beginning of the campaign's last evening.
pub fn moment(millis: i64) -> Timestamp {
    "2026-08-31T12:00:00Z".parse::<Timestamp>().unwrap().plus_millis(millis)
}

/// Units from the root down: "tld cd-dau-khi".
pub fn path(units: &str) -> Vec<UnitCode> {
    units.split_whitespace().map(|unit| unit.parse().unwrap()).collect()
}

/// A reviewer's right on the last of these units.
pub fn desk(units: &str, level: Level) -> Office {
    Office { role: Role::Reviewer, path: path(units), level }
}

/// Who decides, in which offices, and on an initiative of which unit (the last of `path`).
#[derive(Clone, Copy)]
pub struct Bench<'a> {
    pub by: &'a Actor,
    pub offices: &'a [Office],
    pub path: &'a [UnitCode],
    pub original: Option<&'a Initiative>,
}

impl Bench<'_> {
    pub fn decide(
        self,
        current: Option<&Initiative>,
        changes: &[Change],
        op: &Op,
        now: Timestamp,
    ) -> Result<Accepted, Refused> {
        let campaign = "mot-trieu-sang-kien".parse().unwrap();
        let Bench { by, offices, path, original } = self;
        decide(current, changes, op, by, &Circumstances { campaign: &campaign, offices, path, original, now })
    }
}
