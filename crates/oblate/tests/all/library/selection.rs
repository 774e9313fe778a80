//! What the scenarios of the library change, said once more without their language, link by link.

use oblate_scenario::Resolved;
use oblate_world::{Region, Sector, World};

/// A trade link, by codes.
#[derive(Debug)]
struct Link<'a> {
    sector: &'a str,
    from: &'a str,
    to: &'a str,
    /// Between ideal points; NaN where one is missing.
    politics: f64,
    kilometres: f64,
}

/// Import tariff and iceberg cost of a link between two regions.
type Wedge = (f64, f64);

const CUT: Wedge = (0.0, f64::INFINITY);
const FREE: Wedge = (0.0, 1.0);

/// Whether the case is told here; if it is, every link must be as told, and no region's own one touched.
pub fn is_as_told(scenario: &str, case: &Resolved, world: &World) -> bool {
    let axes = world.axes();
    let pairs = |s| axes.regions.ids().flat_map(move |j| axes.regions.ids().map(move |i| (s, j, i)));
    for (s, j, i) in axes.sectors.ids().flat_map(pairs) {
        let link = Link::of(world, s, j, i);
        let Some(wedge) = wedge(scenario, &case.variant, &link) else { return false };
        let (rate, cost) = if i == j { FREE } else { wedge };
        let found_rate = case.shocks.tariff.as_ref().map_or(0.0, |rates| rates[(s, j, i)]);
        let found_cost = case.shocks.iceberg_hat.as_ref().map_or(1.0, |costs| costs[(s, j, i)]);
        for (found, wanted) in [(found_rate, rate), (found_cost, cost)] {
            let same = found == wanted || (found - wanted).abs() < 1e-12;
            assert!(same, "{scenario}, {}, {link:?}: {found}, not {wanted}", case.variant);
        }
    }
    true
}

impl<'a> Link<'a> {
    fn of(world: &'a World, s: Sector, j: Region, i: Region) -> Self {
        let axes = world.axes();
        let covariate = |name: &str| {
            let facts = &world.accounts().pair_covariates;
            let fact = facts.iter().find(|fact| fact.name == name).unwrap_or_else(|| panic!("no `{name}`"));
            fact.values[(i, j)]
        };
        Self {
            sector: axes.sectors.code(s),
            from: axes.regions.code(i),
            to: axes.regions.code(j),
            politics: covariate("ideal_point_distance"),
            kilometres: covariate("distance_km"),
        }
    }

    /// Farming, mining, manufacturing: the sectors whose code begins with A, B or C.
    fn goods(&self) -> bool {
        self.sector.starts_with(['A', 'B', 'C'])
    }

    fn dearer(&self, by: f64, selected: bool) -> Wedge {
        if selected { (0.0, 1.0 + by) } else { FREE }
    }
}

/// What a variant of a scenario puts on a link between two different regions; none for scenarios that are not
/// told here.
fn wedge(scenario: &str, variant: &str, link: &Link<'_>) -> Option<Wedge> {
    Some(match scenario {
        "free-trade-against-autarky" => CUT,
        "us-china-tariffs" => (us_china(variant, link), 1.0),
        "decoupling" => decoupling(variant, link),
        "friend-shoring" => link.dearer(0.1, link.goods() && link.politics > 1.5),
        "near-shoring" => link.dearer(0.1, link.goods() && link.kilometres > 5000.0),
        "re-shoring" => {
            let known = match variant {
                "as-friend-shoring" => !link.politics.is_nan(),
                "as-near-shoring" => !link.kilometres.is_nan(),
                _ => true,
            };
            link.dearer(0.1, link.goods() && known)
        }
        "chip-embargo" => chips(variant, link),
        "size-and-openness" => {
            let steps = [("base", 0.05), ("tenth", 0.1), ("quarter", 0.25), ("half", 0.5), ("double", 1.0)];
            link.dearer(steps.iter().find(|(name, _)| *name == variant)?.1, true)
        }
        "splinternet" => splinternet(variant, link),
        "transport-costs" => transport(variant, link),
        _ => return None,
    })
}

fn us_china(variant: &str, link: &Link<'_>) -> f64 {
    match (link.from, link.to) {
        _ if !link.goods() => 0.0,
        ("CHN", "USA") => {
            if variant == "prohibitive" {
                1.45
            } else {
                0.18
            }
        }
        (_, "USA") if variant == "no-diversion" => 0.18,
        ("USA", "CHN") if variant == "retaliation" => 0.14,
        ("USA", "CHN") if variant == "prohibitive" => 1.25,
        _ => 0.0,
    }
}

/// Whether a link joins the bloc of the sanctions of 2022 with their target and China.
fn across(link: &Link<'_>) -> bool {
    let east = |region| ["CHN", "RUS"].contains(&region);
    let west = |region| !east(region) && !["BRA", "IDN", "IND", "MEX", "TUR", "ROW"].contains(&region);
    east(link.from) && west(link.to) || west(link.from) && east(link.to)
}

fn splinternet(variant: &str, link: &Link<'_>) -> Wedge {
    let digital = ["J58T60", "J61", "J62T63", "K", "M", "N"].contains(&link.sector);
    match variant {
        "everywhere" => link.dearer(0.25, digital),
        "ban" if digital && across(link) => CUT,
        _ => link.dearer(0.25, digital && across(link)),
    }
}

fn decoupling(variant: &str, link: &Link<'_>) -> Wedge {
    let across = across(link);
    match variant {
        "full" if across => CUT,
        "quarter" => link.dearer(0.25, across),
        "half" => link.dearer(0.5, across),
        "double" => link.dearer(1.0, across),
        _ => link.dearer(0.1, across),
    }
}

fn chips(variant: &str, link: &Link<'_>) -> Wedge {
    let sends = |region| ["USA", "JPN", "KOR", "NLD", "TWN"].contains(&region);
    let sale = link.sector == "C26" && link.to == "CHN";
    let purchase = link.sector == "C26" && link.from == "CHN" && sends(link.to);
    match variant {
        "base" => link.dearer(0.1, sale && sends(link.from)),
        "stop" if sale && sends(link.from) => CUT,
        "alone" if sale && link.from == "USA" => CUT,
        "everybody" if sale => CUT,
        "both-ways" if sale && sends(link.from) || variant == "both-ways" && purchase => CUT,
        _ => FREE,
    }
}

fn transport(variant: &str, link: &Link<'_>) -> Wedge {
    let bands = [(12000.0, 0.15), (9000.0, 0.105), (6000.0, 0.075), (3000.0, 0.045), (1000.0, 0.02)];
    let points = bands.iter().find(|(above, _)| link.kilometres > *above).map_or(0.0, |(_, points)| *points);
    match variant {
        "dearer" => link.dearer(2.0 * points, link.goods()),
        "cheaper" => link.dearer(-points, link.goods()),
        "cheaper-but-petroleum" => link.dearer(-points, link.goods() && link.sector != "C19"),
        _ => link.dearer(points, link.goods()),
    }
}
