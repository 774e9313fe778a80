//! How far long work is: one line on the terminal that is written anew, and gone when the work is done.

use std::io::{IsTerminal, Write};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

/// Milliseconds before the first line, and between two.
const FIRST: u64 = 2000;
const EVERY: u64 = 250;

/// A line on the terminal; silent where there is none.
pub struct Progress {
    start: Instant,
    wanted: bool,
    /// When the next line is due, in milliseconds since the start.
    due: AtomicU64,
}

impl Progress {
    pub fn new(wanted: bool) -> Self {
        let wanted = wanted && std::io::stderr().is_terminal();
        Self { start: Instant::now(), wanted, due: AtomicU64::new(FIRST) }
    }

    /// Tells how many draws are done.
    pub fn draws(&self, done: usize, total: usize) {
        self.tell(done, total, "draws of the elasticities");
    }

    /// Tells how many days are done.
    pub fn days(&self, done: usize, total: usize) {
        self.tell(done, total, "days");
    }

    fn tell(&self, done: usize, total: usize, of: &str) {
        let (now, due) = (self.start.elapsed().as_millis() as u64, self.due.load(Ordering::Relaxed));
        if !self.wanted || now < due {
            return;
        }
        // of the threads that come here at once, one writes
        let next = self.due.compare_exchange(due, now + EVERY, Ordering::Relaxed, Ordering::Relaxed);
        if next.is_ok() {
            write(&format!("\r{done} of {total} {of}"));
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.wanted && self.due.load(Ordering::Relaxed) > FIRST {
            write("\r\x1b[K");
        }
    }
}

/// Nobody is left to tell if this fails.
fn write(text: &str) {
    let mut out = std::io::stderr();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}
