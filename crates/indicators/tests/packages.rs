//! Trade in value added against the R packages decompr and exvatools.

use crate::reference;
use crate::reference::{Reference, Sheet, exvatools, gap, leather, pymrio, wiod};
use crate::validation::Comparison;
use crate::validation::record::Tolerance;
use oblate_indicators::trade::{
    BorinMancini, BorinManciniSink, BorinManciniTerms, ForeignFinalDemand, KoopmanWangWei, OecdTerms,
    SinkTerms, WangWeiZhu, WangWeiZhuTerms, oecd_terms,
};
use oblate_indicators::{Industry, Leontief};
use oblate_world::{Id, Region};

/// A term by its name.
type Term<T> = (&'static str, fn(&T) -> f64);

/// Of the largest number of a term.
const TOLERANCE: Tolerance = Tolerance::Plain(1e-9);

const EXVATOOLS: &str = "exvatools 0.9 (R) on pymrio's test table, its own two tables, and WIOD 2011";
const DECOMPR: &str = "decompr 6.8 (R) on pymrio's test table, its own table of leather, and WIOD 2011";

/// The tables on which exvatools was run, with the names of its files.
fn of_exvatools() -> Vec<(Reference, &'static str)> {
    let tables = [
        (pymrio(), "packages/pymrio__exva_KIND_standard__TERM.csv"),
        (exvatools("wiodtest"), "packages/wiodtest__exva_KIND__TERM.csv"),
        (exvatools("iciotest"), "packages/iciotest__exva_KIND__TERM.csv"),
        (wiod(2011), "wiod2011/wiod2011__exva_KIND__TERM.csv.gz"),
    ];
    tables.into_iter().filter_map(|(table, files)| Some((table?, files))).collect()
}

fn sheet(reference: &Reference, files: &str, kind: &str, term: &str) -> Sheet {
    Sheet::read(&reference.folder.join(files.replace("KIND", kind).replace("TERM", term)), 1)
}

/// Region by sector and partner; the parts of a split country together.
fn by_partner(reference: &Reference, cell: impl Fn(Industry, Region) -> f64) -> Vec<f64> {
    let table = &reference.table;
    let (m, n) = (table.regions(), table.sectors());
    let mut sums = vec![0.0; m * n * m];
    for i in table.industry_ids() {
        let row = table.region_of(i).index() * n + table.sector_of(i).index();
        for r in table.region_ids() {
            sums[row * m + r.index()] += cell(i, r);
        }
    }
    sums
}

/// A table of terms beside a package's; none where there is no data.
struct Terms(Comparison);

impl Terms {
    fn new(name: &str, title: &str, source: &str) -> Self {
        let what = "The largest difference of a term over all flows, as a part of the term's largest number.";
        Self(Comparison::new(name, title, what, source))
    }

    fn compare(&mut self, reference: &Reference, term: &str, found: &[f64], wanted: &[f64]) {
        self.0.number([reference.name, term, "gap"], 0.0, gap(found, wanted), TOLERANCE, 10);
    }

    fn close(self, terms: usize) {
        if reference::folder("reference/indicators").is_some() {
            self.0.close(terms);
        }
    }
}

#[test]
fn borin_mancini_terms_are_those_of_exvatools() {
    let terms: [Term<BorinManciniTerms>; 13] = [
        ("EXGR", |t| t.exports),
        ("DC", BorinManciniTerms::domestic_content),
        ("DVA", |t| t.domestic_value_added),
        ("VAX", |t| t.value_added_exported),
        ("REF", |t| t.reflection),
        ("DAVAX", |t| t.directly_absorbed),
        ("DDC", |t| t.domestic_double_counting),
        ("FC", BorinManciniTerms::foreign_content),
        ("FVA", |t| t.foreign_value_added),
        ("FDC", |t| t.foreign_double_counting),
        ("GVC", BorinManciniTerms::chain_trade),
        ("GVCB", BorinManciniTerms::backward),
        ("GVCF", BorinManciniTerms::forward),
    ];
    let mut compared = Terms::new(
        "indicators-borin-mancini",
        "Borin & Mancini: exports by industry and importer",
        EXVATOOLS,
    );
    for (reference, files) in of_exvatools() {
        let leontief = Leontief::new(&reference.table).unwrap();
        let decomposition = BorinMancini::new(&leontief);
        for (name, term) in terms {
            let found = by_partner(&reference, |i, r| term(decomposition.flow(i, r)));
            let wanted = sheet(&reference, files, "bm_src", name);
            compared.compare(&reference, name, &found, &wanted.cells);
        }
    }
    compared.close(4 * 13);
}

#[test]
fn borin_mancini_terms_at_the_sink_are_those_of_exvatools() {
    let Some(reference) = exvatools("iciotest") else { return };
    let terms: [Term<SinkTerms>; 10] = [
        ("EXGR", |t| t.exports),
        ("DC", SinkTerms::domestic_content),
        ("DVA", SinkTerms::domestic_value_added),
        ("VAX", |t| t.value_added_exported),
        ("VAXIM", |t| t.absorbed_by_importer),
        ("REF", |t| t.reflection),
        ("DDC", |t| t.domestic_double_counting),
        ("FC", SinkTerms::foreign_content),
        ("FVA", |t| t.foreign_value_added),
        ("FDC", |t| t.foreign_double_counting),
    ];
    let mut compared = Terms::new(
        "indicators-borin-mancini-sink",
        "Borin & Mancini, sink based: exports by industry and importer",
        "exvatools 0.9 (R) on its table `iciotest`",
    );
    let leontief = Leontief::new(&reference.table).unwrap();
    let decomposition = BorinManciniSink::new(&leontief);
    // by which importer something is used is not told where the importer is in parts without final users of their own
    let whole =
        |at: usize| !["MEX", "CHN"].contains(&reference.regions[at % reference.regions.len()].as_str());
    for (name, term) in terms {
        let wanted = sheet(&reference, "packages/iciotest__exva_KIND__TERM.csv", "bm_snk", name).cells;
        let found = by_partner(&reference, |i, r| term(decomposition.flow(i, r)));
        let compared_cells = |cells: &[f64]| -> Vec<f64> {
            let told = cells.iter().enumerate().filter(|&(at, _)| name != "VAXIM" || whole(at));
            told.map(|(_, &cell)| cell).collect()
        };
        compared.compare(&reference, name, &compared_cells(&found), &compared_cells(&wanted));
    }
    compared.close(10);
}

/// The sixteen terms in the order of [`WangWeiZhuTerms`], by the names that decompr gives them.
const SIXTEEN: [&str; 16] = [
    "DVA_FIN",
    "DVA_INT",
    "DVA_INTrexI1",
    "DVA_INTrexF",
    "DVA_INTrexI2",
    "RDV_FIN",
    "RDV_FIN2",
    "RDV_INT",
    "DDC_FIN",
    "DDC_INT",
    "MVA_FIN",
    "MVA_INT",
    "MDC",
    "OVA_FIN",
    "OVA_INT",
    "ODC",
];

#[test]
fn wang_wei_zhu_terms_are_those_of_decompr() {
    let Some(reference) = pymrio() else { return };
    let mut compared = Terms::new(
        "indicators-wang-wei-zhu",
        "Wang, Wei & Zhu: sixteen terms of exports by industry and importer",
        "decompr 6.8 (R) on pymrio's test table",
    );
    let leontief = Leontief::new(&reference.table).unwrap();
    let decomposition = WangWeiZhu::new(&leontief);
    let wanted = Sheet::read(&reference.folder.join("packages/pymrio__decompr_wwz.csv"), 4);
    for (term, name) in SIXTEEN.into_iter().enumerate() {
        let found = by_partner(&reference, |i, r| decomposition.flow(i, r).terms[term]);
        compared.compare(&reference, name, &found, &wanted.column(name));
    }
    compared.close(16);
}

#[test]
fn wang_wei_zhu_sums_are_those_of_exvatools() {
    let terms: [Term<WangWeiZhuTerms>; 7] = [
        ("EXGR", WangWeiZhuTerms::exports),
        ("DVA", WangWeiZhuTerms::domestic_value_added),
        ("VAX", WangWeiZhuTerms::value_added_exported),
        ("REF", WangWeiZhuTerms::reflection),
        ("DDC", WangWeiZhuTerms::domestic_double_counting),
        ("FVA", WangWeiZhuTerms::foreign_value_added),
        ("FDC", WangWeiZhuTerms::foreign_double_counting),
    ];
    let mut compared = Terms::new(
        "indicators-wang-wei-zhu-sums",
        "Wang, Wei & Zhu: sums of terms by industry and importer",
        "exvatools 0.9 (R) on pymrio's test table and its own two tables",
    );
    for (reference, files) in of_exvatools().into_iter().filter(|(_, files)| files.starts_with("packages")) {
        let leontief = Leontief::new(&reference.table).unwrap();
        let decomposition = WangWeiZhu::new(&leontief);
        for (name, term) in terms {
            let found = by_partner(&reference, |i, r| term(decomposition.flow(i, r)));
            let wanted = sheet(&reference, files, "wwz", name);
            compared.compare(&reference, name, &found, &wanted.cells);
        }
    }
    compared.close(3 * 7);
}

#[test]
fn oecd_terms_are_those_of_exvatools() {
    let mut compared = Terms::new("indicators-oecd", "The OECD's forms of trade in value added", EXVATOOLS);
    for (reference, files) in of_exvatools() {
        let leontief = Leontief::new(&reference.table).unwrap();
        let table = &reference.table;
        let terms = oecd_terms(&leontief);
        let of = |i: Industry, r: Region| terms[i.index() * table.regions() + r.index()];
        let used = leontief.value_added_in_final_demand();
        let others = ForeignFinalDemand::new(&leontief);
        let abroad = |i: Industry, r: Region| if table.region_of(i) == r { 0.0 } else { used[(i, r)] };
        let domestic = |i, r| of(i, r).direct_domestic + of(i, r).indirect_domestic;
        let cases: [(&str, Vec<f64>); 9] = [
            ("EXGR", by_partner(&reference, |i, r| of(i, r).exports)),
            ("DC", by_partner(&reference, |i, r| domestic(i, r) + of(i, r).reimported)),
            ("DVA", by_partner(&reference, domestic)),
            ("DDC", by_partner(&reference, |i, r| of(i, r).reimported)),
            ("FC", by_partner(&reference, |i, r| of(i, r).foreign)),
            ("VAX", by_partner(&reference, abroad)),
            ("REF", by_partner(&reference, |i, r| domestic(i, r) - abroad(i, r))),
            ("GVCB", by_partner(&reference, |i, r| others.of_partner_in_exports[(i, r)])),
            ("GVCF", by_exporting_sector(&reference, &leontief)),
        ];
        for (name, found) in cases {
            let wanted = sheet(&reference, files, "oecd", name);
            compared.compare(&reference, name, &found, &wanted.cells);
        }
    }
    compared.close(4 * 9);
}

/// exvatools tells a region's value added in its partners' exports by the sector that exports.
fn by_exporting_sector(reference: &Reference, leontief: &Leontief<'_>) -> Vec<f64> {
    let table = &reference.table;
    let (m, n) = (table.regions(), table.sectors());
    let content = leontief.value_added_in_exports();
    let mut sums = vec![0.0; m * n * m];
    for j in table.industry_ids() {
        let partner = table.region_of(j);
        for s in table.region_ids().filter(|&s| s != partner) {
            sums[(s.index() * n + table.sector_of(j).index()) * m + partner.index()] += content[(s, j)];
        }
    }
    sums
}

#[test]
fn oecd_parts_of_exports_are_those_of_exvatools() {
    let Some(reference) = pymrio() else { return };
    let mut compared = Terms::new("indicators-oecd-parts", "The OECD's parts of exports", EXVATOOLS);
    let leontief = Leontief::new(&reference.table).unwrap();
    let terms = oecd_terms(&leontief);
    let regions = reference.table.regions();
    let cases: [Term<OecdTerms>; 4] = [
        ("EXGR_DDC", |t| t.direct_domestic),
        ("EXGR_IDC", |t| t.indirect_domestic),
        ("EXGR_RIM", |t| t.reimported),
        ("EXGR_FVA", |t| t.foreign),
    ];
    for (name, term) in cases {
        let file = format!("packages/pymrio__exva_oecd_terms__{name}.csv");
        let wanted = Sheet::read(&reference.folder.join(file), 1);
        let found = by_partner(&reference, |i, r| term(&terms[i.index() * regions + r.index()]));
        compared.compare(&reference, name, &found, &wanted.cells);
    }
    compared.close(4);
}

#[test]
fn koopman_wang_wei_terms_are_those_of_decompr_and_add_up_to_exports() {
    let mut compared = Terms::new(
        "indicators-koopman-wang-wei",
        "Koopman, Wang & Wei: nine terms of exports by region",
        DECOMPR,
    );
    let tables = [
        (pymrio(), "packages/pymrio__decompr_kww.csv"),
        (leather(), "packages/leather__decompr_kww.csv"),
        (wiod(2011), "wiod2011/wiod2011__decompr_kww.csv.gz"),
    ];
    for (reference, file) in tables.into_iter().filter_map(|(table, file)| Some((table?, file))) {
        let leontief = Leontief::new(&reference.table).unwrap();
        let found = KoopmanWangWei::new(&leontief);
        let sheet = Sheet::read(&reference.folder.join(file), 2);
        for (term, name) in sheet.columns.iter().enumerate() {
            let found: Vec<f64> = found.iter().map(|terms| terms.terms()[term]).collect();
            compared.compare(&reference, name, &found, &sheet.column(name));
        }
        let exports = reference.table.exports();
        for (region, terms) in reference.table.region_ids().zip(&found) {
            let members = reference.table.of_region(region);
            let gross: f64 = members.iter().flat_map(|&i| exports.row(Industry::new(i))).sum();
            let sum: f64 = terms.terms().iter().sum();
            assert!((sum - gross).abs() <= 1e-12 * gross, "{file} {region:?}: {sum} for {gross}");
        }
    }
    compared.close(3 * 9);
}

/// By country, which is what the paper has; exvatools spreads five of the terms over sectors in a way of its own.
#[test]
fn koopman_wang_wei_totals_are_those_of_exvatools() {
    let mut compared = Terms::new(
        "indicators-koopman-wang-wei-totals",
        "Koopman, Wang & Wei: sums of terms by region",
        EXVATOOLS,
    );
    for (reference, files) in of_exvatools() {
        let leontief = Leontief::new(&reference.table).unwrap();
        let terms = KoopmanWangWei::new(&leontief);
        let cases: [Term<KoopmanWangWei>; 7] = [
            ("DVA", |t| t.terms()[..5].iter().sum()),
            ("VAX", |t| t.terms()[..3].iter().sum()),
            ("REF", |t| t.terms()[3..5].iter().sum()),
            ("DDC", |t| t.domestic_double_counting),
            ("FC", |t| t.terms()[6..].iter().sum()),
            ("FVA", |t| t.terms()[6..8].iter().sum()),
            ("FDC", |t| t.foreign_double_counting),
        ];
        for (name, term) in cases {
            let sheet = sheet(&reference, files, "kww", name);
            let wanted: Vec<f64> =
                sheet.cells.chunks(reference.table.sectors()).map(|sectors| sectors.iter().sum()).collect();
            let found: Vec<f64> = terms.iter().map(term).collect();
            compared.compare(&reference, name, &found, &wanted);
        }
    }
    compared.close(4 * 7);
}

#[test]
fn value_added_by_origin_is_that_of_decompr() {
    let mut compared =
        Terms::new("indicators-value-added", "Value added by industry of origin and by use", DECOMPR);
    let tables = [
        (pymrio(), "packages/pymrio__decompr_leontief_KIND.csv"),
        (leather(), "packages/leather__decompr_leontief_KIND.csv"),
        (wiod(2011), "wiod2011/wiod2011__decompr_leontief_KIND.csv.gz"),
    ];
    for (reference, files) in tables.into_iter().filter_map(|(table, files)| Some((table?, files))) {
        let table = &reference.table;
        let leontief = Leontief::new(table).unwrap();
        let exports = table.exports();
        let exported: Vec<f64> = table.industry_ids().map(|j| exports.row(j).iter().sum()).collect();
        let value = |i: usize, j: usize| leontief.value_added_share()[i] * leontief.inverse()[(i, j)];
        let weighted = |weight: &dyn Fn(usize) -> f64| -> Vec<f64> {
            let p = table.industries();
            (0..p * p).map(|at| value(at / p, at % p) * weight(at % p)).collect()
        };
        let used = leontief.value_added_in_final_demand();
        let cases = [
            ("exports", weighted(&|j| exported[j])),
            ("none", weighted(&|_| 1.0)),
            ("output", weighted(&|j| table.gross_output()[j])),
            ("final_demand", used.as_slice().to_vec()),
        ];
        for (kind, found) in cases {
            let path = reference.folder.join(files.replace("KIND", kind));
            if path.exists() {
                compared.compare(&reference, kind, &found, &Sheet::read(&path, 1).cells);
            } else {
                assert!(files.starts_with("wiod2011") && kind != "exports", "{} is missing", path.display());
            }
        }
    }
    compared.close(9);
}
