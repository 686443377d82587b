//! The log: to standard error, for people or for machines. It never has names, texts, tokens or addresses of people in
//! it, and that includes what a panic would print.

use crate::config::LogFormat;
use tracing_subscriber::EnvFilter;

/// Starts the log. RUST_LOG chooses what is written.
pub fn start(format: LogFormat) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    let log = tracing_subscriber::fmt().with_writer(std::io::stderr).with_env_filter(filter);
    match format {
        LogFormat::Text => log.init(),
        LogFormat::Json => log.json().flatten_event(true).init(),
    }
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        // A text that is part of the program may be written; one that was put together may hold anything.
        let text = panic.payload().downcast_ref::<&'static str>().copied().unwrap_or("(text withheld)");
        tracing::error!(place, text, "a panic");
    }));
}
