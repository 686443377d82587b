//! The query part of an address: read once, with every fault named by its parameter.

use super::error::Refusal;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use model::field::{Fault, FieldFault};
use std::collections::BTreeMap;
use std::str::FromStr;

/// The parameters of a request. Empty ones are as good as absent; unknown ones are ignored.
#[derive(Debug, Default)]
pub struct Parameters {
    given: BTreeMap<String, String>,
    faults: Vec<FieldFault>,
}

impl<S: Sync> FromRequestParts<S> for Parameters {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Refusal> {
        let query: axum::extract::Query<Vec<(String, String)>> =
            axum::extract::Query::try_from_uri(&parts.uri).map_err(|_| Refusal::BrokenQuery)?;
        let mut given = BTreeMap::new();
        for (name, value) in query.0 {
            // Of two values nobody could say which one was meant.
            if given.insert(name, value).is_some() {
                return Err(Refusal::BrokenQuery);
            }
        }
        Ok(Self { given, faults: Vec::new() })
    }
}

impl Parameters {
    /// The text of a parameter.
    pub fn text(&mut self, name: &str) -> Option<String> {
        self.given.remove(name).filter(|value| !value.is_empty())
    }

    /// A parameter, parsed. A fault is noted for [`Parameters::done`].
    pub fn parsed<T: FromStr>(&mut self, name: &str) -> Option<T> {
        let parsed = self.text(name)?.parse();
        if parsed.is_err() {
            self.fault(name, Fault::WrongType);
        }
        parsed.ok()
    }

    /// The parameter `limit`: 1 to `most`, `usual` without one.
    pub fn limit(&mut self, usual: usize, most: usize) -> usize {
        let limit = self.parsed("limit").unwrap_or(usual);
        if !(1..=most).contains(&limit) {
            // Limits are small numbers of ours.
            self.fault("limit", Fault::OutOfRange { min: 1, max: most as i64 });
        }
        limit
    }

    /// Notes a fault of a parameter.
    pub fn fault(&mut self, name: &str, fault: Fault) {
        self.faults.push(FieldFault { pointer: format!("/{name}"), fault });
    }

    /// To be asked when everything was read.
    ///
    /// # Errors
    /// Every fault that was noted.
    pub fn done(self) -> Result<(), Refusal> {
        if self.faults.is_empty() { Ok(()) } else { Err(Refusal::Faults(self.faults)) }
    }
}
