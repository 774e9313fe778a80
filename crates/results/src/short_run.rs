//! The tables of the short run, and its record.

mod manifest;
mod tables;

use oblate_engine::{ShockRequest, ShockResult};

use crate::saved::Results;

pub use manifest::{ShockManifest, ShockVariantEntry};

impl Results<ShockManifest> {
    /// The results of short runs.
    pub fn of_shocks(request: &ShockRequest<'_>, result: &ShockResult) -> Self {
        Self { manifest: ShockManifest::new(request, result), tables: tables::tables(&result.variants) }
    }
}
