//! The tables of the short run, and its record.

mod description;
mod manifest;
mod tables;

use oblate_engine::{ShockRequest, ShockResult};

use crate::saved::Results;

pub use description::SHORT_RUN_TABLES;
pub use manifest::{LinkEntry, ShockManifest, ShockVariantEntry, WithoutShocks};

impl Results<ShockManifest> {
    /// The results of short runs.
    pub fn of_shocks(request: &ShockRequest<'_>, result: &ShockResult) -> Self {
        Self { manifest: ShockManifest::new(request, result), tables: tables::tables(&result.variants) }
    }
}
