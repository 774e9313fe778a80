//! Who moves where: `[migration]`, people who move between the regions of one country and take factors along.

use oblate_equilibrium::FactorMarket;
use oblate_world::{Array2, Factor, Id, Region};

use crate::text::{At, Entry, Place, ProblemCode, Report, Words, find, needed, table};
use crate::words::{Findings, KeyColumn, Lines, TableSource, Vocabulary, open, rows};

table! {
    /// People who move between the regions of one country, where real income per head draws them.
    #[schemars(extend("required" = ["among", "factors", "elasticity"]))]
    Migration checked by origins_told_once {
        /// The countries: each word is a group of regions among which people move.
        among: Option<At<Words>>,
        /// The factors whose supply people take along.
        factors: Option<At<Words>>,
        /// The elasticity of migration: of the odds of living in one region to real income per head there; above 0.
        elasticity: Option<At<f64>>,
        /// The share of the people of each region who come from it, whatever its size; the origins of the others are
        /// spread as the population is. Without it nobody has roots.
        #[schemars(extend("default" = 0))]
        stay: Option<At<f64>>,
        /// A table file with the people by `origin`, where they come from, and `destination`, where they live, instead.
        table: Option<At<String>>,
        /// The column of the table that holds them.
        #[schemars(extend("default" = "value"))]
        column: Option<At<String>>,
    }
}

/// Migration has countries, factors and an elasticity, and tells where people come from in one way.
fn origins_told_once(place: &Place, entries: &[Entry], report: &mut Report<'_>) {
    needed(place, entries, &["among", "factors", "elasticity"], report);
    let [stay, column] = ["stay", "column"].map(|key| find(entries, key));
    if let (Some(stay), Some(_)) = (stay, find(entries, "table")) {
        let message = "`table` tells where people come from: leave `stay` out";
        report.problem(ProblemCode::WrongKeys, &stay.place, message);
    }
    if let (Some(column), None) = (column, find(entries, "table")) {
        report.problem(ProblemCode::WrongKeys, &column.place, "`column` goes with `table` only");
    }
}

/// People from a region (first) who live in another (second), in any unit.
type People = Array2<Region, Region>;

/// The migration that `[migration]` asks for; what is wrong with it is reported.
pub(crate) fn migration(
    raw: Option<&At<Migration>>,
    markets: &[FactorMarket],
    vocabulary: &Vocabulary<'_>,
    tables: &dyn TableSource,
    findings: &mut Findings<'_>,
) -> Option<oblate_equilibrium::Migration> {
    let At { value: raw, place } = raw?;
    let elasticity = raw.elasticity.as_ref().filter(|given| positive(given, findings));
    let moves = raw.factors.as_ref().map(|words| moving(words, markets, vocabulary, findings));
    let countries = countries(raw.among.as_ref()?, vocabulary, findings)?;
    let people = match &raw.table {
        Some(path) => people_of_table(path, raw.column.as_ref(), vocabulary, tables, findings)?,
        None => people_by_population(raw.stay.as_ref(), &countries, place, vocabulary, findings)?,
    };
    inhabited(
        &people,
        &countries,
        raw.table.as_ref().map_or(place, |path| &path.place),
        vocabulary,
        findings,
    )
    .then_some(())?;
    let (share, people) = shares(&people, &countries);
    Some(oblate_equilibrium::Migration {
        countries,
        elasticity: elasticity?.value,
        share,
        people,
        moves: moves?,
    })
}

fn positive(elasticity: &At<f64>, findings: &mut Findings<'_>) -> bool {
    let legal = elasticity.value > 0.0;
    if !legal {
        let message = format!(
            "an elasticity of migration of {} is out of bounds: it must be above 0",
            elasticity.value
        );
        findings.report.problem(ProblemCode::OutOfBounds, &elasticity.place, message);
    }
    legal
}

/// Whether people take each factor along; a factor that moves already, or whose stock adapts anyway, cannot.
fn moving(
    words: &At<Words>,
    markets: &[FactorMarket],
    vocabulary: &Vocabulary<'_>,
    findings: &mut Findings<'_>,
) -> Vec<bool> {
    let axis = &vocabulary.world.axes().factors;
    let mut moves = vec![false; axis.len()];
    let found: Vec<Factor> = findings.find(&vocabulary.factors, Some(words), 0).unwrap_or_default();
    for factor in found {
        let why = match markets[factor.index()] {
            FactorMarket::World => "`world` in [factors], mobile across the world already",
            FactorMarket::LongRun => "`long-run` in [factors], where its stock adapts whoever lives there",
            _ => {
                moves[factor.index()] = true;
                continue;
            }
        };
        let message = format!("people cannot take `{}` along: it is {why}", axis.code(factor));
        findings.report.problem(ProblemCode::Duplicate, &words.place, message);
    }
    moves
}

