//! Whether elasticities and shares make an economy.

use oblate_world::{Factor, Id, Region, Sector};

use super::Economy;
use super::error::CalibrationError;
use super::parameters::{Demand, FactorMarket, Members, Nest, Preferences, Tree};

pub(super) fn check(economy: &Economy) -> Result<(), CalibrationError> {
    check_elasticities(economy)?;
    check_incomes(economy)?;
    check_demand(economy, &economy.parameters.demand)?;
    check_factor_markets(economy)?;
    check_migration(economy)?;
    economy.parameters.technology.trees.iter().try_for_each(|tree| check_tree(economy, tree))?;
    check_nests(economy)
}

fn check_elasticities(economy: &Economy) -> Result<(), CalibrationError> {
    let (sectors, parameters) = (economy.axes.sectors.len(), &economy.parameters);
    let lists = [
        ("the trade elasticity", &parameters.trade_elasticity, "above zero", f64::MIN_POSITIVE),
        ("the scale elasticity", &parameters.scale_elasticity, "of zero or more", 0.0),
        ("selection (θ/(ς − 1) − 1)", &parameters.selection, "of zero or more", 0.0),
    ];
    for (parameter, values, legal, least) in lists {
        if values.len() != sectors {
            return Err(CalibrationError::Length { parameter, found: values.len(), expected: sectors });
        }
        if let Some(at) = values.iter().position(|value| !(value.is_finite() && *value >= least)) {
            let sector = economy.axes.sectors.code(Sector::new(at)).to_owned();
            return Err(CalibrationError::Elasticity { parameter, sector, value: values[at], legal });
        }
    }
    if parameters.technology.tree_of.len() != sectors {
        let found = parameters.technology.tree_of.len();
        return Err(CalibrationError::Length { parameter: "the technology", found, expected: sectors });
    }
    Ok(())
}

fn check_incomes(economy: &Economy) -> Result<(), CalibrationError> {
    for j in economy.axes.regions.ids() {
        let factors: f64 = economy.factor_income.row(j).iter().sum();
        let income = economy.income[j.index()].min(factors);
        if !(income.is_finite() && income > 0.0) {
            return Err(CalibrationError::Income { region: economy.axes.regions.code(j).to_owned(), income });
        }
    }
    Ok(())
}

fn check_demand(economy: &Economy, demand: &Demand) -> Result<(), CalibrationError> {
    let (substitution, income) = match &demand.preferences {
        Preferences::CobbDouglas => (None, None),
        Preferences::Ces { substitution } => (Some(*substitution), None),
        Preferences::NonHomothetic { substitution, income } => (Some(*substitution), Some(income)),
    };
    if let Some(value) = substitution.filter(|value| !(value.is_finite() && *value >= 0.0 && *value != 1.0)) {
        return Err(CalibrationError::Preferences {
            parameter: "the elasticity of substitution in consumption",
            value,
            legal: "of zero or more and not one (that is Cobb–Douglas, without income parameters)",
        });
    }
    if let Some(income) = income {
        let parameter = "the income parameter of demand";
        let expected = economy.axes.sectors.len();
        if income.len() != expected {
            return Err(CalibrationError::Length { parameter, found: income.len(), expected });
        }
        if let Some(value) = income.iter().copied().find(|value| !(value.is_finite() && *value > 0.0)) {
            return Err(CalibrationError::Preferences { parameter, value, legal: "above zero" });
        }
    }
    check_groups(economy, demand)
}

/// How far shares of groups may miss one.
const SHARES: f64 = 1e-9;

fn check_groups(economy: &Economy, demand: &Demand) -> Result<(), CalibrationError> {
    let (factors, sectors) = (economy.axes.factors.len(), economy.axes.sectors.len());
    for group in &demand.groups {
        let expected = factors;
        if group.factor_share.len() != expected {
            let (parameter, found) = ("the factor shares of a group", group.factor_share.len());
            return Err(CalibrationError::Length { parameter, found, expected });
        }
        if let Some(weights) = group.sector_weight.as_ref().filter(|weights| weights.len() != sectors) {
            let (parameter, found) = ("the sector weights of a group", weights.len());
            return Err(CalibrationError::Length { parameter, found, expected: sectors });
        }
        let weights = group.sector_weight.iter().flatten();
        let shares = group.factor_share.iter().chain([&group.transfer_share]).chain(weights);
        if let Some(&value) = shares.into_iter().find(|share| !(share.is_finite() && **share >= 0.0)) {
            let group = group.name.clone();
            return Err(CalibrationError::GroupShare { group, what: "a share".to_owned(), value });
        }
    }
    if demand.groups.is_empty() {
        return Ok(());
    }
    let of_factor = |f: Factor| {
        let sum: f64 = demand.groups.iter().map(|group| group.factor_share[f.index()]).sum();
        (format!("factor `{}`", economy.axes.factors.code(f)), sum)
    };
    let transfers = demand.groups.iter().map(|group| group.transfer_share).sum();
    let mut sums = economy.axes.factors.ids().map(of_factor).chain([("transfers".to_owned(), transfers)]);
    match sums.find(|(_, sum)| (sum - 1.0).abs() > SHARES) {
        Some((what, sum)) => Err(CalibrationError::GroupShares { what, sum }),
        None => Ok(()),
    }
}

fn check_factor_markets(economy: &Economy) -> Result<(), CalibrationError> {
    let factors = economy.axes.factors.len();
    let markets = &economy.parameters.factor_markets;
    if markets.len() > factors {
        let (parameter, found) = ("the factor markets", markets.len());
        return Err(CalibrationError::Length { parameter, found, expected: factors });
    }
    for (f, market) in markets.iter().enumerate() {
        let factor = || economy.axes.factors.code(Factor::new(f)).to_owned();
        if let FactorMarket::Roy { shape } = market
            && !(shape.is_finite() && *shape > 1.0)
        {
            return Err(CalibrationError::RoyShape { factor: factor(), value: *shape });
        }
        if *market == FactorMarket::LongRun && economy.investment().is_none() {
            return Err(CalibrationError::NoInvestment { factor: factor() });
        }
    }
    Ok(())
}

