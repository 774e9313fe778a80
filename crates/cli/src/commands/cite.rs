//! `oblate cite`: what to cite, as text, for LaTeX or for a reference manager.

use oblate::{DEFAULT_WORLD, cite_run, cite_world, open_world};

use crate::arguments::{Citation, Cite};
use crate::terminal::answer::{Answer, Failure};

/// Tells what a run cites, or what a run on a world would.
pub fn cite(wanted: &Cite) -> Result<Answer, Failure> {
    let cited = match &wanted.run {
        Some(folder) => cite_run(folder)?,
        None => cite_world(&open_world(wanted.world.as_deref().unwrap_or(DEFAULT_WORLD))?),
    };
    let text = match wanted.format {
        Citation::Text => cited.text(),
        Citation::Bibtex => cited.bibtex(),
        Citation::Csl => format!("{:#}\n", cited.csl()),
    };
    Ok(Answer::content(text, cited.json()))
}
