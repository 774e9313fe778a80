//! Groups of households: who owns how much of each factor and of transfers.

use oblate_equilibrium::HouseholdGroup;
use oblate_world::{Axis, Factor, Id};

use crate::log::rounded;
use crate::long_run::splits::FactorSplit;
use crate::text::{At, Map, Name, Place, ProblemCode, Report, has_name, table};
use crate::words::{Findings, PerSector, Vocabulary, numbers};

table! {
    /// A group of households in every region.
    #[schemars(extend("required" = ["name"]))]
    Household checked by has_name {
        /// Its name.
        name: Option<At<Name>>,
        /// Its share of the income of each factor; one group may leave a factor out and takes what the others leave. A
        /// factor split from another one that no group names is owned as that one.
        factors: Option<Map<At<f64>>>,
        /// Its share of revenue, less subsidies, and of the deficit; one group may leave it out.
        transfers: Option<At<f64>>,
        /// Weights of sectors in its income of factors, where they differ from those of its region.
        #[schemars(extend("default" = 1))]
        sectors: Option<At<PerSector<f64>>>,
    }
}

/// How far shares as written may miss one.
const ROUNDING: f64 = 1e-6;

/// The groups that `[[household]]` asks for; a factor split from another one that no group names is owned as that one.
pub(crate) fn households(
    raw: &[At<Household>],
    splits: &[At<FactorSplit>],
    vocabulary: &Vocabulary<'_>,
    findings: &mut Findings<'_>,
) -> Vec<HouseholdGroup> {
    let Some(first) = raw.first() else { return Vec::new() };
    report_twins(raw, &mut findings.report);
    let factors = &vocabulary.world.axes().factors;
    let given: Vec<Vec<Option<f64>>> = raw.iter().map(|group| owned(group, vocabulary, findings)).collect();
    let mut groups: Vec<HouseholdGroup> =
        raw.iter().map(|group| blank(group, factors.len(), vocabulary, findings)).collect();
    for f in factors.ids() {
        let silent = given.iter().all(|given| given[f.index()].is_none());
        if let Some(parent) = parent(splits, factors, f).filter(|_| silent) {
            groups
                .iter_mut()
                .for_each(|group| group.factor_share[f.index()] = group.factor_share[parent.index()]);
            continue;
        }
        let what = format!("of the income of `{}`", factors.code(f));
        let shares = given.iter().map(|given| given[f.index()]).collect();
        for (group, share) in groups.iter_mut().zip(whole(shares, &what, &first.place, &mut findings.report))
        {
            group.factor_share[f.index()] = share;
        }
    }
    let transfers =
        raw.iter().map(|group| checked(group.value.transfers.as_ref(), &mut findings.report)).collect();
    for (group, share) in
        groups.iter_mut().zip(whole(transfers, "of transfers", &first.place, &mut findings.report))
    {
        group.transfer_share = share;
    }
    groups
}

/// The factor that another one was split from; it stands before it on the axis.
fn parent(splits: &[At<FactorSplit>], factors: &Axis<Factor>, f: Factor) -> Option<Factor> {
    let named = |split: &&At<FactorSplit>| {
        split.value.name.as_ref().is_some_and(|name| name.value.0 == factors.code(f))
    };
    splits.iter().find(named).and_then(|split| factors.find(&split.value.from.as_ref()?.value))
}

fn report_twins(raw: &[At<Household>], report: &mut Report<'_>) {
    let names: Vec<_> = raw.iter().filter_map(|group| group.value.name.as_ref()).collect();
    for (at, name) in names.iter().enumerate() {
        if let Some(first) = names[..at].iter().find(|earlier| earlier.value.0 == name.value.0) {
            let first = report.source.line(&first.place);
            let message =
                format!("two groups of households are named `{}`; the first one: {first}", name.value.0);
            report.problem(ProblemCode::BadName, &name.place, message);
        }
    }
}

/// A group that owns nothing yet.
fn blank(
    raw: &At<Household>,
    factors: usize,
    vocabulary: &Vocabulary<'_>,
    findings: &mut Findings<'_>,
) -> HouseholdGroup {
    let fault = |weight: f64| {
        (weight < 0.0).then(|| format!("a weight of {weight} is out of bounds: it must be 0 or above"))
    };
    let given = raw.value.sectors.as_ref();
    HouseholdGroup {
        name: raw.value.name.as_ref().map(|name| name.value.0.clone()).unwrap_or_default(),
        factor_share: vec![0.0; factors],
        transfer_share: 0.0,
        sector_weight: given.map(|given| numbers(Some(given), 1.0, &fault, vocabulary, findings)),
    }
}

/// What a group says of each factor.
fn owned(raw: &At<Household>, vocabulary: &Vocabulary<'_>, findings: &mut Findings<'_>) -> Vec<Option<f64>> {
    let mut shares = vec![None; vocabulary.world.axes().factors.len()];
    for (key, share) in raw.value.factors.iter().flat_map(|map| &map.0) {
        let value = checked(Some(share), &mut findings.report);
        let found: Option<Factor> = vocabulary.factors.label(&key.value);
        match found {
            Some(factor) => shares[factor.index()] = value,
            None => vocabulary.factors.unknown(key, &mut findings.report),
        }
    }
    shares
}

fn checked(share: Option<&At<f64>>, report: &mut Report<'_>) -> Option<f64> {
    let share = share?;
    if !(0.0..=1.0).contains(&share.value) {
        let message = format!("a share of {} is out of bounds: it must lie between 0 and 1", share.value);
        report.problem(ProblemCode::OutOfBounds, &share.place, message);
    }
    Some(share.value)
}

/// The shares of all groups, which add up to one: a single group that says nothing takes the rest.
fn whole(given: Vec<Option<f64>>, what: &str, place: &Place, report: &mut Report<'_>) -> Vec<f64> {
    // an empty sum is minus zero
    let sum = 0.0 + given.iter().flatten().sum::<f64>();
    let silent = given.iter().filter(|share| share.is_none()).count();
    if silent == 1 && sum <= 1.0 + ROUNDING {
        return given.into_iter().map(|share| share.unwrap_or((1.0 - sum).max(0.0))).collect();
    }
    if (sum - 1.0).abs() <= ROUNDING {
        return given.into_iter().map(|share| share.unwrap_or(0.0) / sum).collect();
    }
    let hint = match silent {
        0 | 1 => "",
        _ => "; one group alone may leave it out and takes the rest",
    };
    let message = format!("the shares {what} of all groups add up to {}, not to 1{hint}", rounded(sum));
    report.problem(ProblemCode::Shares, place, message);
    given.into_iter().map(|share| share.unwrap_or(0.0)).collect()
}
