//! Numbers of a folder that can be, and hardly are: rates in per cent, elasticities that nobody estimates, holes in the matrix of inputs. They are told
//! as caveats.

use oblate_world::{Accounts, Axes, Flows, Id, National, Region, Sector, TradeTensor};

/// Elasticities of trade that studies publish lie well within these.
const USUAL_ELASTICITIES: std::ops::RangeInclusive<f64> = 0.1..=100.0;
/// Other industries of a sector that are needed to say what is usual, and the part of them that has it.
const ENOUGH: usize = 3;
const NEARLY_ALL: f64 = 0.9;
/// Share of its inputs that a sector buys of itself, where it is no rounding.
const WORTH_TELLING: f64 = 0.01;
/// Industries told by name.
const SHOWN: usize = 5;

/// The caveats of a table of layout `table`.
pub(super) fn of_accounts(accounts: &Accounts) -> Vec<String> {
    let axes = &accounts.axes;
    let inputs = |j, k| inputs(&accounts.flows, axes, j, k);
    let told = [
        accounts.tariff.as_ref().and_then(|tariff| rates(axes, tariff)),
        accounts.trade_elasticity.as_deref().and_then(|values| elasticities(axes, values)),
        holes(axes, inputs),
    ];
    told.into_iter().flatten().chain(missing(accounts)).collect()
}

/// Facts that some industries, regions or pairs lack and others have.
fn missing(accounts: &Accounts) -> Vec<String> {
    let satellites =
        accounts.satellites.iter().map(|fact| (&fact.name, fact.values.as_slice(), "industries"));
    let of_regions =
        accounts.region_covariates.iter().map(|fact| (&fact.name, fact.values.as_slice(), "regions"));
    let of_pairs =
        accounts.pair_covariates.iter().map(|fact| (&fact.name, fact.values.as_slice(), "pairs of regions"));
    let lacking = |(name, values, what): (&String, &[f64], &str)| {
        let without = values.iter().filter(|value| value.is_nan()).count();
        let tells = (1..values.len()).contains(&without);
        tells.then(|| format!("`{name}` has no value for {without} of {} {what}", values.len()))
    };
    satellites.chain(of_regions).chain(of_pairs).filter_map(lacking).collect()
}

/// The caveats of pieces of layout `national`.
pub(super) fn of_national(national: &National) -> Vec<String> {
    let axes = &national.axes;
    let inputs = |j: Region, k: Sector| {
        let all = axes.sectors.ids().map(|s| national.intermediate[(j, s, k)]).sum();
        [national.intermediate[(j, k, k)], all]
    };
    let told = [
        rates(axes, &national.tariff),
        national.trade_elasticity.as_deref().and_then(|values| elasticities(axes, values)),
        holes(axes, inputs),
    ];
    told.into_iter().flatten().collect()
}

/// Tariffs above 100 %.
fn rates(axes: &Axes, tariff: &TradeTensor) -> Option<String> {
    let [_, n, _] = tariff.shape();
    let (mut count, mut most, mut place) = (0, 1.0, 0);
    for (cell, &rate) in tariff.as_slice().iter().enumerate().filter(|(_, rate)| **rate > 1.0) {
        count += 1;
        if rate > most {
            (most, place) = (rate, cell);
        }
    }
    let sector = axes.sectors.code(Sector::new(place / (n * n)));
    let [destination, origin] =
        [place / n % n, place % n].map(|region| axes.regions.code(Region::new(region)));
    let rates = if count == 1 { "1 tariff is" } else { &format!("{count} tariffs are") };
    (count > 0).then(|| {
        format!(
            "{rates} above 100 %, the largest {} % ({sector} from {origin} to {destination}): rates are plain numbers, 0.1 is 10 %",
            100.0 * most
        )
    })
}

/// Elasticities far from those that are published.
fn elasticities(axes: &Axes, values: &[f64]) -> Option<String> {
    let codes = axes.sectors.codes().zip(values).filter(|(_, value)| !USUAL_ELASTICITIES.contains(*value));
    let odd: Vec<String> = codes.map(|(code, value)| format!("{code} ({value})")).collect();
    (!odd.is_empty()).then(|| {
        format!(
            "the trade elasticity is below {} or above {} in {}: is it an elasticity?",
            USUAL_ELASTICITIES.start(),
            USUAL_ELASTICITIES.end(),
            first_few(&odd)
        )
    })
}

/// What an industry buys of its own product at home, and of all products from everywhere.
fn inputs(flows: &Flows, axes: &Axes, j: Region, k: Sector) -> [f64; 2] {
    match flows {
        Flows::ByUse { intermediate, .. } => {
            let (m, width) = (axes.sectors.len(), axes.regions.len() * axes.sectors.len());
            let user = j.index() * m + k.index();
            [intermediate[user * width + user], intermediate.iter().skip(user).step_by(width).sum()]
        }
        Flows::Common { intermediate, .. } => {
            let all = axes.sectors.ids().map(|s| intermediate[(j, s, k)]).sum();
            [intermediate[(j, k, k)], all]
        }
    }
}

/// Industries that buy nothing of their own product at home, where nearly all others of their sector do.
fn holes(axes: &Axes, inputs: impl Fn(Region, Sector) -> [f64; 2]) -> Option<String> {
    let mut found = Vec::new();
    for k in axes.sectors.ids() {
        let shares = axes.regions.ids().map(|j| (j, inputs(j, k))).filter(|(_, [_, all])| *all > 0.0);
        let live: Vec<(Region, f64)> = shares.map(|(j, [own, all])| (j, own / all)).collect();
        let buying = live.iter().filter(|(_, share)| *share != 0.0).count();
        let others = live.len().saturating_sub(1);
        let mean = live.iter().map(|(_, share)| share).sum::<f64>() / buying.max(1) as f64;
        if others >= ENOUGH && buying as f64 >= NEARLY_ALL * others as f64 && mean >= WORTH_TELLING {
            let without = live.iter().filter(|(_, share)| *share == 0.0);
            found.extend(
                without.map(|(j, _)| format!("{} in {}", axes.sectors.code(k), axes.regions.code(*j))),
            );
        }
    }
    let industries =
        if found.len() == 1 { "1 industry buys" } else { &format!("{} industries buy", found.len()) };
    (!found.is_empty()).then(|| {
        format!(
            "{industries} nothing of the own product at home, as nearly all others of the sector do: {}; is a row missing?",
            first_few(&found)
        )
    })
}

fn first_few(names: &[String]) -> String {
    let shown = names.iter().take(SHOWN).map(String::as_str).collect::<Vec<_>>().join(", ");
    if names.len() > SHOWN { format!("{shown}, … ({} in all)", names.len()) } else { shown }
}
