//! Work on as many threads as were asked for.

use crate::error::EngineError;

/// Runs work on a pool of its own: no global state.
///
/// # Errors
/// [`EngineError::Threads`] where the system refuses them.
pub fn in_pool<T: Send>(threads: usize, work: impl FnOnce() -> T + Send) -> Result<T, EngineError> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    let pool = pool.map_err(|error| EngineError::Threads { threads, reason: error.to_string() })?;
    Ok(pool.install(work))
}
