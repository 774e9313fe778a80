//! What can go wrong between a table and a path of days.

/// A table, a choice, a shock or a stored state that cannot be used, or a step whose goods do not add up.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum PropagationError {
    /// An array of another size than the axes say.
    #[error("{what} has {found} values, but the table needs {expected}")]
    Length {
        /// Which array.
        what: &'static str,
        /// Values found.
        found: usize,
        /// Values needed.
        expected: usize,
    },
    /// A flow that is no number, or negative.
    #[error(
        "{what} number {position} is {value}; flows must be finite and not negative: set negative cells to zero first"
    )]
    Flow {
        /// Which array.
        what: &'static str,
        /// Position in it.
        position: usize,
        /// The value.
        value: f64,
    },
    /// A parameter outside its range.
    #[error("{parameter} is {value}; it must be {legal}")]
    Parameter {
        /// Which parameter.
        parameter: &'static str,
        /// The value found.
        value: f64,
        /// The legal range.
        legal: &'static str,
    },
    /// A number of a shock outside its range.
    #[error("{quantity} of the shock `{shock}` is {value}; it must be {legal}")]
    Shock {
        /// Name of the shock.
        shock: String,
        /// Which number.
        quantity: &'static str,
        /// The value found.
        value: f64,
        /// The legal range.
        legal: &'static str,
    },
    /// A shock that names something outside the table.
    #[error("the shock `{shock}` names {kind} number {position}, but the table has {len}")]
    Place {
        /// Name of the shock.
        shock: String,
        /// What is named: "region", "sector", "final use".
        kind: &'static str,
        /// Its position.
        position: usize,
        /// How many there are.
        len: usize,
    },
    /// More capital is lost than there is.
    #[error(
        "the shocks destroy {lost} of capital in sector `{sector}` of region `{region}`, which has {capital}: \
         lower the loss, or give the industry more capital"
    )]
    Capital {
        /// Code of the region.
        region: String,
        /// Code of the sector.
        sector: String,
        /// Capital lost, in the table's unit.
        lost: f64,
        /// Capital there is.
        capital: f64,
    },
    /// A rebuilding that nobody can supply.
    #[error(
        "the shock `{shock}` rebuilds with products of sector `{sector}`, which its victims in `{region}` buy from nobody"
    )]
    Rebuilding {
        /// Name of the shock.
        shock: String,
        /// Code of the sector.
        sector: String,
        /// Code of the victims' region.
        region: String,
    },
    /// Orders that no number can hold.
    #[error(
        "on day {day} more of `{sector}` is ordered than a number can hold: orders grow from day to day; lower the shocks that raise \
         demand, targets or rebuilding, hold less in stock, or restore it over more days"
    )]
    Overflow {
        /// Day, from 0.
        day: usize,
        /// Code of the product.
        sector: String,
    },
    /// Goods that were made and goods that were delivered differ.
    #[error(
        "on day {day} suppliers of `{sector}` shipped {shipped}, but {arrived} was handed to buyers and carriers: \
         this is a fault of the program, please report it"
    )]
    Accounting {
        /// Day, from 0.
        day: usize,
        /// Code of the product.
        sector: String,
        /// Value made.
        shipped: f64,
        /// Value handed over.
        arrived: f64,
    },
    /// A stored state of another model, of other shocks, or cut short.
    #[error(
        "the stored state has {found} bytes of the form this model and these shocks have with {expected}: resume with what it was stored with"
    )]
    State {
        /// Bytes found.
        found: usize,
        /// Bytes needed.
        expected: usize,
    },
    /// A stored state of another model or other shocks.
    #[error("the stored state is of another model or other shocks: resume with what it was stored with")]
    OtherState,
}
