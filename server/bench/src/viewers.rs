//! Thousands of viewers on the nation's event stream while initiatives are submitted: how long from the request that
//! submits to the frame that shows it, on every screen, and what a viewer costs the server in memory.

mod returning;
mod stream;

use crate::device::Device;
use crate::latency::Latencies;
use crate::machine::processor_time;
use crate::report::Report;
use crate::server::{Bytes, Server};
use crate::writing::{Drafts, push_op};
use crate::{Measured, Options};
use std::cell::RefCell;
use std::rc::Rc;
use std::time::{Duration, Instant};
use stream::{Frame, Stream};
use tokio::task::LocalSet;
use uuid::Uuid;

/// Frames go out at most twice a second; submissions further apart than this find the way free.
const APART: Duration = Duration::from_millis(900);
/// A steady stream of submissions, as in the evening before a deadline: so many a second.
const STEADY: u32 = 50;
/// A frame that isn't there after so long is lost.
const LOST: Duration = Duration::from_secs(20);
/// How many connections are opened at the same time.
const ARRIVALS: usize = 100;

/// Frames that arrived at one viewer.
type Screen = Rc<RefCell<Vec<Frame>>>;

/// Measures it.
pub async fn measure(options: &Options, server: &Server, report: &mut Report) -> Measured<()> {
    LocalSet::new().run_until(watch(options, server, report)).await?;
    LocalSet::new().run_until(returning::measure(options, report)).await
}

async fn watch(options: &Options, server: &Server, report: &mut Report) -> Measured<()> {
    let mut device = Device::join(server, 1).await?;
    let before = server.memory()?;
    let arrival = Instant::now();
    let screens = arrive(server, options.viewers).await?;
    let arrived = arrival.elapsed();
    let connected = server.memory()?;
    let bytes = screens[0].borrow().last().map_or(0, |frame| frame.bytes);

    let mut hall = Hall { screens: &screens, device: &mut device, drafts: Drafts::new(), sent: 0 };
    let mut rows = Vec::new();
    let count = u32::try_from(options.seconds * 2)?;
    for (name, count, apart) in [
        ("one at a time", count, APART),
        ("50 submissions a second", STEADY * count / 2, Duration::from_secs(1) / STEADY),
    ] {
        let (processor, own, began) = (server.processor_time()?, processor_time("self")?, Instant::now());
        let mut latencies = hall.submit(count, apart).await?;
        let lasted = began.elapsed().as_secs_f64();
        let share =
            |after: Duration, before: Duration| format!("{:.2}", after.saturating_sub(before).as_secs_f64() / lasted);
        rows.push([
            name.into(),
            latencies.p50().to_string(),
            latencies.p99().to_string(),
            latencies.per_mille(1000).to_string(),
            share(server.processor_time()?, processor),
            share(processor_time("self")?, own),
        ]);
    }
    let after = server.memory()?;
    report.heading(&format!("{} viewers of the nation's totals: from submitting to the screen", options.viewers));
    report.note(&format!(
        "A frame has {bytes} bytes, so each one is {} for all viewers together. All of them were connected and had their \
         first frame after {:.1} s.",
        Bytes((bytes * options.viewers) as u64),
        arrived.as_secs_f64(),
    ));
    report.table(&["submissions", "p50", "p99", "the last screen", "processors: server", "load"]);
    rows.iter().for_each(|row| report.row(row));
    report.note("Memory of the server:");
    report.table(&["when", "resident", "its own", "for each viewer"]);
    for (when, memory) in [("without viewers", before), ("all connected", connected), ("after the frames", after)] {
        let more = memory.own.0.saturating_sub(before.own.0) / options.viewers as u64;
        report.row(&[when.into(), memory.resident.to_string(), memory.own.to_string(), Bytes(more).to_string()]);
    }
    Ok(())
}

/// Connects all viewers and waits until each has its first frame.
async fn arrive(server: &Server, viewers: usize) -> Measured<Vec<Screen>> {
    let screens: Vec<Screen> = (0..viewers).map(|_| Screen::default()).collect();
    for group in screens.chunks(ARRIVALS) {
        for screen in group {
            let mut stream = Stream::open(server.address).await?;
            let screen = Rc::clone(screen);
            tokio::task::spawn_local(async move {
                // Ends when the connection does; whoever waits for a frame finds out by its absence.
                while let Ok(frame) = stream.next().await {
                    screen.borrow_mut().push(frame);
                }
            });
        }
        wait_for(|| group.iter().all(|screen| !screen.borrow().is_empty())).await?;
    }
    Ok(screens)
}

async fn wait_for(done: impl Fn() -> bool) -> Measured<()> {
    let began = Instant::now();
    while !done() {
        if began.elapsed() > LOST {
            return Err("a viewer's frame didn't come".into());
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    Ok(())
}

struct Hall<'a> {
    screens: &'a [Screen],
    device: &'a mut Device,
    drafts: Drafts,
    sent: usize,
}

impl Hall<'_> {
    /// Submits so many initiatives, one request each, and waits until all screens show all of them.
    async fn submit(&mut self, count: u32, apart: Duration) -> Measured<Latencies> {
        let shown = |screen: &Screen| screen.borrow().last().map_or(0, |frame| frame.submitted);
        let base = shown(&self.screens[0]);
        self.screens.iter().for_each(|screen| screen.borrow_mut().clear());
        let mut sent_at = Vec::new();
        let mut pace = tokio::time::interval(apart);
        for _ in 0..count {
            pace.tick().await;
            self.sent += 1;
            let (initiative, mut ops) = (Uuid::now_v7(), Vec::new());
            push_op(&mut ops, initiative, &[r#"{"edit":"#, self.drafts.get(self.sent), "}"]);
            push_op(&mut ops, initiative, &[r#"{"submit":{}}"#]);
            sent_at.push(Instant::now());
            self.device.sync(&ops, 2).await?;
        }
        let all = base + u64::from(count);
        wait_for(|| self.screens.iter().all(|screen| shown(screen) >= all)).await?;
        let mut latencies = Latencies::default();
        for screen in self.screens {
            let frames = screen.borrow();
            let mut frames = frames.iter().peekable();
            for (number, sent) in (base + 1..).zip(&sent_at) {
                while frames.next_if(|frame| frame.submitted < number).is_some() {}
                let frame = frames.peek().ok_or("a frame is missing")?;
                latencies.note(frame.at.saturating_duration_since(*sent));
            }
        }
        Ok(latencies)
    }
}
