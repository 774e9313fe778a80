//! What a reader must hear, in which order: reports of runs, comparisons, profiles, as self-contained HTML pages.
//!
//! A report is made from the record and the tidy tables alone, so that it says what the tables say, whether the run was made just
//! now or read from its folder.

mod long_run;
mod profile;
mod short_run;

pub use long_run::{Labelled, compare_report, run_picture, run_report};
pub use profile::{Profile, region_profile, sector_profile};
pub use short_run::shock_report;
