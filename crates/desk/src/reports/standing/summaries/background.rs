//! Years that were never packed, packed aside: a report packs for as long as nobody notices, and a thread goes on with what is left, while
//! reports read that from its rows.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use domain::time::Date;

use super::settle;
use crate::error::Result;
use crate::store::Store;

/// For so long a report packs before it is answered.
const PATIENCE: Duration = Duration::from_millis(150);
/// How long a booking may find the way to the writer free between two transactions, at most.
const LONGEST_PAUSE: Duration = Duration::from_millis(500);

/// The thread that packs, while there is one.
#[derive(Default)]
pub(crate) struct Packing {
    is_stopped: AtomicBool,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Packing {
    /// Packs what a report up to `to` asks for, or begins to.
    ///
    /// # Errors
    /// `storage.full`, `storage.read_only`.
    pub(crate) fn before_report(self: &Arc<Self>, store: &Arc<Store>, to: Date) -> Result<()> {
        self.within(store, to, PATIENCE)
    }

    pub(super) fn within(self: &Arc<Self>, store: &Arc<Store>, to: Date, patience: Duration) -> Result<()> {
        if self.is_going() {
            return Ok(());
        }
        let begun = Instant::now();
        let is_done = settle(store, to, &mut || begun.elapsed() < patience)?;
        if !is_done {
            self.go_on(Arc::clone(store), to);
        }
        Ok(())
    }

    pub(super) fn is_going(&self) -> bool {
        self.held().as_ref().is_some_and(|thread| !thread.is_finished())
    }

    fn go_on(self: &Arc<Self>, store: Arc<Store>, to: Date) {
        let mut held = self.held();
        // Another report was as impatient.
        if held.as_ref().is_some_and(|thread| !thread.is_finished()) || self.is_stopped() {
            return;
        }
        let packing = Arc::clone(self);
        let started = thread::Builder::new().name("report-days".to_owned()).spawn(move || {
            let mut begun = Instant::now();
            let settled = settle(&store, to, &mut || {
                packing.pause(begun.elapsed().min(LONGEST_PAUSE));
                begun = Instant::now();
                !packing.is_stopped()
            });
            if let Err(error) = settled {
                tracing::warn!(%error, "the summaries of the reports could not be brought up to date");
            }
        });
        match started {
            Ok(thread) => *held = Some(thread),
            Err(error) => tracing::warn!(%error, "the summaries of the reports are packed by the next ones"),
        }
    }

    /// As long as the transaction took, others may write.
    fn pause(&self, pause: Duration) {
        let until = Instant::now() + pause;
        while !self.is_stopped() {
            match until.checked_duration_since(Instant::now()) {
                Some(left) if !left.is_zero() => thread::park_timeout(left),
                _ => return,
            }
        }
    }

    fn is_stopped(&self) -> bool {
        self.is_stopped.load(Ordering::SeqCst)
    }

    fn held(&self) -> MutexGuard<'_, Option<JoinHandle<()>>> {
        self.thread.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns when nothing is packed any more: the transaction that is under way ends first.
    pub(crate) fn stop(&self) {
        self.is_stopped.store(true, Ordering::SeqCst);
        self.wait();
    }

    /// Returns when what goes on has ended.
    pub(crate) fn wait(&self) {
        let thread = self.held().take();
        if let Some(thread) = thread {
            thread.thread().unpark();
            // One that panicked has nothing more to say.
            let _ = thread.join();
        }
    }
}
