//! Technology trees: the default nests, and the scenario's own, one tree for each set of using sectors.

use oblate_equilibrium::{Elasticity, Members};
use oblate_world::{Axis, Factor, Id, Sector};

use super::Model;
use crate::text::{At, Name, ProblemCode, Words, has_name, table};
use crate::words::{Dictionary, Findings, PerSector, Vocabulary, numbers};

table! {
    /// Substitution elasticities of the technology tree, each one number or by using sector.
    Technology {
        /// Between value added and materials.
        #[schemars(extend("default" = 1))]
        output: Option<At<PerSector<f64>>>,
        /// Between factors.
        #[schemars(extend("default" = 1))]
        value_added: Option<At<PerSector<f64>>>,
        /// Between the bundles of the input products.
        #[schemars(extend("default" = 1))]
        materials: Option<At<PerSector<f64>>>,
    }
}

table! {
    /// A nest of the technology tree: products, factors and other nests under one substitution elasticity.
    #[schemars(extend("required" = ["name"]))]
    Nest checked by has_name {
        /// Its name: `energy`.
        name: Option<At<Name>>,
        /// The nest in which it stands: `output`, `value_added`, `materials`, or an own one that stands before it.
        #[schemars(extend("default" = "output"))]
        r#in: Option<At<String>>,
        /// Substitution elasticity between its members, one number or by using sector; 1 is Cobb–Douglas.
        #[schemars(extend("default" = 1))]
        elasticity: Option<At<PerSector<f64>>>,
        /// Products that stand in it instead of in `materials`.
        products: Option<At<Words>>,
        /// Factors that stand in it instead of in `value_added`.
        factors: Option<At<Words>>,
        /// Using sectors whose tree has it.
        #[schemars(extend("default" = "all"))]
        sectors: Option<At<Words>>,
    }
}

/// The nests that every tree has, in the order of the tree.
const BASE: [&str; 3] = ["output", "value_added", "materials"];

/// An own nest of the scenario, with its words looked up.
struct OwnNest<'r> {
    name: &'r str,
    raw: &'r At<Nest>,
    /// Its parent: a base nest, or `BASE.len()` plus the position of an own one.
    parent: usize,
    elasticity: Vec<f64>,
    products: Vec<Sector>,
    factors: Vec<Factor>,
    /// Whether the tree of each using sector has it.
    used: Vec<bool>,
}

/// The technology that `[model.technology]` and `[[model.nest]]` ask for.
pub(crate) fn technology(
    raw: Option<&Model>,
    vocabulary: &Vocabulary<'_>,
    findings: &mut Findings<'_>,
) -> oblate_equilibrium::Technology {
    let base = base_nests(raw.and_then(|raw| raw.technology.as_ref()), vocabulary, findings);
    let nests = own_nests(raw.map_or(&[], |raw| raw.nest.as_slice()), vocabulary, findings);
    report_outside(&nests, &vocabulary.world.axes().sectors, findings);
    let axes = vocabulary.world.axes();
    report_repeated(&nests, &axes.sectors, |nest| &nest.products, "product", findings);
    report_repeated(&nests, &axes.factors, |nest| &nest.factors, "factor", findings);
    trees(&base, &nests, axes.sectors.len())
}

/// Fault of a substitution elasticity.
pub(crate) fn substitution_fault(value: f64) -> Option<String> {
    (value < 0.0)
        .then(|| format!("a substitution elasticity of {value} is out of bounds: it must be 0 or above"))
}

fn base_nests(
    raw: Option<&Technology>,
    vocabulary: &Vocabulary<'_>,
    findings: &mut Findings<'_>,
) -> Vec<oblate_equilibrium::Nest> {
    let given =
        raw.map_or([None; 3], |raw| [raw.output.as_ref(), raw.value_added.as_ref(), raw.materials.as_ref()]);
    let [output, value_added, materials] =
        given.map(|given| numbers(given, 1.0, &substitution_fault, vocabulary, findings));
    let standard = oblate_equilibrium::Technology::default_tree(output, value_added, materials);
    standard.trees.into_iter().next().unwrap_or_default()
}

fn own_nests<'r>(
    raw: &'r [At<Nest>],
    vocabulary: &Vocabulary<'_>,
    findings: &mut Findings<'_>,
) -> Vec<OwnNest<'r>> {
    let mut nests: Vec<OwnNest<'r>> = Vec::new();
    for nest in raw {
        let Some(name) = nest.value.name.as_ref() else { continue };
        let known: Vec<&str> = BASE.into_iter().chain(nests.iter().map(|nest| nest.name)).collect();
        if known.contains(&name.value.0.as_str()) {
            let message = format!("another nest is called `{}` already", name.value.0);
            findings.report.problem(ProblemCode::BadName, &name.place, message);
            continue;
        }
        let parent = match &nest.value.r#in {
            None => Some(0),
            Some(word) => known.iter().position(|known| *known == word.value).or_else(|| {
                let message = format!("unknown nest `{}` to stand in", word.value);
                let problem = findings.report.problem(ProblemCode::UnknownLabel, &word.place, message);
                problem.among(&word.value, &known);
                None
            }),
        };
        let elasticity = nest.value.elasticity.as_ref();
        let elasticity = numbers(elasticity, 1.0, &substitution_fault, vocabulary, findings);
        let products = members(&vocabulary.sectors, nest.value.products.as_ref(), findings);
        let factors = members(&vocabulary.factors, nest.value.factors.as_ref(), findings);
        let size = vocabulary.world.axes().sectors.len();
        let sectors =
            findings.find(&vocabulary.sectors, nest.value.sectors.as_ref(), size).unwrap_or_default();
        let used = (0..size).map(|k| sectors.contains(&Sector::new(k))).collect();
        let parent = parent.unwrap_or(0);
        nests.push(OwnNest { name: &name.value.0, raw: nest, parent, elasticity, products, factors, used });
    }
    report_empty(&nests, findings);
    nests
}

