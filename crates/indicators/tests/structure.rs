//! Structure, reliance and concentration by industry and country against an independent program, and pymrio's accounts.

use crate::reference;
use crate::reference::{Reference, Sheet, gap, pymrio, wiod};
use crate::validation::Comparison;
use crate::validation::record::Tolerance;
use oblate_indicators::trade::{BorinMancini, Participation};
use oblate_indicators::{
    Basis, Extraction, Industry, Lengths, Leontief, LossNetwork, Reliance, Sources, Structure, foreign_share,
    influence, supplier_page_rank,
};
use oblate_world::{Array2, Id, Sector};

const OWN: &str = "An independent program on pymrio's test table and on WIOD 2011";

fn comparison(name: &str, title: &str, source: &str) -> Comparison {
    let what =
        "The largest difference over all industries or regions, as a part of the indicator's largest number.";
    Comparison::new(name, title, what, source)
}

fn compare(
    compared: &mut Comparison,
    reference: &Reference,
    indicator: &str,
    found: &[f64],
    wanted: &[f64],
    tolerance: f64,
) {
    let place = [reference.name, indicator, "gap"];
    compared.number(place, 0.0, gap(found, wanted), Tolerance::Plain(tolerance), 10);
}

fn close(compared: Comparison, cells: usize) {
    if reference::folder("reference/indicators").is_some() {
        compared.close(cells);
    }
}

fn own_programs() -> Vec<(Reference, &'static str)> {
    let tables = [(pymrio(), "pymrio/own"), (wiod(2011), "wiod2011/own")];
    tables.into_iter().filter_map(|(table, folder)| Some((table?, folder))).collect()
}

#[test]
fn indicators_of_industries_are_those_of_an_independent_program() {
    let mut compared = comparison(
        "indicators-industries",
        "Structure, lengths, reliance and concentration by industry",
        OWN,
    );
    for (reference, folder) in own_programs() {
        let table = &reference.table;
        let leontief = Leontief::new(table).unwrap();
        let sheet = Sheet::read(&reference.folder.join(folder).join("industries.csv"), 1);
        let exports = table.exports();
        let (structure, reliance) = (Structure::new(&leontief), Reliance::new(&leontief));
        let corrected = Lengths::new(table).unwrap();
        let plain = Lengths::new(&without_inventories(&reference)).unwrap();
        let lost = leontief.extraction_of_output(Extraction::Total);
        let concentration = |basis, of: fn(&Sources) -> f64| -> Vec<f64> {
            leontief.sources_of_inputs(basis).iter().map(of).collect()
        };
        let herfindahl = |sources: &Sources| sources.concentration().herfindahl;
        let cases: Vec<(&str, Vec<f64>)> = vec![
            ("x", table.gross_output().to_vec()),
            ("va", table.value_added().to_vec()),
            ("export", table.industry_ids().map(|i| exports.row(i).iter().sum()).collect()),
            ("U", plain.upstreamness),
            ("D", plain.downstreamness),
            ("U_netinv", corrected.upstreamness),
            ("D_netinv", corrected.downstreamness),
            ("output_multiplier", structure.output_multiplier),
            ("ghosh_multiplier", structure.supply_multiplier),
            ("rasmussen_backward", structure.backward_linkage),
            ("rasmussen_forward_leontief", structure.forward_linkage_leontief),
            ("forward_ghosh", structure.forward_linkage),
            ("domar", structure.domar_weight),
            ("F_over_GO", structure.final_use_share),
            ("VA_over_GO", structure.value_added_share),
            ("FIR_face_value_inputs", foreign_share(&leontief, &reliance.inputs_face_value)),
            ("FIR_look_through_inputs", foreign_share(&leontief, &reliance.inputs_look_through)),
            ("FPEM_look_through", foreign_share(&leontief, &reliance.look_through)),
            ("FPEM_face_value", foreign_share(&leontief, &reliance.face_value)),
            ("FPEM_hidden", reliance.hidden(&leontief)),
            ("VA_foreign_content", foreign_share(&leontief, &reliance.value_added)),
            ("FMR_look_through", foreign_share(&leontief, &reliance.market_look_through)),
            ("HHI_direct_all", concentration(Basis::Direct, herfindahl)),
            ("HHI_direct_foreign", concentration(Basis::Direct, |s| s.concentration().herfindahl_foreign)),
            ("HHI_look_through_all", concentration(Basis::Gross, herfindahl)),
            ("HHI_by_product", leontief.herfindahl_by_product()),
            (
                "HEM_total_output_loss",
                table.industry_ids().map(|k| table.region_ids().map(|c| lost[(c, k)]).sum()).collect(),
            ),
            ("influence_AcemogluCarvalho_laborshare0.5", influence(table, 0.5)),
            ("pagerank_supplier_0.85", supplier_page_rank(table, 0.85)),
        ];
        for name in &sheet.columns {
            assert!(cases.iter().any(|(case, _)| case == name), "{name} is not compared");
        }
        // left out: two industries of Luxembourg with an output of −1, all of it out of stocks, and those that buy
        // nothing, whose shares of inputs the other program sets to zero and this one calls missing
        let bought = |j| -> f64 { table.industry_ids().map(|i| table.sales(i, j)).sum() };
        let kept: Vec<usize> = (table.industry_ids())
            .filter(|&j| table.gross_output()[j.index()] > 0.0 && bought(j) > 0.0)
            .map(Id::index)
            .collect();
        for (name, found) in cases {
            // who buys nothing abroad has no concentration there; the other program writes zero
            let no_index =
                |value: f64| if name == "HHI_direct_foreign" && value == 0.0 { f64::NAN } else { value };
            let wanted: Vec<f64> = sheet.column(name).into_iter().map(no_index).collect();
            let live = |values: &[f64]| -> Vec<f64> { kept.iter().map(|&i| values[i]).collect() };
            compare(&mut compared, &reference, name, &live(&found), &live(&wanted), 1e-9);
        }
    }
    close(compared, 2 * 29);
}

