//! A made-up world for the rules and the sync engine: a server made of the pure rules, devices with a disk, tabs and a
//! clock, a link that fails, and people who write. Everything follows from a seed.

#![allow(dead_code, reason = "each test crate uses its part of the world")]

pub mod chance;
pub mod device;
pub mod ledger;
pub mod phone;
pub mod server;
pub mod tab;
pub mod trace;

use model::calendar::Timestamp;
use model::id::{DeviceId, InitiativeId, MemberId, OpId};
use model::initiative::Person;
use model::review::Actor;
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
