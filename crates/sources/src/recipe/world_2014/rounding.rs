//! Rounding for storage, so that the same files give the same world on every machine.

use oblate_world::{Accounts, Flows, Mend, MendRule};

use crate::world_file::round_to_digits;

/// Significant decimal digits of flows, and of all other numbers that are computed.
const FLOW_DIGITS: usize = 4;
const DIGITS: usize = 6;
/// Flows below this, in million US dollars, are dropped.
const SMALLEST_FLOW: f64 = 0.05;

/// Rounds flows to four significant digits and drops those under 0.05 million US dollars.
pub(super) fn round_flows(accounts: &mut Accounts) {
    let Accounts { flows: Flows::ByUse { intermediate, final_use }, mends, .. } = accounts else { return };
    for (values, what) in [(intermediate, "intermediate use"), (final_use, "final use")] {
        let before: f64 = values.iter().sum();
        let dropped = values.iter().filter(|value| **value > 0.0 && **value < SMALLEST_FLOW).count();
        for value in values.iter_mut() {
            *value = if *value < SMALLEST_FLOW { 0.0 } else { round_to_digits(*value, FLOW_DIGITS) };
        }
        mends.push(Mend {
            rule: MendRule::Rounding,
            region: None,
            sector: None,
            before,
            after: values.iter().sum(),
            note: format!(
                "{what} of the world, to four significant digits; {dropped} flows under {SMALLEST_FLOW} are dropped"
            ),
        });
    }
}

/// Rounds taxes and factor income to six significant digits, as the source has them.
///
/// Output without inventories comes from a matrix inverse, whose last bits depend on the machine: after
/// this the world does not.
pub(super) fn round_incomes(accounts: &mut Accounts) {
    let taxes = accounts.production_tax.as_mut_slice().iter_mut();
    for value in taxes.chain(accounts.factor_income.as_mut_slice()) {
        *value = round_to_digits(*value, DIGITS);
    }
}

/// Rounds the sizes of mends to six significant digits, for the same reason.
pub(super) fn round_mends(accounts: &mut Accounts) {
    for mend in &mut accounts.mends {
        mend.before = round_to_digits(mend.before, DIGITS);
        mend.after = round_to_digits(mend.after, DIGITS);
    }
}
