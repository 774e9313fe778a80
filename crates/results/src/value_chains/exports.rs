//! The tables `exports`, `exports_sixteen_terms` and their sums by partner: what exports are made of.

use oblate_indicators::trade::{
    BorinMancini, BorinManciniSink, BorinManciniTerms, OecdTerms, SinkTerms, WangWeiZhu, WangWeiZhuTerms,
    oecd_terms,
};
use oblate_indicators::{Industry, Leontief};
use oblate_world::{Id, Region};

use super::rows::Rows;
use oblate_engine::{Chain, Wanted};
use oblate_tables::Table;

/// Terms of some flows together.
type Terms<'a> = &'a dyn Fn(&[(Industry, Region)]) -> Vec<f64>;

pub(super) fn tables(chain: &Chain<'_>, leontief: &Leontief<'_>, wanted: &Wanted) -> Vec<Table> {
    let (source, sink) = (BorinMancini::new(leontief), BorinManciniSink::new(leontief));
    let (oecd, sixteen) = (oecd_terms(leontief), WangWeiZhu::new(leontief));
    let regions = chain.table.regions();
    let terms = |flows: &[(Industry, Region)]| -> Vec<f64> {
        let parts = flows.iter().map(|(i, r)| oecd[i.index() * regions + r.index()]);
        let parts = oecd_numbers(&parts.fold(OecdTerms::default(), sum));
        let source = chain_terms(&source.sum(flows.iter().copied()));
        parts.into_iter().chain(source).chain(sink_terms(&sink.sum(flows.iter().copied()))).collect()
    };
    let sixteen_terms = |flows: &[(Industry, Region)]| sixteen_numbers(&sixteen.sum(flows.iter().copied()));
    let mut tables = Vec::new();
    for (names, terms) in [
        (["exports", "exports_by_partner"], &terms as Terms<'_>),
        (["exports_sixteen_terms", "exports_sixteen_terms_by_partner"], &sixteen_terms),
    ] {
        tables.push(by_industry(names[0], chain, wanted, terms));
        tables.push(by_partner(names[1], chain, wanted, terms));
    }
    tables
}

/// A row for each flow; one that is not there has none.
fn by_industry(name: &str, chain: &Chain<'_>, wanted: &Wanted, terms: Terms<'_>) -> Table {
    let table = &chain.table;
    let exports = table.exports();
    let mut rows = Rows::new(name, &[chain.region_words(), chain.sector_words(), chain.group_words()]);
    for i in chain.industries(wanted) {
        for r in table.region_ids().filter(|&r| exports[(i, r)] != 0.0) {
            let labels = [chain.home(i).index(), table.sector_of(i).index(), r.index()];
            rows.push(&labels, &terms(&[(i, r)]));
        }
    }
    rows.finish()
}

fn by_partner(name: &str, chain: &Chain<'_>, wanted: &Wanted, terms: Terms<'_>) -> Table {
    let table = &chain.table;
    let mut rows = Rows::new(name, &[chain.group_words(), chain.group_words()]);
    for s in table.region_ids().filter(|&s| chain.wants(wanted, s)) {
        let asked = |&i: &Industry| table.region_of(i) == s && wanted.sector(table.sector_of(i));
        let members: Vec<Industry> = table.industry_ids().filter(asked).collect();
        for r in table.region_ids().filter(|&r| r != s) {
            let flows: Vec<(Industry, Region)> = members.iter().map(|&i| (i, r)).collect();
            rows.push(&[s.index(), r.index()], &terms(&flows));
        }
    }
    rows.finish()
}

fn sum(a: OecdTerms, b: OecdTerms) -> OecdTerms {
    OecdTerms {
        exports: a.exports + b.exports,
        direct_domestic: a.direct_domestic + b.direct_domestic,
        indirect_domestic: a.indirect_domestic + b.indirect_domestic,
        reimported: a.reimported + b.reimported,
        foreign: a.foreign + b.foreign,
    }
}

fn oecd_numbers(parts: &OecdTerms) -> [f64; 5] {
    [parts.exports, parts.direct_domestic, parts.indirect_domestic, parts.reimported, parts.foreign]
}

/// Borin & Mancini's terms in the order of the tables.
pub(super) fn chain_terms(terms: &BorinManciniTerms) -> [f64; 10] {
    [
        terms.domestic_value_added,
        terms.value_added_exported,
        terms.reflection,
        terms.directly_absorbed,
        terms.domestic_double_counting,
        terms.foreign_value_added,
        terms.foreign_double_counting,
        terms.chain_trade(),
        terms.backward(),
        terms.forward(),
    ]
}

fn sink_terms(terms: &SinkTerms) -> [f64; 7] {
    [
        terms.domestic_value_added(),
        terms.value_added_exported,
        terms.absorbed_by_importer,
        terms.reflection,
        terms.domestic_double_counting,
        terms.foreign_value_added,
        terms.foreign_double_counting,
    ]
}

fn sixteen_numbers(terms: &WangWeiZhuTerms) -> Vec<f64> {
    let sums = [terms.foreign_value_added(), terms.foreign_double_counting()];
    std::iter::once(terms.exports()).chain(terms.terms).chain(sums).collect()
}
