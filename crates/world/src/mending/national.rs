//! National pieces before they are balanced: negative cells are mended by the named rules, and what is said twice is compared.

use crate::accounts::{Mend, MendRule, National};
use crate::axes::{Id, Region, Sector};
use crate::error::MendError;
use crate::mending::flows::all_imported;
use crate::mending::{MendOptions, VALUE_ADDED_FLOOR};

/// Gaps between two pieces below this share of what they tell are noise of statistics.
const NOISE: f64 = 0.02;

/// Mends the cells of national pieces by every rule that is on and lists each mend.
///
/// Negative final use and negative inputs become zero. Value added under 1 % of output is raised to it; output is inputs and
/// value added, so that no subsidy is needed: what counts in pieces are shares. A product that a region buys and does not
/// sell to itself is listed.
///
/// # Errors
/// [`MendError::TooLarge`] if value added moves by more than the tolerance, as a share of output.
pub fn mend_national(national: &mut National, options: &MendOptions) -> Result<(), MendError> {
    let on = |rule| !options.off.contains(&rule);
    if on(MendRule::NegativeFinalUse) {
        negative_final_use(national);
    }
    if on(MendRule::NegativeIntermediateUse) {
        negative_inputs(national);
    }
    if on(MendRule::ValueAddedFloor) {
        value_added_floor(national, options.tolerance)?;
    }
    if on(MendRule::NoHomeSupply) {
        no_home_supply(national);
    }
    Ok(())
}

fn negative_final_use(national: &mut National) {
    for place in national.axes.industries() {
        let value = national.final_use[place];
        if value < 0.0 {
            national.final_use[place] = 0.0;
            list(national, place, MendRule::NegativeFinalUse, [value, 0.0], "final use".to_owned());
        }
    }
}

fn negative_inputs(national: &mut National) {
    for (j, s) in national.axes.industries() {
        for k in 0..national.axes.sectors.len() {
            let value = national.intermediate[(j, s, Sector::new(k))];
            if value < 0.0 {
                national.intermediate[(j, s, Sector::new(k))] = 0.0;
                let note = format!("use by {}", national.axes.sectors.code(Sector::new(k)));
                list(national, (j, s), MendRule::NegativeIntermediateUse, [value, 0.0], note);
            }
        }
    }
}

fn value_added_floor(national: &mut National, tolerance: f64) -> Result<(), MendError> {
    for (j, k) in national.axes.industries() {
        let inputs: f64 = national.axes.sectors.ids().map(|s| national.intermediate[(j, s, k)]).sum();
        let (before, after) =
            (national.value_added[(j, k)], inputs * VALUE_ADDED_FLOOR / (1.0 - VALUE_ADDED_FLOOR));
        if before >= after || (before == 0.0 && inputs <= 0.0) {
            continue;
        }
        // beside negative inputs that were left, output may be none: no size is then small
        let size = (after - before) / (inputs + before).max(f64::MIN_POSITIVE);
        if size > tolerance {
            let (region, sector) =
                (national.axes.regions.code(j).to_owned(), national.axes.sectors.code(k).to_owned());
            let rule = MendRule::ValueAddedFloor.name();
            return Err(MendError::TooLarge { rule, region, sector, before, after, size, tolerance });
        }
        national.value_added[(j, k)] = after;
        let note = "value added is raised to 1 % of output: inputs and value added".to_owned();
        list(national, (j, k), MendRule::ValueAddedFloor, [before, after], note);
    }
    Ok(())
}

fn no_home_supply(national: &mut National) {
    let kept = all_imported(&national.axes, &national.trade, |j, s| national.purchases(j, s));
    national.mends.extend(kept);
}

fn list(national: &mut National, place: (Region, Sector), rule: MendRule, values: [f64; 2], note: String) {
    let mend = Mend::at(&national.axes, place, rule, values, note);
    national.mends.push(mend);
}

/// Compares what the pieces say twice, and gives a sentence for each two that differ by more than noise: deficits and imports
/// less exports; outputs by cost and by sales. Trade counts by its shares, so it is compared in the unit of the accounts.
///
/// # Errors
/// [`MendError::OppositeDeficits`] and [`MendError::DeficitUnit`] if deficits fit with another sign or in another unit.
pub fn compare_national(national: &National) -> Result<Vec<String>, MendError> {
    let outputs = Pair::outputs(national);
    let unit = outputs.ours.iter().sum::<f64>() / outputs.theirs.iter().sum::<f64>();
    let outputs = outputs.times(unit);
    let deficits = Pair::deficits(national).times(unit);
    deficits.refuse_other_sign_or_unit(national)?;
    let volume = unit * cross_border(national);
    let mut told = Vec::new();
    if outputs.gap() > NOISE * outputs.size() {
        let (at, [cost, sales]) = outputs.widest();
        let (cost, sales) = (short(cost), short(sales));
        let m = national.axes.sectors.len();
        told.push(format!(
            "the pieces differ: outputs by cost (inputs and value added) and by sales (trade) are {:.1} % of world output apart in \
             all, most in sector `{}` of region `{}`: {cost} by cost, {sales} by sales",
            100.0 * outputs.gap() / outputs.size(),
            national.axes.sectors.code(Sector::new(at % m)),
            national.axes.regions.code(Region::new(at / m)),
        ));
    }
    if deficits.gap() > NOISE * volume {
        let (at, [told_here, by_trade]) = deficits.widest();
        let (told_here, by_trade) = (short(told_here), short(by_trade));
        told.push(format!(
            "the pieces differ: deficits as they are told and imports less exports of the trade table are {:.1} % of trade between \
             regions apart in all, most in region `{}`: {told_here} told, {by_trade} by trade",
            100.0 * deficits.gap() / volume,
            national.axes.regions.code(Region::new(at)),
        ));
    }
    Ok(told)
}

