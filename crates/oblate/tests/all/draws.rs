//! Draws of the elasticities: what they are worked by hand, and that they are the same whatever else is asked for.

use std::sync::atomic::{AtomicUsize, Ordering};

use crate::support::{HOME, Solved, TARIFFS, scenario, solved, solved_with, twins, value, world, write};
use approx::assert_relative_eq;
use oblate::{Class, Draw, Format, Further, Request, Results, run_report, run_with};
use oblate_world::World;
use tempfile::TempDir;

/// Elasticities of every kind that a draw changes.
const ALL_KINDS: &str = r#"
[[tariff]]
from = "R2"
to = "R1"
add = 0.2
[model]
structure = { default = "perfect", s1 = "external", s2 = "krugman", s3 = "melitz" }
technology = { materials = 0.5 }
[parameters]
trade_elasticity = { default = 5, s4 = 8 }
scale_elasticity = 0.1
variety_elasticity = 4
[demand]
preferences = "ces"
substitution = 1.5
"#;

fn drawn_on(world: &World, text: &str, draws: usize, threads: usize) -> Solved {
    let request = Request { scenario: &scenario(text), world, variants: &[], threads };
    solved_with(&request, &Further { draws, ..Further::default() }).unwrap()
}

fn drawn(text: &str, draws: usize) -> Solved {
    drawn_on(&world(), text, draws, 0)
}

fn of_base(result: &Solved) -> &[Draw] {
    &result.draws.as_ref().unwrap()[0].solved
}

#[test]
fn without_spread_every_draw_is_the_run_itself() {
    let certain = format!("{ALL_KINDS}[sensitivity]\ntrade_elasticity = 0\nsubstitution = 0\n");
    let result = drawn(&certain, 3);
    assert_eq!(of_base(&result).len(), 3);
    for draw in of_base(&result) {
        assert_eq!(draw.real_income_pct, result.variants[0].welfare.real_income_pct);
    }
    let uncertain = drawn(ALL_KINDS, 3);
    for draw in of_base(&uncertain) {
        assert!(draw.real_income_pct[0] != uncertain.variants[0].welfare.real_income_pct[0]);
    }
}

/// Autarky of two equal regions with one sector, half of whose output is inputs: `W = π^(1 / θ (1 − γ))`, model.md (8.2), (8.3).
#[test]
fn autarky_costs_what_the_closed_form_says_at_the_trade_elasticity_of_each_draw() {
    let inputs = 0.5;
    let text = "[parameters]\ntrade_elasticity = 4\n[sensitivity]\ntrade_elasticity = 0.4\n[[embargo]]\n";
    let result = drawn_on(&twins(inputs), text, 20, 0);
    let tables = &result.results;
    for draw in 1..=20 {
        let draw = draw.to_string();
        let labels = [("draw", draw.as_str()), ("parameter", "trade_elasticity"), ("sector", "s")];
        let theta = value(tables.table("drawn_elasticities").unwrap(), &labels, "value");
        assert!(theta != 4.0);
        let labels = [("draw", draw.as_str()), ("region", "R1")];
        let percent = value(tables.table("draws").unwrap(), &labels, "value");
        assert_relative_eq!(
            (percent / 100.0).ln_1p(),
            HOME.ln() / (theta * (1.0 - inputs)),
            max_relative = 1e-9
        );
    }
}

#[test]
fn a_draw_is_the_same_on_any_number_of_threads_and_among_any_number_of_draws() {
    let (one, two) = (drawn_on(&world(), TARIFFS, 6, 1), drawn_on(&world(), TARIFFS, 6, 2));
    assert_eq!(one.draws, two.draws);
    let bytes = |result: &Solved| {
        let tables = &result.results;
        let mut bytes = Vec::new();
        for table in [
            tables.table("draws").unwrap(),
            tables.table("uncertainty").unwrap(),
            tables.table("drawn_elasticities").unwrap(),
        ] {
            table.write(Format::Csv, &mut bytes).unwrap();
        }
        (bytes, serde_json::to_string(&result.results.manifest).unwrap())
    };
    assert!(bytes(&one) == bytes(&two));
    let few = drawn(TARIFFS, 2);
    for (few, many) in few.draws.as_ref().unwrap().iter().zip(one.draws.as_ref().unwrap()) {
        assert_eq!(few.solved, many.solved[..2]);
    }
    // the variants differ in their tariffs, not in their elasticities
    let [base, high, _] = &one.draws.as_ref().unwrap()[..] else { unreachable!() };
    for (base, high) in base.solved.iter().zip(&high.solved) {
        assert_eq!(base.elasticities, high.elasticities);
        assert!(base.real_income_pct != high.real_income_pct);
    }
}

/// The numbers of a draw, written into a scenario, give its result again.
#[test]
fn a_draw_can_be_repeated_from_the_table_of_its_elasticities() {
    let result = drawn(ALL_KINDS, 4);
    let table = result.results.table("drawn_elasticities").unwrap();
    let given = |parameter: &str, sectors: &[&str]| {
        let number = |sector: &str| {
            let labels = [("draw", "4"), ("parameter", parameter), ("sector", sector)];
            format!("{sector} = {}", value(table, &labels, "value"))
        };
        format!("{{ {} }}", sectors.iter().map(|sector| number(sector)).collect::<Vec<_>>().join(", "))
    };
    let all = ["s1", "s2", "s3", "s4", "s5"];
    let of_demand = value(table, &[("draw", "4"), ("parameter", "substitution")], "value");
    let text = ALL_KINDS
        .replace("{ default = 5, s4 = 8 }", &given("trade_elasticity", &all))
        .replace(
            "scale_elasticity = 0.1",
            &format!("scale_elasticity = {}", given("scale_elasticity", &["s1"])),
        )
        .replace(
            "variety_elasticity = 4",
            &format!("variety_elasticity = {}", given("variety_elasticity", &["s3"])),
        )
        .replace("materials = 0.5", &format!("materials = {}", given("substitution:materials", &all)))
        .replace("substitution = 1.5", &format!("substitution = {of_demand}"));
    let again = solved(&world(), &text, 1).unwrap();
    let (found, expected) =
        (&again.variants[0].welfare.real_income_pct, &of_base(&result)[3].real_income_pct);
    assert_relative_eq!(found[..], expected[..], max_relative = 1e-7, epsilon = 1e-9);
}

