//! What time it is: the one place where the server reads the clock, so that tests can set it.

use model::calendar::Timestamp;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

/// A source of the time.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> Timestamp + Send + Sync>);

impl Clock {
    /// The machine's clock. One that is set outside the years 1 to 9999 is read as the nearest of them.
    pub fn system() -> Self {
        Self(Arc::new(|| match SystemTime::now().duration_since(UNIX_EPOCH) {
            Ok(since) => Timestamp::EPOCH.plus_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX)),
            Err(before) => {
                let back = i64::try_from(before.duration().as_millis()).unwrap_or(i64::MAX);
                Timestamp::EPOCH.plus_millis(-back)
            }
        }))
    }

    /// A clock that says what the function says.
    pub fn of(now: impl Fn() -> Timestamp + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    /// The time now.
    pub fn now(&self) -> Timestamp {
        (self.0)()
    }
}
