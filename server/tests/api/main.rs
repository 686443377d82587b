//! The protocol as clients meet it: real HTTP on a port of its own, a real database in a folder of its own.

mod app;
mod audit;
mod bad_input;
mod commands;
mod crash;
mod credentials;
mod desk;
mod desk_sync;
mod disk;
mod duplicates;
mod forged;
mod invitations;
mod join;
mod join_codes;
mod live;
mod members;
mod officer;
mod paper;
mod passkeys;
mod process;
mod public;
mod queue;
mod rights;
mod sign_in;
mod sync;
mod targets;
