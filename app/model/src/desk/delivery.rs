//! Reading what the server told an officer's tablet. Promises that each initiative is kept as it came, and that one which
//! this version of the app can't read doesn't spoil the others.

use super::Paper;
use crate::initiative::RecognitionLevel;
use crate::json::{self, Raw};
use crate::op::OpResult;
use crate::rights::Right;
use crate::sync::{Failure, read_result};
use serde::Deserialize;

/// The answer to `GET /initiatives`.
#[derive(Debug, Clone, PartialEq)]
pub struct QueuePage {
    /// The initiatives.
    pub papers: Vec<Paper>,
    /// From where on the next page comes.
    pub cursor: Option<String>,
    /// There is a next page.
    pub more: bool,
    /// From where on `POST /sync` tells what changed since.
    pub sync: String,
    /// At which levels the reader may recognise; `None` if the server doesn't say.
    pub levels: Option<Vec<RecognitionLevel>>,
    /// What the reader is, and where; `None` if the server doesn't say.
    pub roles: Option<Vec<Right>>,
}

impl QueuePage {
    /// Reads the answer. `retry_after` is the header of that name.
    ///
    /// # Errors
    /// [`Failure`], if it isn't a page of the queue.
    pub fn read(status: u16, retry_after: Option<&str>, body: &str) -> Result<QueuePage, Failure> {
        #[derive(Deserialize)]
        struct Loose<'a> {
            #[serde(borrow)]
            initiatives: Vec<Raw<'a>>,
            #[serde(default)]
            cursor: Option<String>,
            more: bool,
            sync: String,
            #[serde(default)]
            levels: Option<Vec<RecognitionLevel>>,
            #[serde(default)]
            roles: Option<Vec<Right>>,
        }
        if status != 200 {
            return Err(Failure::read(status, retry_after, body));
        }
        let Loose { initiatives, cursor, more, sync, levels, roles } =
            json::read(body).map_err(|_| Failure::Garbled)?;
        Ok(QueuePage { papers: read_papers(initiatives), cursor, more, sync, levels, roles })
    }
}

/// The answer to `POST /sync`, to an officer.
#[derive(Debug, Clone, PartialEq)]
pub struct Delivery {
    /// The receipts.
    pub results: Vec<OpResult>,
    /// What changed.
    pub papers: Vec<Paper>,
    /// The reader's roles or units aren't what they were: everything is to be fetched anew.
    pub reset: bool,
    /// Where the tablet stands now.
    pub cursor: String,
    /// There are more changes.
    pub more: bool,
}

impl Delivery {
    /// Reads the answer. `retry_after` is the header of that name.
    ///
    /// # Errors
    /// [`Failure`], if it isn't a receipt.
    pub fn read(status: u16, retry_after: Option<&str>, body: &str) -> Result<Delivery, Failure> {
        #[derive(Deserialize)]
        struct Loose<'a> {
            #[serde(borrow)]
            results: Vec<Raw<'a>>,
            #[serde(borrow)]
            changes: Vec<Raw<'a>>,
            #[serde(default)]
            reset: bool,
            cursor: String,
            more: bool,
        }
        if status != 200 {
            return Err(Failure::read(status, retry_after, body));
        }
        let Loose { results, changes, reset, cursor, more } = json::read(body).map_err(|_| Failure::Garbled)?;
        let results = results.into_iter().filter_map(read_result).collect();
        Ok(Delivery { results, papers: read_papers(changes), reset, cursor, more })
    }
}

fn read_papers(initiatives: Vec<Raw<'_>>) -> Vec<Paper> {
    initiatives.into_iter().filter_map(|Raw(text)| Paper::read(text)).collect()
}
