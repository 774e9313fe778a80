//! Whom suppliers serve alike, and in which order.

use crate::error::PropagationError;
use crate::input_output::Shape;
use crate::settings::{Rationing, Settings, Suppliers};

/// Buyers that are served alike: industries or final users, of one rank.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Class {
    /// Whether they are final users.
    pub finals: bool,
    /// Those of lower rank are served first.
    pub rank: u8,
    /// Which of the industries or final users belong to it; all, where there is no list.
    pub members: Option<Vec<bool>>,
    /// Whether the weights of suppliers are added up along with its deliveries: once for each kind of buyers.
    pub weighs: bool,
}

impl Class {
    /// All classes of a model, those that are served first in front.
    ///
    /// # Errors
    /// [`PropagationError::Length`] for ranks of another number of buyers than the table has.
    pub fn all(settings: &Settings, shape: Shape) -> Result<Vec<Self>, PropagationError> {
        let mut classes = by_rank(&settings.rationing, shape)?;
        for (finals, suppliers) in [(false, settings.suppliers), (true, settings.final_suppliers)] {
            if let Some(class) = classes.iter_mut().find(|class| class.finals == finals) {
                class.weighs = suppliers != Suppliers::Fixed;
            }
        }
        Ok(classes)
    }
}

fn by_rank(rationing: &Rationing, shape: Shape) -> Result<Vec<Class>, PropagationError> {
    let all = |finals, rank| Class { finals, rank, members: None, weighs: false };
    match rationing {
        Rationing::Proportional | Rationing::LargestFirst | Rationing::Random { .. } => {
            Ok(vec![all(false, 0), all(true, 0)])
        }
        Rationing::IntermediateFirst => Ok(vec![all(false, 0), all(true, 1)]),
        Rationing::ByContract { industries, final_users } => {
            let mut classes =
                of_ranks("contract ranks of industries", industries, shape.industries(), false)?;
            classes.extend(of_ranks(
                "contract ranks of final users",
                final_users,
                shape.final_users(),
                true,
            )?);
            classes.sort_by_key(|class| class.rank);
            Ok(classes)
        }
    }
}

fn of_ranks(
    what: &'static str,
    ranks: &[u8],
    expected: usize,
    finals: bool,
) -> Result<Vec<Class>, PropagationError> {
    if ranks.len() != expected {
        return Err(PropagationError::Length { what, found: ranks.len(), expected });
    }
    let mut distinct = ranks.to_vec();
    distinct.sort_unstable();
    distinct.dedup();
    let of_rank = |rank| Some(ranks.iter().map(|own| *own == rank).collect());
    Ok(distinct
        .into_iter()
        .map(|rank| Class { finals, rank, members: of_rank(rank), weighs: false })
        .collect())
}
