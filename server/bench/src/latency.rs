//! How long things took: quantiles of what was really measured, without buckets.

use std::fmt;
use std::time::Duration;

/// Latencies of one kind.
#[derive(Debug, Default)]
pub struct Latencies(Vec<Duration>);

impl Latencies {
    /// One more.
    pub fn note(&mut self, took: Duration) {
        self.0.push(took);
    }

    /// All those of another.
    pub fn extend(&mut self, other: Latencies) {
        self.0.extend(other.0);
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// The latency that so many of a thousand don't exceed; zero if nothing was measured.
    pub fn per_mille(&mut self, quantile: usize) -> Millis {
        self.0.sort_unstable();
        let at = (self.0.len() * quantile).div_ceil(1000).saturating_sub(1);
        Millis(self.0.get(at).copied().unwrap_or_default())
    }

    /// Half of them are no longer.
    pub fn p50(&mut self) -> Millis {
        self.per_mille(500)
    }

    /// One of a hundred is longer.
    pub fn p99(&mut self) -> Millis {
        self.per_mille(990)
    }
}

impl FromIterator<Duration> for Latencies {
    fn from_iter<I: IntoIterator<Item = Duration>>(durations: I) -> Self {
        Self(durations.into_iter().collect())
    }
}

/// A duration, displayed in milliseconds with as many digits as mean something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Millis(pub Duration);

impl fmt::Display for Millis {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let millis = self.0.as_secs_f64() * 1000.0;
        let digits = if millis < 1.0 {
            3
        } else if millis < 100.0 {
            1
        } else {
            0
        };
        write!(out, "{millis:.digits$} ms")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quantile_is_one_of_those_measured() {
        let mut latencies: Latencies = (1..=100).map(Duration::from_millis).collect();
        assert_eq!(latencies.p50().to_string(), "50.0 ms");
        assert_eq!(latencies.p99().to_string(), "99.0 ms");
        assert_eq!(latencies.per_mille(1000).to_string(), "100 ms");
        assert_eq!(Latencies::default().p99().to_string(), "0.000 ms");
    }
}