/// What words name; nothing without words.
fn members<I: Id>(
    dictionary: &Dictionary<I>,
    words: Option<&At<Words>>,
    findings: &mut Findings<'_>,
) -> Vec<I> {
    words.and_then(|words| findings.find(dictionary, Some(words), 0)).unwrap_or_default()
}

fn report_empty(nests: &[OwnNest<'_>], findings: &mut Findings<'_>) {
    for (at, nest) in nests.iter().enumerate() {
        let Nest { products, factors, .. } = &nest.raw.value;
        let around = nests.iter().any(|other| other.parent == BASE.len() + at);
        if products.is_none() && factors.is_none() && !around {
            let message = format!("nest `{}` has no member: give it `products` or `factors`", nest.name);
            findings.report.problem(ProblemCode::WrongKeys, &nest.raw.place, message);
        }
    }
}

/// A nest stands in another one only where the tree has that one.
fn report_outside(nests: &[OwnNest<'_>], sectors: &Axis<Sector>, findings: &mut Findings<'_>) {
    for nest in nests {
        let Some(parent) = nest.parent.checked_sub(BASE.len()).map(|at| &nests[at]) else { continue };
        let without = sectors.ids().filter(|k| nest.used[k.index()] && !parent.used[k.index()]);
        let without: Vec<&str> = without.map(|k| sectors.code(k)).collect();
        if !without.is_empty() {
            let message = format!(
                "nest `{}` stands in `{}`, which the tree of {} does not have",
                nest.name,
                parent.name,
                without.join(", ")
            );
            findings.report.problem(ProblemCode::Needs, &nest.raw.place, message);
        }
    }
}

/// A product or factor stands in one nest of a tree.
fn report_repeated<I: Id>(
    nests: &[OwnNest<'_>],
    axis: &Axis<I>,
    pick: impl for<'n> Fn(&'n OwnNest<'_>) -> &'n Vec<I>,
    kind: &str,
    findings: &mut Findings<'_>,
) {
    for (at, nest) in nests.iter().enumerate() {
        for earlier in &nests[..at] {
            let together = nest.used.iter().zip(&earlier.used).any(|(a, b)| *a && *b);
            let twice = pick(nest).iter().filter(|member| pick(earlier).contains(member));
            let twice: Vec<&str> = twice.map(|&member| axis.code(member)).collect();
            if together && !twice.is_empty() {
                let first = findings.report.source.line(&earlier.raw.place);
                let message = format!(
                    "{kind} {} stands in two nests of one tree: in `{}` ({first}) and in `{}`",
                    twice.join(", "),
                    earlier.name,
                    nest.name
                );
                findings.report.problem(ProblemCode::Duplicate, &nest.raw.place, message);
            }
        }
    }
}

/// One tree for each set of own nests that some using sector has.
fn trees(
    base: &[oblate_equilibrium::Nest],
    nests: &[OwnNest<'_>],
    sectors: usize,
) -> oblate_equilibrium::Technology {
    let mut sets: Vec<Vec<usize>> = Vec::new();
    let mut tree_of = Vec::with_capacity(sectors);
    for k in 0..sectors {
        let set: Vec<usize> = (0..nests.len()).filter(|&at| nests[at].used[k]).collect();
        let known = sets.iter().position(|other| *other == set);
        tree_of.push(known.unwrap_or(sets.len()));
        if known.is_none() {
            sets.push(set);
        }
    }
    oblate_equilibrium::Technology { trees: sets.iter().map(|set| tree(base, nests, set)).collect(), tree_of }
}

fn tree(
    base: &[oblate_equilibrium::Nest],
    nests: &[OwnNest<'_>],
    set: &[usize],
) -> Vec<oblate_equilibrium::Nest> {
    let own = set.iter().map(|&at| {
        let nest = &nests[at];
        let parent = match nest.parent.checked_sub(BASE.len()) {
            None => nest.parent,
            // a parent outside the tree was reported
            Some(own) => set.iter().position(|&there| there == own).map_or(0, |place| BASE.len() + place),
        };
        oblate_equilibrium::Nest {
            name: nest.name.to_owned(),
            parent: Some(parent),
            elasticity: Elasticity::BySector(nest.elasticity.clone()),
            products: Members::These(nest.products.clone()),
            factors: Members::These(nest.factors.clone()),
        }
    });
    base.iter().cloned().chain(own).collect()
}
