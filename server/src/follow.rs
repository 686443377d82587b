//! Follows the store behind whatever writes to it, this process or another one on the same data: the board, the show and
//! everybody who waits for the log hear of a change within a quarter of a second. Own commits are on the board at once;
//! here they are only seen again. Knows no HTTP and decides nothing.

use crate::totals::Board;
use crate::writer::Writer;
use std::sync::Arc;
use std::time::Duration;
use store::{Head, Store, StoreError};
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// How often to look: one query of a few dozen microseconds.
const POLL: Duration = Duration::from_millis(200);

/// Starts following on the current runtime. The receiver has where the store stands.
pub fn start(store: Arc<dyn Store>, board: Arc<Board>, writer: Writer) -> (watch::Receiver<Head>, JoinHandle<()>) {
    let (heads, receiver) = watch::channel(Head::default());
    let task = tokio::spawn(async move {
        let mut is_lost = false;
        loop {
            match look(store.as_ref(), &board, &writer, &heads).await {
                Ok(()) => is_lost = false,
                Err(why) => {
                    // Once, not five times a second.
                    if !is_lost {
                        tracing::warn!(%why, "what other processes change can't be followed; it will be tried again");
                    }
                    is_lost = true;
                }
            }
            tokio::time::sleep(POLL).await;
        }
    });
    (receiver, task)
}

async fn look(
    store: &dyn Store,
    board: &Board,
    writer: &Writer,
    heads: &watch::Sender<Head>,
) -> Result<(), StoreError> {
    let mut head = store.head().await?;
    if head == *heads.borrow() {
        return Ok(());
    }
    if !board.is_up_to(&head) {
        head = board.catch_up(store).await?;
    }
    metrics::gauge!("sangkien_log_position").set(head.position as f64);
    metrics::gauge!("sangkien_log_epoch").set(head.epoch as f64);
    // After the board: whoever hears of a commit finds its numbers there.
    writer.saw(head.position);
    heads.send_replace(head);
    Ok(())
}
