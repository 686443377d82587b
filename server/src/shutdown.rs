//! Stopping: one signal that everything that would go on for ever listens to, and the limit after which the process ends
//! whatever still runs.

use std::io;
use std::time::Duration;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

/// How long a stopping server may take, with everything.
pub const LIMIT: Duration = Duration::from_secs(10);

/// Says when the server is to stop. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Stop(watch::Receiver<bool>);

/// Stops the server. Dropping it stops the server as well.
#[derive(Debug)]
pub struct StopSwitch(watch::Sender<bool>);

/// A switch and what listens to it.
pub fn stop() -> (StopSwitch, Stop) {
    let (sender, receiver) = watch::channel(false);
    (StopSwitch(sender), Stop(receiver))
}

impl StopSwitch {
    /// Stops the server. Again makes no difference.
    pub fn stop(&self) {
        self.0.send_replace(true);
    }
}

impl Stop {
    /// Whether the server is stopping.
    pub fn is_stopping(&self) -> bool {
        *self.0.borrow()
    }

    /// Waits until the server is to stop.
    pub async fn stopped(&mut self) {
        // An error means that the switch is gone, which is as good as used.
        let _stopped_or_gone = self.0.wait_for(|stopping| *stopping).await;
    }
}

/// Uses the switch on SIGTERM or Ctrl-C. After a second one, or [`LIMIT`], the process ends with status 1. The signals are
/// listened to as soon as this returns, whatever keeps the process busy; what comes of them, once it is awaited.
///
/// # Errors
/// If the system doesn't let us listen.
pub fn on_signals(switch: StopSwitch) -> io::Result<impl Future<Output = ()>> {
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        let mut next = async || {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
        };
        next().await;
        tracing::info!("stopping");
        switch.stop();
        tokio::select! {
            () = next() => tracing::warn!("ended by a second signal"),
            () = tokio::time::sleep(LIMIT) => tracing::warn!("ended after {} s with work left", LIMIT.as_secs()),
        }
        // What was acknowledged is on the disk; what wasn't will be sent again.
        std::process::exit(1);
    })
}