fn without_inventories(reference: &Reference) -> oblate_indicators::InputOutput {
    reference.table.clone().with_inventory_change(&vec![0.0; reference.table.industries()]).unwrap()
}

#[test]
fn indicators_of_countries_are_those_of_an_independent_program() {
    let mut compared = comparison("indicators-regions", "Participation in value chains by region", OWN);
    for (reference, folder) in own_programs() {
        let table = &reference.table;
        let leontief = Leontief::new(table).unwrap();
        let sheet = Sheet::read(&reference.folder.join(folder).join("countries.csv"), 1);
        let participation = Participation::new(&leontief);
        let decomposition = BorinMancini::new(&leontief);
        let chain: Vec<_> = (table.region_ids())
            .map(|s| {
                let flows = table.industry_ids().filter(|&i| table.region_of(i) == s);
                decomposition.sum(flows.flat_map(|i| table.region_ids().map(move |r| (i, r))))
            })
            .collect();
        let of = |value: fn(&Participation) -> f64| participation.iter().map(value).collect::<Vec<f64>>();
        let share = |value: &dyn Fn(&oblate_indicators::trade::BorinManciniTerms) -> f64| -> Vec<f64> {
            chain.iter().map(|terms| value(terms) / terms.exports).collect()
        };
        let cases: Vec<(&str, Vec<f64>)> = vec![
            ("exports", of(|p| p.exports)),
            ("VAX", of(|p| p.value_added_exports)),
            ("VAX_ratio", of(Participation::value_added_ratio)),
            ("FC", of(|p| p.foreign_content)),
            ("VS_share_backward", of(Participation::backward)),
            ("VS1_share_forward_TiVA", of(Participation::forward)),
            ("GVC_participation_KPWW", of(Participation::index)),
            ("GVC_position_KPWW", of(Participation::position)),
            ("BM_GVC_share", share(&|t| t.chain_trade())),
            ("BM_GVCB_share", share(&|t| t.backward())),
            ("BM_GVCF_share", share(&|t| t.forward())),
        ];
        for (name, found) in cases {
            compare(&mut compared, &reference, name, &found, &sheet.column(name), 1e-9);
        }
    }
    close(compared, 2 * 11);
}

