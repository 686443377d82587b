//! Everything that speaks HTTP.

pub mod assets;
pub mod pages;
mod security;
pub mod visitor;
