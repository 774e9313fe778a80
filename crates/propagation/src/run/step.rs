//! One step of any number of runs, which share each pass over the flow matrix.
//!
//! 1. `limits`: what shocks, labour and inventories leave of each industry's output;
//! 2. `households`: what final users want;
//! 3. `market`, product by product: orders meet suppliers, who produce and ration;
//! 4. `inventories`: deliveries come in, inputs are used, the books are checked;
//! 5. `orders`: for the next step.

mod households;
mod inventories;
mod kernel;
mod limits;
mod links;
mod market;
mod orders;
mod ration;

use crate::error::PropagationError;
use crate::input_output::TILE;
use crate::run::Run;
use crate::run::observe::{Day, Observer};

/// Takes each run of one model one step on. Runs whose observer has had enough are told apart by `true`.
pub(crate) fn advance<O: Observer>(runs: &mut [(Run<'_>, O)]) -> Result<Vec<bool>, PropagationError> {
    let Some((first, _)) = runs.first() else { return Ok(Vec::new()) };
    let shape = first.model.shape();
    for (run, _) in &mut *runs {
        run.limit_output();
        run.want_final_goods();
    }
    for product in 0..shape.sectors {
        for (run, _) in &mut *runs {
            run.open_market(product);
        }
        for tile in 0..shape.regions.div_ceil(TILE) {
            for (run, _) in &mut *runs {
                run.serve(product, tile);
            }
        }
        for (run, _) in &mut *runs {
            run.close_market(product)?;
        }
    }
    let finish = |(run, observer): &mut (Run<'_>, O)| {
        run.use_inputs();
        let ends = observer.day(&Day { run }).is_break();
        run.keep_inventories();
        run.order();
        ends
    };
    Ok(runs.iter_mut().map(finish).collect())
}
