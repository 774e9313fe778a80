//! How the answer was computed, and how somebody else gets the same one.

use oblate_report::{Block, NumberFormat, Section, Table, Words};

use super::warning::sentence;
use oblate_results::Results;
use oblate_results::{Manifest, VariantEntry};

/// The solver's record and the mends of the world; `told` variants are told step by step.
pub(super) fn section(results: &Results, told: usize) -> Section {
    let manifest = &results.manifest;
    let mut blocks = vec![Block::Text(largest_error(manifest))];
    let several = manifest.variants.len() > 1;
    for variant in manifest.variants.iter().take(told) {
        blocks.push(Block::Fold {
            title: if several {
                format!("Solver: {}", variant.title)
            } else {
                "Solver, step by step".to_owned()
            },
            blocks: vec![
                Block::Table(residual_table(variant, several)),
                Block::Table(steps_table(variant, several)),
            ],
        });
    }
    blocks.extend(manifest.variants.iter().filter_map(|variant| starts(variant, several)));
    blocks.push(mends(manifest));
    Section { id: "record".to_owned(), title: "How it was computed".to_owned(), blocks }
}

/// What random starts came to, where they were asked for.
fn starts(variant: &VariantEntry, several: bool) -> Option<Block> {
    let told = variant.search.as_ref()?.in_words();
    let of = if several { format!("{}: ", variant.title) } else { String::new() };
    Some(Block::Text(sentence(&format!("{of}{told}"))))
}

/// How exact the results are.
pub(super) fn largest_error(manifest: &Manifest) -> Words {
    let residuals = manifest.variants.iter().flat_map(|variant| &variant.solver.residuals);
    let steps: usize = manifest.variants.iter().map(|variant| variant.solver.iterations.len()).sum();
    let words = Words::from("Every equilibrium was checked in levels after it was found. ");
    match residuals.max_by(|a, b| a.largest.total_cmp(&b.largest)) {
        Some(largest) => words
            .text("The largest relative error is ")
            .number(largest.largest, &NumberFormat::Scientific)
            .text(format!(" ({}), after {steps} steps of the solver in all.", largest.equations)),
        None => words,
    }
}

/// The command that gives the same results.
pub(super) fn command(manifest: &Manifest) -> String {
    let scenario = &manifest.scenario;
    let quoted = |text: &String| format!(" --set '{}'", text.replace('\'', "'\\''"));
    let set: String = scenario.overrides.iter().map(quoted).collect();
    let starts = manifest.variants.first().and_then(|variant| variant.search.as_ref());
    let starts = starts.map_or_else(String::new, |search| format!(" --starts {}", search.starts));
    let draws = manifest.variants.first().and_then(|variant| variant.draws.as_ref());
    let draws = draws.map_or_else(String::new, |draws| format!(" --sensitivity {}", draws.number));
    format!("oblate run {} --world {}{set}{starts}{draws}", scenario.name, manifest.world.name)
}

fn mark(variant: &VariantEntry, several: bool) -> String {
    if several { format!("-{}", variant.name) } else { String::new() }
}

fn residual_table(variant: &VariantEntry, several: bool) -> Table {
    let residuals = &variant.solver.residuals;
    Table::new(format!("residuals{}", mark(variant, several)), "Largest relative errors by kind of equation")
        .labels("equations", "Equations", residuals.iter().map(|residual| residual.equations.as_str()))
        .numbers(
            "largest",
            "Largest error",
            NumberFormat::Scientific,
            residuals.iter().map(|r| r.largest).collect(),
        )
}

fn steps_table(variant: &VariantEntry, several: bool) -> Table {
    let steps = &variant.solver.iterations;
    let column =
        |value: fn(&oblate_results::IterationEntry) -> f64| steps.iter().map(value).collect::<Vec<_>>();
    Table::new(format!("steps{}", mark(variant, several)), "Steps of the solver")
        .labels("method", "Method", steps.iter().map(|step| step.method.as_str()))
        .numbers("path", "Share of the shock", NumberFormat::Plain(2), column(|step| step.path))
        .numbers("residual", "Error after it", NumberFormat::Scientific, column(|step| step.residual))
        .numbers(
            "products",
            "Products with the Jacobian",
            NumberFormat::Plain(0),
            column(|step| step.products as f64),
        )
        .numbers("step", "Share of the full step", NumberFormat::Plain(2), column(|step| step.step))
}

fn mends(manifest: &Manifest) -> Block {
    let mends = &manifest.world.mends;
    if mends.is_empty() {
        return Block::Text("The world table was used as it is, without mends.".into());
    }
    let table = Table::new("mends", "Mends by rule, each with its largest case")
        .labels("rule", "Rule", mends.iter().map(|mend| mend.rule.as_str()))
        .numbers(
            "count",
            "Count",
            NumberFormat::Plain(0),
            mends.iter().map(|mend| mend.count as f64).collect(),
        )
        .labels("largest_at", "Largest at", mends.iter().map(|mend| mend.largest_at.as_str()))
        .numbers("before", "Before", NumberFormat::Plain(1), mends.iter().map(|mend| mend.before).collect())
        .numbers("after", "After", NumberFormat::Plain(1), mends.iter().map(|mend| mend.after).collect())
        .labels("note", "What was done", mends.iter().map(|mend| mend.note.as_str()));
    let title = "What was mended in the world table so that it balances".to_owned();
    Block::Fold { title, blocks: vec![Block::Table(table)] }
}

/// How to repeat the run, and whom to cite.
pub(super) fn repeat(manifest: &Manifest) -> Section {
    let (scenario, world) = (&manifest.scenario, &manifest.world);
    let term = |name: &str, words: Words| (name.to_owned(), words);
    let mut terms = vec![
        term("Engine", Words::from(format!("oblate {}", manifest.oblate))),
        term(
            "Scenario",
            Words::default().code(scenario.name.clone()).text(", BLAKE3 ").code(scenario.blake3.clone()),
        ),
        term("World", Words::default().code(world.name.clone()).text(", BLAKE3 ").code(world.blake3.clone())),
        term("Licence of the world", Words::from(world.licence.clone())),
    ];
    terms.extend(scenario.tables.iter().map(|(file, hash)| {
        term("Table", Words::default().code(file.clone()).text(", BLAKE3 ").code(hash.clone()))
    }));
    let mut cite = vec![sentence(&world.citation)];
    let sources = world.sources.iter();
    cite.extend(
        sources.map(|source| sentence(&format!("{} ({}). {}", source.name, source.licence, source.citation))),
    );
    cite.extend(manifest.elasticity_citations.iter().map(|citation| sentence(citation)));
    let files = Words::from("Beside this page lie the full tables: ")
        .code(manifest.files.join(", "))
        .text(" and ")
        .code("run.json")
        .text(".");
    let blocks = vec![
        Block::Code(command(manifest)),
        Block::Terms(terms),
        Block::Text(files),
        Block::Fold {
            title: "The scenario file".to_owned(),
            blocks: vec![Block::Code(scenario.text.clone())],
        },
        Block::Heading("To be cited".to_owned()),
        Block::List(cite),
    ];
    Section { id: "repeat".to_owned(), title: "To repeat and to cite".to_owned(), blocks }
}
