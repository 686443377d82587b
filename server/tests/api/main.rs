//! The protocol as clients meet it: real HTTP on a port of its own, a real database in a folder of its own.

mod app;
mod bad_input;
mod commands;
mod crash;
mod desk;
mod desk_sync;
mod disk;
mod join;
mod live;
mod process;
mod public;
mod rights;
mod sync;