/// The regions of each country; one region alone, and a region in two countries, are reported.
fn countries(
    among: &At<Words>,
    vocabulary: &Vocabulary<'_>,
    findings: &mut Findings<'_>,
) -> Option<Vec<Vec<Region>>> {
    let axis = &vocabulary.world.axes().regions;
    let mut named: Vec<Option<&str>> = vec![None; axis.len()];
    let mut countries = Vec::with_capacity(among.value.of.len());
    if let Some(word) = among.value.except.first() {
        let message = "each word is one country here, without exceptions: name a group in [groups]";
        findings.report.problem(ProblemCode::WrongKeys, &word.place, message);
    }
    for word in &among.value.of {
        let alone = Words::one(word);
        let regions = findings.find(&vocabulary.regions, Some(&alone), 0)?;
        if let [only] = regions.as_slice() {
            let message = format!(
                "`{}` is one region, `{}`: people move among the regions of a group; name it in [groups]",
                word.value,
                axis.code(*only)
            );
            findings.report.problem(ProblemCode::WrongKeys, &word.place, message);
        }
        for region in &regions {
            if let Some(first) = named[region.index()].replace(&word.value) {
                let code = axis.code(*region);
                let message =
                    format!("region `{code}` stands in two countries: in `{first}` and in `{}`", word.value);
                findings.report.problem(ProblemCode::Duplicate, &word.place, message);
            }
        }
        countries.push(regions);
    }
    Some(countries)
}

/// A share `stay` of the people of a region come from it; the origins of the others are spread as the population is.
fn people_by_population(
    stay: Option<&At<f64>>,
    countries: &[Vec<Region>],
    place: &Place,
    vocabulary: &Vocabulary<'_>,
    findings: &mut Findings<'_>,
) -> Option<People> {
    let axis = &vocabulary.world.axes().regions;
    let facts = &vocabulary.world.accounts().region_covariates;
    let population = facts.iter().find(|fact| fact.name == "population").map(|fact| fact.values.as_slice());
    let told = |region: &Region| population.is_some_and(|people| people[region.index()].is_finite());
    let silent: Vec<&str> =
        countries.iter().flatten().filter(|region| !told(region)).map(|&region| axis.code(region)).collect();
    if !silent.is_empty() {
        let message = format!(
            "this world does not tell the population of {}: name a `table` with the people by `origin` and `destination`",
            silent.join(", ")
        );
        findings.report.problem(ProblemCode::Needs, place, message);
    }
    let share = stay.map_or(0.0, |stay| stay.value);
    if let Some(stay) = stay.filter(|stay| !(0.0..1.0).contains(&stay.value)) {
        let message =
            format!("a share of {} is out of bounds: it must be 0 or above, and below 1", stay.value);
        findings.report.problem(ProblemCode::OutOfBounds, &stay.place, message);
    }
    let population = population.filter(|_| silent.is_empty())?;
    let mut people = People::zeros([axis.len(), axis.len()]);
    for country in countries {
        let all: f64 = country.iter().map(|region| population[region.index()]).sum();
        for &origin in country {
            for &home in country {
                let spread = (1.0 - share) * population[origin.index()] * population[home.index()] / all;
                let rooted = if origin == home { share * population[home.index()] } else { 0.0 };
                people[(origin, home)] = spread + rooted;
            }
        }
    }
    Some(people)
}

/// The people that a table tells by `origin`, where they come from, and `destination`, where they live.
fn people_of_table(
    path: &At<String>,
    column: Option<&At<String>>,
    vocabulary: &Vocabulary<'_>,
    tables: &dyn TableSource,
    findings: &mut Findings<'_>,
) -> Option<People> {
    let report = &mut findings.report;
    let table = open(tables, path, column, report)?;
    let columns = ["origin", "destination"].map(|name| KeyColumn::new(name, true, &vocabulary.regions));
    let n = vocabulary.world.axes().regions.len();
    let (mut people, mut lines) = (People::zeros([n, n]), Lines::default());
    for row in rows(&table, path, &columns, report)? {
        let [Some(origin), Some(home)] = row.positions[..] else { continue };
        lines.name(origin * n + home, row.line);
        people[(Region::new(origin), Region::new(home))] = row.value;
    }
    lines.report(path, report);
    if let Some(value) = people.as_slice().iter().find(|value| **value < 0.0) {
        let message = format!("table `{}` gives {value} people: it must be 0 or above", path.value);
        report.problem(ProblemCode::OutOfBounds, &path.place, message);
    }
    Some(people)
}

/// Whether somebody comes from, and somebody lives in, every region between which people move.
fn inhabited(
    people: &People,
    countries: &[Vec<Region>],
    place: &Place,
    vocabulary: &Vocabulary<'_>,
    findings: &mut Findings<'_>,
) -> bool {
    let mut complete = true;
    for country in countries {
        for &region in country {
            let from: f64 = country.iter().map(|&home| people[(region, home)]).sum();
            let here: f64 = country.iter().map(|&origin| people[(origin, region)]).sum();
            let lacks = match (from > 0.0, here > 0.0) {
                (true, true) => continue,
                (false, _) => "nobody comes from",
                (true, false) => "nobody lives in",
            };
            let code = vocabulary.world.axes().regions.code(region);
            let message = format!("{lacks} `{code}` within its country: leave it out of [migration]");
            findings.report.problem(ProblemCode::Needs, place, message);
            complete = false;
        }
    }
    complete
}

/// Where the people from each region live, and how many they are; regions outside of all countries have nobody.
fn shares(people: &People, countries: &[Vec<Region>]) -> (People, Vec<f64>) {
    let n = people.shape()[0];
    let (mut share, mut total) = (People::zeros([n, n]), vec![0.0; n]);
    for country in countries {
        for &origin in country {
            let sum: f64 = country.iter().map(|&home| people[(origin, home)]).sum();
            country.iter().for_each(|&home| share[(origin, home)] = people[(origin, home)] / sum);
            total[origin.index()] = sum;
        }
    }
    (share, total)
}
