//! The server: public pages, the app's files and the sync protocol.

pub mod card;
pub mod clock;
pub mod commands;
pub mod config;
pub mod demo;
pub mod duplicates;
pub mod files;
pub mod follow;
mod gzip;
pub mod http;
pub mod logging;
pub mod otp;
pub mod passkey;
pub mod password;
pub mod push;
pub mod qr;
pub mod serving;
pub mod show;
pub mod shutdown;
pub mod strict_csv;
pub mod totals;
pub mod writer;