#[test]
fn matrices_are_those_of_pymrio() {
    let Some(reference) = pymrio() else { return };
    let mut compared =
        comparison("indicators-matrices", "A, B, L and G", "pymrio 0.7.0 (Python) on its test table");
    let table = &reference.table;
    let leontief = Leontief::new(table).unwrap();
    let (p, x) = (table.industries(), table.gross_output());
    let matrix = |cell: &dyn Fn(usize, usize) -> f64| -> Vec<f64> {
        (0..p * p).map(|at| cell(at / p, at % p)).collect()
    };
    let sales = |i: usize, j: usize| table.sales(Industry::new(i), Industry::new(j));
    let cases = [
        ("A", matrix(&|i, j| sales(i, j) / x[j])),
        ("B", matrix(&|i, j| sales(i, j) / x[i])),
        ("L", matrix(&|i, j| leontief.inverse()[(i, j)])),
        ("G", matrix(&|i, j| leontief.inverse()[(i, j)] * x[j] / x[i])),
    ];
    for (name, found) in cases {
        let sheet = Sheet::read(&reference.folder.join(format!("pymrio/{name}.csv")), 1);
        compare(&mut compared, &reference, name, &found, &sheet.cells, 1e-9);
    }
    close(compared, 4);
}

#[test]
fn accounts_of_satellites_are_those_of_pymrio() {
    let Some(reference) = pymrio() else { return };
    let mut compared = comparison(
        "indicators-accounts",
        "Accounts of factor inputs and emissions",
        "pymrio 0.7.0 (Python) on its test table",
    );
    let mut cells = 0;
    let table = &reference.table;
    let leontief = Leontief::new(table).unwrap();
    for (extension, labels) in [("factor_inputs", 1), ("emissions", 1)] {
        let read = |name: &str| {
            Sheet::read(&reference.folder.join(format!("pymrio/{extension}__{name}.csv")), labels)
        };
        let (amounts, multipliers, consumption) = (read("F"), read("M"), read("D_cba"));
        let (imports, exports) = (read("D_imp_reg"), read("D_exp_reg"));
        for stressor in 0..amounts.rows.len() {
            let footprint = leontief.footprint(amounts.row(stressor));
            let mut close = |what: &str, found: &[f64], wanted: &[f64]| {
                let what = format!("{} {what}", amounts.rows[stressor]);
                compare(&mut compared, &reference, &what, found, wanted, 1e-10);
                cells += 1;
            };
            close("multiplier", &footprint.multiplier, multipliers.row(stressor));
            close("consumption account", footprint.by_product.as_slice(), consumption.row(stressor));
            let between = footprint.between_regions(&leontief);
            let (mut imported, mut exported) = (vec![0.0; 6], vec![0.0; 6]);
            for c in table.region_ids() {
                for d in table.region_ids().filter(|&d| d != c) {
                    exported[c.index()] += between[(c, d)];
                    imported[d.index()] += between[(c, d)];
                }
            }
            close("imports", &imported, imports.row(stressor));
            close("exports", &exported, exports.row(stressor));
            let produced: Vec<f64> =
                table.industry_ids().map(|i| footprint.by_industry.row(i).iter().sum()).collect();
            close("production account", &produced, amounts.row(stressor));
            assert!(footprint.missing.is_empty());
        }
    }
    close(compared, cells);
    assert!(cells >= 15, "{cells} accounts compared");
}

#[test]
fn systemic_risk_is_that_of_an_independent_program() {
    let Some(reference) = pymrio() else { return };
    let table = &reference.table;
    let sheet = Sheet::read(&reference.folder.join("pymrio/own/esri_pymrio_test.csv"), 1);
    let mut compared = comparison(
        "indicators-systemic-risk",
        "Systemic risk index with final demand as a customer",
        "An independent program on pymrio's test table, to 1e-12",
    );
    // construction, trade, transport and other are not essential in the second column
    let cases = [("all_essential_withFD_eps1e-12", 8), ("services_nonessential_withFD_eps1e-12", 4)];
    for (name, goods) in cases {
        let essential = Array2::from_fn([8, 8], |product: Sector, _: Sector| {
            f64::from(u8::from(product.index() < goods))
        });
        let leontief = Leontief::new(table).unwrap();
        let network = LossNetwork::new(&leontief, &essential);
        let risk = network.stops(&table.industry_ids().collect::<Vec<_>>());
        compare(&mut compared, &reference, name, &risk.index, &sheet.column(name), 1e-9);
    }
    close(compared, 2);
}