fn check_migration(economy: &Economy) -> Result<(), CalibrationError> {
    let Some(migration) = &economy.parameters.migration else { return Ok(()) };
    let (n, f) = (economy.axes.regions.len(), economy.axes.factors.len());
    let lengths = [
        ("the people of migration", migration.people.len(), n),
        ("the moving factors", migration.moves.len(), f),
    ];
    for (parameter, found, expected) in lengths {
        if found != expected {
            return Err(CalibrationError::Length { parameter, found, expected });
        }
    }
    if !(migration.elasticity.is_finite() && migration.elasticity > 0.0) {
        let (parameter, value) = ("the elasticity of migration", migration.elasticity);
        return Err(CalibrationError::Preferences { parameter, value, legal: "above zero" });
    }
    let mut seen = vec![false; n];
    for country in &migration.countries {
        for &o in country {
            let sum: f64 = country.iter().map(|&n| migration.share[(o, n)]).sum();
            let twice = std::mem::replace(&mut seen[o.index()], true);
            if twice || (sum - 1.0).abs() > SHARES || migration.people[o.index()] <= 0.0 {
                let region = economy.axes.regions.code(o).to_owned();
                return Err(CalibrationError::Migration { region, sum });
            }
        }
    }
    let world =
        |f: &usize| migration.moves[*f] && economy.parameters.factor_market(*f) == FactorMarket::World;
    match (0..f).find(world) {
        Some(at) => Err(CalibrationError::MovesTwice {
            factor: economy.axes.factors.code(Factor::new(at)).to_owned(),
        }),
        None => Ok(()),
    }
}

/// Every nest but the root stands in an earlier one; a product or factor stands in one nest only.
fn check_tree(economy: &Economy, tree: &[Nest]) -> Result<(), CalibrationError> {
    for (at, nest) in tree.iter().enumerate() {
        let placed = match nest.parent {
            None => at == 0,
            Some(parent) => at > 0 && parent < at,
        };
        if !placed {
            return Err(CalibrationError::Nest { nest: nest.name.clone() });
        }
    }
    check_members(tree, "product", |nest| &nest.products, &economy.axes.sectors)?;
    check_members(tree, "factor", |nest| &nest.factors, &economy.axes.factors)
}

fn check_members<I: Id>(
    tree: &[Nest],
    kind: &'static str,
    pick: impl Fn(&Nest) -> &Members<I>,
    axis: &oblate_world::Axis<I>,
) -> Result<(), CalibrationError> {
    let rests = tree.iter().filter(|nest| matches!(pick(nest), Members::Rest)).count();
    for member in axis.ids() {
        let named = tree
            .iter()
            .filter(|nest| matches!(pick(nest), Members::These(members) if members.contains(&member)))
            .count();
        if named > 1 || rests > 1 || named + rests == 0 {
            let code = axis.code(member).to_owned();
            return Err(CalibrationError::Member { kind, code, times: named.max(rests) });
        }
    }
    Ok(())
}

/// Negative shares (a sector whose value added is negative) have a meaning under Cobb–Douglas only.
fn check_nests(economy: &Economy) -> Result<(), CalibrationError> {
    let (m, f) = (economy.axes.sectors.len(), economy.axes.factors.len());
    let technology = &economy.parameters.technology;
    let trees: Vec<Tree> = technology.trees.iter().map(|nests| Tree::new(nests, m, f)).collect();
    for k in economy.axes.sectors.ids() {
        let (nests, tree) = (technology.tree(k), &trees[technology.tree_of[k.index()]]);
        for j in economy.axes.regions.ids() {
            for (at, nest) in nests.iter().enumerate() {
                let sigma = nest.elasticity.at(j, k);
                if !(sigma.is_finite() && sigma >= 0.0) {
                    let sector = economy.axes.sectors.code(k).to_owned();
                    let (parameter, legal) = ("a substitution elasticity", "of zero or more");
                    return Err(CalibrationError::Elasticity { parameter, sector, value: sigma, legal });
                }
                if sigma != 1.0 {
                    check_shares(economy, (j, k), tree, at)?;
                }
            }
        }
    }
    Ok(())
}

/// No child of a CES nest has a negative share.
fn check_shares(
    economy: &Economy,
    (j, k): (Region, Sector),
    tree: &Tree,
    nest: usize,
) -> Result<(), CalibrationError> {
    let products =
        economy.axes.sectors.ids().map(|s| (tree.product[s.index()], economy.input_share[(j, s, k)]));
    let factors =
        economy.axes.factors.ids().map(|f| (tree.factor[f.index()], economy.factor_share[(j, k, f)]));
    let mut least = f64::INFINITY;
    let mut total = vec![0.0; tree.parent.len()];
    for (place, share) in products.chain(factors) {
        total[place] += share;
        if place == nest {
            least = least.min(share);
        }
    }
    for at in (1..total.len()).rev() {
        let part = total[at];
        total[tree.parent[at]] += part;
        if tree.parent[at] == nest {
            least = least.min(part);
        }
    }
    if least >= 0.0 {
        return Ok(());
    }
    Err(CalibrationError::Share {
        nest: economy.parameters.technology.tree(k)[nest].name.clone(),
        region: economy.axes.regions.code(j).to_owned(),
        sector: economy.axes.sectors.code(k).to_owned(),
        share: least,
    })
}
