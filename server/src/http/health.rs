//! For those who run the server: `/healthz` says whether it is alive, `/readyz` whether it can write, `/metrics` how it
//! is doing. Nothing here names a person.

use super::Shared;
use super::error::Refusal;
use crate::writer::Writer;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use std::sync::OnceLock;
use std::time::{Duration, Instant};
use store::{Store, StoreError};
use tokio::sync::Mutex;

/// The process answers.
#[utoipa::path(get, path = "/healthz", operation_id = "healthz", tag = "operation",
    responses((status = 200, description = "Alive.", content_type = "text/plain")))]
pub async fn healthz() -> &'static str {
    "ok\n"
}

/// The store can be written to: the last commit held.
#[utoipa::path(get, path = "/readyz", operation_id = "readyz", tag = "operation",
    responses((status = 200, description = "Ready.", content_type = "text/plain")))]
pub async fn readyz(State(shared): State<Shared>) -> Result<&'static str, Refusal> {
    if shared.stop.is_stopping() {
        return Err(Refusal::stopping());
    }
    shared.readiness.check(shared.store.as_ref(), &shared.writer).await?;
    Ok("ready\n")
}

/// How the server is doing, in Prometheus' text format.
#[utoipa::path(get, path = "/metrics", operation_id = "metrics", tag = "operation",
    responses((status = 200, description = "The metrics.", content_type = "text/plain")))]
pub async fn metrics() -> Response {
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], recorder().render()).into_response()
}

/// However often it is asked, the store is tried at most so often.
const TRIED_EVERY: Duration = Duration::from_secs(2);

/// When the store was last tried.
#[derive(Default)]
pub struct Readiness(Mutex<Option<Instant>>);

impl Readiness {
    /// What the last commit came to. Where it failed, or there was none yet, the store is tried: a balancer that sends
    /// nothing any more would never find out that it works again.
    async fn check(&self, store: &dyn Store, writer: &Writer) -> Result<(), StoreError> {
        let mut tried = self.0.lock().await;
        let last = writer.last_commit();
        if last == Some(Ok(())) {
            return Ok(());
        }
        if tried.is_none_or(|tried| tried.elapsed() >= TRIED_EVERY) {
            *tried = Some(Instant::now());
            writer.note(store.check_writable().await.map_err(|error| error.to_string()));
        }
        writer.last_commit().unwrap_or(Ok(())).map_err(StoreError::Unavailable)
    }
}

/// The recorder of this process: there is one, however many servers a test starts.
pub fn recorder() -> &'static PrometheusHandle {
    static RECORDER: OnceLock<PrometheusHandle> = OnceLock::new();
    RECORDER.get_or_init(|| {
        let seconds = [0.000_5, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0];
        let ops = [1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0];
        let recorder = PrometheusBuilder::new()
            .set_buckets_for_metric(Matcher::Suffix("_seconds".into()), &seconds)
            .and_then(|builder| builder.set_buckets_for_metric(Matcher::Suffix("_ops".into()), &ops))
            .expect("there are buckets")
            .build_recorder();
        let handle = recorder.handle();
        if metrics::set_global_recorder(recorder).is_err() {
            tracing::warn!("metrics go elsewhere: another recorder was there first");
        }
        describe();
        handle
    })
}

fn describe() {
    metrics::describe_histogram!("sangkien_request_seconds", "Time to the head of the answer, by route and status");
    metrics::describe_gauge!("sangkien_live_viewers", "Open event streams");
    metrics::describe_counter!("sangkien_ops_total", "Ops decided, by outcome");
    metrics::describe_counter!("sangkien_batches_failed_total", "Batches that could not be committed");
    metrics::describe_histogram!("sangkien_batch_ops", "Ops in one transaction");
    metrics::describe_histogram!("sangkien_commit_seconds", "Time to decide and durably commit a batch");
    metrics::describe_histogram!("sangkien_duplicate_check_seconds", "Time to compare a submission with all others");
    metrics::describe_gauge!("sangkien_log_position", "The log's end");
    metrics::describe_gauge!("sangkien_log_epoch", "Raised whenever the log was put back to an earlier state");
    metrics::describe_gauge!("sangkien_writer_queue_ops", "Ops that wait for the writer");
}
