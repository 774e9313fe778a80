//! How many days of all runs are done, and whether the user wants to go on.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicUsize, Ordering};

use oblate_propagation::{Day, Observer};

use super::Supervision;

/// What is shared by all runs of a request.
pub(super) struct Patience<'a> {
    done: AtomicUsize,
    total: AtomicUsize,
    supervision: &'a Supervision<'a>,
}

/// An observer of one run.
#[derive(Clone, Copy)]
pub(super) struct Patient<'a>(&'a Patience<'a>);

impl<'a> Patience<'a> {
    /// Somebody who waits for so many days of all runs.
    pub fn new(days: usize, supervision: &'a Supervision<'a>) -> Self {
        Self { done: AtomicUsize::new(0), total: AtomicUsize::new(days), supervision }
    }

    /// Somebody who counts the days of a run and ends it when the user wants that.
    pub fn of_run(&'a self) -> Patient<'a> {
        Patient(self)
    }

    /// Days that were done before.
    pub fn skip(&self, days: usize) {
        self.done.fetch_add(days, Ordering::Relaxed);
    }

    /// Days that nobody knew of in the beginning.
    pub fn expect(&self, days: usize) {
        self.total.fetch_add(days, Ordering::Relaxed);
    }

    pub fn is_over(&self) -> bool {
        (self.supervision.stop)()
    }
}

impl Observer for Patient<'_> {
    fn day(&mut self, _: &Day<'_, '_>) -> ControlFlow<()> {
        let Patience { done, total, supervision } = self.0;
        (supervision.progress)(done.fetch_add(1, Ordering::Relaxed) + 1, total.load(Ordering::Relaxed));
        if self.0.is_over() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }
}
