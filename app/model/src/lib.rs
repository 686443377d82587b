//! Types and rules.
pub mod calendar;
pub mod money;
pub mod number;
pub mod text;
