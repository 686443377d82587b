//! Types, rules and wire protocol of Triệu Sáng Kiến.
//!
//! Everything here is pure: no I/O, no clock, no randomness, no HTTP, SQL or DOM. The server and the browser call the
//! same functions, so that both always agree on what may happen ([`review`]), how edits come together ([`merge`]), what
//! counts ([`totals`]), and what is sent and when ([`sync`]).

#![warn(missing_docs)]

pub mod applied;
pub mod calendar;
pub mod campaign;
pub mod code;
pub mod collate;
pub mod comment;
pub mod content;
#[cfg(not(target_arch = "wasm32"))]
pub mod cursor;
pub mod desk;
pub mod draft;
pub mod field;
pub mod id;
pub mod initiative;
pub mod json;
pub mod league;
pub mod lines;
pub mod merge;
pub mod money;
pub mod number;
pub mod op;
pub mod problem;
pub mod review;
pub mod rights;
pub mod show;
pub mod sign_in;
pub mod story;
pub mod sync;
pub mod text;
pub mod totals;
pub mod transfer;
pub mod unit;
pub mod user_agent;
pub mod wire;
