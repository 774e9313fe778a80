//! Ctrl-C: the first asks the work to stop, the second ends the program at once.

use std::sync::atomic::{AtomicBool, Ordering};

static STOP: AtomicBool = AtomicBool::new(false);

/// Starts to listen.
pub fn listen() -> Result<(), ctrlc::Error> {
    ctrlc::set_handler(|| {
        if STOP.swap(true, Ordering::SeqCst) {
            std::process::exit(130);
        }
    })
}

/// Whether the user wants to stop.
pub fn wanted() -> bool {
    STOP.load(Ordering::SeqCst)
}