#[test]
fn statistics_are_those_of_the_draws_that_are_written() {
    let result = drawn(TARIFFS, 21);
    let tables = &result.results;
    let (draws, told) = (tables.table("draws").unwrap(), tables.table("uncertainty").unwrap());
    let of = |draw: usize| {
        let draw = draw.to_string();
        value(draws, &[("variant", "high"), ("draw", &draw), ("region", "WLD")], "value")
    };
    let mut sorted: Vec<f64> = (1..=21).map(of).collect();
    sorted.sort_by(f64::total_cmp);
    let statistic =
        |name| value(told, &[("variant", "high"), ("region", "WLD"), ("statistic", name)], "value");
    // of 21 numbers, the percentiles are the second, the middle and the last but one
    assert_eq!([statistic("p5"), statistic("p50"), statistic("p95")], [sorted[1], sorted[10], sorted[19]]);
    let mean = sorted.iter().sum::<f64>() / 21.0;
    let variance = sorted.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / 20.0;
    assert_relative_eq!(statistic("mean"), mean, max_relative = 1e-12);
    assert_relative_eq!(statistic("sd"), variance.sqrt(), max_relative = 1e-12);
}

#[test]
fn draws_beyond_the_bound_of_scale_are_left_out_and_told() {
    let text = "[[tariff]]\nfrom = \"R2\"\nto = \"R1\"\nadd = 0.1\n[model]\nstructure = { s1 = \"external\" }\n\
                [parameters]\ntrade_elasticity = 4\nscale_elasticity = 0.24\n[sensitivity]\nscale_elasticity = 0.2\n";
    let result = drawn(text, 30);
    let draws = &result.draws.as_ref().unwrap()[0];
    assert!(!draws.left_out.is_empty() && draws.solved.len() + draws.left_out.len() == 30);
    let words = "scale elasticity times trade elasticity would be above 1 in s1";
    assert!(draws.left_out.iter().all(|told| told.ends_with(words)), "{:?}", draws.left_out);
    let told =
        format!("{} of 30 draws are left out of all statistics; the first, draw ", draws.left_out.len());
    assert!(result.variants[0].warnings.iter().any(|warning| warning.starts_with(&told)));
    let entry = result.results.manifest.variants[0].draws.as_ref().unwrap();
    assert_eq!((entry.number, &entry.left_out), (30, &draws.left_out));
    assert_eq!(entry.spread.scale_elasticity.iter().collect::<Vec<_>>(), [(&"s1".to_owned(), &0.2)]);
    let at = |name| draws.elasticities.iter().position(|one| one.parameter == name).unwrap();
    for draw in &draws.solved {
        assert!(
            draw.elasticities[at("trade_elasticity")] * draw.elasticities[at("scale_elasticity")]
                <= 1.0 + 1e-9
        );
    }
}

#[test]
fn progress_is_told_and_the_wish_to_stop_is_heard() {
    let (world, scenario) = (world(), scenario(TARIFFS));
    let request = Request { scenario: &scenario, world: &world, variants: &[], threads: 1 };
    let done = AtomicUsize::new(0);
    let progress = |now: usize, total: usize| {
        assert_eq!(total, 3 * 5);
        done.store(now, Ordering::Relaxed);
    };
    let further = Further { draws: 5, progress: &progress, ..Further::default() };
    run_with(&request, &further, &|| false).unwrap();
    assert_eq!(done.swap(0, Ordering::Relaxed), 15);
    let error = run_with(&request, &further, &|| done.load(Ordering::Relaxed) >= 2).unwrap_err();
    assert_eq!(error.class(), Class::Interrupted);
}

#[test]
fn the_report_tells_the_interval_of_the_draws_wherever_it_is_made() {
    let place = TempDir::new().unwrap();
    let text = format!(
        "{ALL_KINDS}[sensitivity]\ntrade_elasticity = {{ s1 = 0.5, default = 0 }}\nsubstitution = 0\n"
    );
    let result = drawn(&text, 40);
    let page = run_report(&result.results);
    for format in [Format::Parquet, Format::Csv] {
        let path = place.path().join(format.ending());
        write(&result.results, &path, false, format).unwrap();
        assert!(
            run_report(&Results::open(&path).unwrap())
                == std::fs::read_to_string(path.join("report.html")).unwrap()
        );
    }
    let world = result.draws.as_ref().unwrap()[0].world_real_income_pct();
    for number in [world.p5, world.p95] {
        assert!(page.contains(&format!("<data value=\"{number}\"")), "{number}");
    }
    assert!(page.contains("--sensitivity 40"));
    // only one elasticity is uncertain, and its scale elasticity moves with it
    assert!(page.contains("What matters most for the world is the trade elasticity of s1"));
    assert_eq!(page.matches("<table id=\"influence\"").count(), 1);
}
