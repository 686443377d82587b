//! The server's clock as an output has it, and the order of pictures. The studio's own clock is never read: time that has
//! passed is counted from what the server said, by a count that no setting of clocks changes.

use model::calendar::Timestamp;
use model::show::{Picture, Prompter};
use model::totals::epoch_of;

/// Something that the server says again and again, each time with its clock.
pub trait Said {
    /// The server's clock when it was made.
    fn now(&self) -> Timestamp;
    /// How often the server's data was put back to an earlier state, the show's revision, and the number of its figures.
    fn order(&self) -> (u64, u64, u64);
}

impl Said for Picture {
    fn now(&self) -> Timestamp {
        self.now
    }

    fn order(&self) -> (u64, u64, u64) {
        (epoch_of(self.seq), self.revision, self.seq)
    }
}

impl Said for Prompter {
    fn now(&self) -> Timestamp {
        self.now
    }

    fn order(&self) -> (u64, u64, u64) {
        (0, self.revision, 0)
    }
}

/// Another server on the same data may lag behind by a second or two. One that says something older for so long, in
/// milliseconds, was set up anew.
const SET_UP_ANEW: i64 = 10_000;

/// Whether what was heard takes the place of what is shown: not if it was overtaken on its way, also by one of the same order:
/// a story that is taken back raises no number. Nor if another server, whose clock is ahead, hasn't heard of the latest act
/// yet: what is hidden stays hidden. A server that was set up anew counts from the start, but much later.
pub fn is_newer<T: Said>(shown: &T, heard: &T) -> bool {
    heard.now().millis_since(shown.now()) > SET_UP_ANEW || (heard.order(), heard.now()) >= (shown.order(), shown.now())
}

/// The server's clock, kept going. `at` is always the milliseconds that the page has lived.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Clock {
    said: Timestamp,
    at: f64,
    heard: f64,
}

impl Clock {
    /// What the server said, heard at that time.
    pub fn heard(said: Timestamp, at: f64) -> Clock {
        Clock { said, at, heard: at }
    }

    /// The same after the server has spoken again. What it said before and says once more is no older clock: a picture is
    /// made once and may be sent often.
    pub fn again(self, said: Timestamp, at: f64) -> Clock {
        if said == self.said { Clock { heard: at, ..self } } else { Clock::heard(said, at) }
    }

    /// The server's time at `at`.
    pub fn now(&self, at: f64) -> Timestamp {
        self.said.plus_millis((at - self.at).max(0.0) as i64)
    }

    /// For how long the server hasn't been heard, in milliseconds.
    pub fn silence(&self, at: f64) -> f64 {
        (at - self.heard).max(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(text: &str) -> Timestamp {
        text.parse().expect("a moment")
    }

    fn prompter(revision: u64, now: &str) -> Prompter {
        Prompter {
            revision,
            now: moment(now),
            lang: model::number::Lang::Vi,
            title: String::new(),
            message: None,
            on_air: None,
            next: None,
            rehearsal: false,
        }
    }

    #[test]
    fn what_was_overtaken_changes_nothing_and_a_server_set_up_anew_is_believed() {
        let shown = prompter(7, "2023-10-21T13:15:00Z");
        assert!(is_newer(&shown, &prompter(8, "2023-10-21T13:15:01Z")));
        assert!(is_newer(&shown, &prompter(7, "2023-10-21T13:15:00Z")));
        assert!(is_newer(&shown, &prompter(8, "2023-10-21T13:14:59Z")));
        assert!(!is_newer(&shown, &prompter(6, "2023-10-21T13:14:59Z")));
        assert!(!is_newer(&shown, &prompter(6, "2023-10-21T13:15:00Z")));
        assert!(is_newer(&shown, &prompter(0, "2023-10-21T13:16:00Z")));
    }

    #[test]
    fn an_older_revision_of_a_server_that_lags_behind_never_comes_back() {
        let shown = prompter(7, "2023-10-21T13:15:00Z");
        for later in ["2023-10-21T13:15:01Z", "2023-10-21T13:15:05Z", "2023-10-21T13:15:10Z"] {
            assert!(!is_newer(&shown, &prompter(6, later)), "{later}");
        }
    }

    #[test]
    fn of_two_with_the_same_numbers_the_later_one_is_shown() {
        let (before, after) = (prompter(7, "2023-10-21T13:15:00Z"), prompter(7, "2023-10-21T13:15:01Z"));
        assert!(is_newer(&before, &after));
        assert!(!is_newer(&after, &before));
    }

    #[test]
    fn an_age_is_counted_from_what_the_server_said() {
        let clock = Clock::heard(moment("2023-10-21T13:15:20Z"), 5_000.0);
        assert_eq!(clock.now(5_000.0), moment("2023-10-21T13:15:20Z"));
        assert_eq!(clock.now(45_000.0), moment("2023-10-21T13:16:00Z"));
        assert_eq!(clock.silence(45_000.0), 40_000.0);
        let again = clock.again(moment("2023-10-21T13:15:20Z"), 45_000.0);
        assert_eq!((again.now(45_000.0), again.silence(46_000.0)), (moment("2023-10-21T13:16:00Z"), 1_000.0));
        let next = clock.again(moment("2023-10-21T13:15:59Z"), 45_000.0);
        assert_eq!(next.now(46_000.0), moment("2023-10-21T13:16:00Z"));
    }
}
