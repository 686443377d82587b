//! The server: public pages, the app's files and the sync protocol.

pub mod http;