/// A number as a sentence tells it, to six digits.
fn short(value: f64) -> f64 {
    format!("{value:.5e}").parse().unwrap_or(value)
}

/// One account as two pieces tell it.
struct Pair {
    ours: Vec<f64>,
    theirs: Vec<f64>,
}

impl Pair {
    /// Outputs, region × sector: inputs and value added; sales.
    fn outputs(national: &National) -> Self {
        let axes = &national.axes;
        let inputs = |j, k| axes.sectors.ids().map(|s| national.intermediate[(j, s, k)]).sum::<f64>();
        let sales = |i, s| axes.regions.ids().map(|j| national.trade[(s, j, i)]).sum::<f64>();
        Self {
            ours: axes.industries().map(|(j, k)| inputs(j, k) + national.value_added[(j, k)]).collect(),
            theirs: axes.industries().map(|(i, s)| sales(i, s)).collect(),
        }
    }

    /// Deficits by region: as told; imports less exports.
    fn deficits(national: &National) -> Self {
        let axes = &national.axes;
        let mut theirs = vec![0.0; axes.regions.len()];
        for s in axes.sectors.ids() {
            for j in axes.regions.ids() {
                for i in axes.regions.ids() {
                    theirs[j.index()] += national.trade[(s, j, i)];
                    theirs[i.index()] -= national.trade[(s, j, i)];
                }
            }
        }
        Self { ours: national.deficit.clone(), theirs }
    }

    /// The second piece in the unit of the first.
    fn times(self, unit: f64) -> Self {
        Self { theirs: self.theirs.iter().map(|value| unit * value).collect(), ..self }
    }

    fn size(&self) -> f64 {
        self.ours.iter().map(|value| value.abs()).sum()
    }

    fn gap(&self) -> f64 {
        self.ours.iter().zip(&self.theirs).map(|(a, b)| (a - b).abs()).sum()
    }

    /// Where the pieces are farthest apart, and what they say there.
    fn widest(&self) -> (usize, [f64; 2]) {
        let pairs = self.ours.iter().zip(&self.theirs).map(|(&a, &b)| [a, b]).enumerate();
        let widest = pairs.max_by(|(_, [a, b]), (_, [c, d])| (a - b).abs().total_cmp(&(c - d).abs()));
        widest.unwrap_or((0, [0.0; 2]))
    }

    fn refuse_other_sign_or_unit(&self, national: &National) -> Result<(), MendError> {
        let opposite =
            Self { ours: self.ours.iter().map(|value| -value).collect(), theirs: self.theirs.clone() };
        let (at, values) = self.widest();
        let [told, by_trade] = values.map(short);
        let region = || national.axes.regions.code(Region::new(at)).to_owned();
        if opposite.gap() < 0.1 * self.gap() {
            return Err(MendError::OppositeDeficits { region: region(), told, by_trade });
        }
        match self.common_ratio() {
            Some(ratio) if !(0.1..=10.0).contains(&ratio) => {
                Err(MendError::DeficitUnit { region: region(), told, by_trade, ratio })
            }
            Some(_) | None => Ok(()),
        }
    }

    /// The first piece over the second, where that is one number in all of size, within one per cent.
    fn common_ratio(&self) -> Option<f64> {
        let [ours, theirs] =
            [&self.ours, &self.theirs].map(|values| values.iter().map(|value| value.abs()).sum::<f64>());
        let ratio = ours / theirs;
        let scaled =
            Self { ours: self.ours.clone(), theirs: self.theirs.iter().map(|value| ratio * value).collect() };
        (ratio.is_finite() && ratio > 0.0 && scaled.gap() < 0.01 * ours).then_some(ratio)
    }
}

/// Trade between different regions.
fn cross_border(national: &National) -> f64 {
    let axes = &national.axes;
    let own: f64 = axes.industries().map(|(j, s)| national.trade[(s, j, j)]).sum();
    national.trade.sum() - own
}
