//! The server: public pages, the app's files and the sync protocol.

pub mod clock;
pub mod demo;
pub mod http;
pub mod totals;
pub mod writer;
