//! Identities that hold in every table, and measures against what they mean, taken by brute force.

use faer::Mat;
use faer::linalg::solvers::Solve;
use oblate_indicators::trade::{
    BorinMancini, BorinManciniSink, ForeignFinalDemand, KoopmanWangWei, SinkTerms, WangWeiZhu, oecd_terms,
};
use oblate_indicators::{
    Basis, Distances, Extraction, IndicatorError, Industry, InputOutput, Lengths, Leontief, LossNetwork,
    ProductSales, Reliance, Sources, borders_crossed,
};
use oblate_world::{Array2, Id, RandomWorld, Region, World};
use proptest::prelude::*;

const TOLERANCE: f64 = 1e-10;

fn worlds() -> impl Strategy<Value = World> {
    let shape = (2usize..6, 2usize..6, any::<bool>(), 0usize..3, any::<u64>());
    shape.prop_map(|(regions, sectors, by_use, dead_sectors, seed)| {
        let world = RandomWorld { regions, sectors, by_use, dead_sectors, seed, ..RandomWorld::default() };
        world.build()
    })
}

fn close(found: f64, wanted: f64, scale: f64) -> bool {
    (found - wanted).abs() <= TOLERANCE * scale.abs().max(1.0)
}

fn sum<'a>(values: impl IntoIterator<Item = &'a f64>) -> f64 {
    values.into_iter().sum()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn output_is_that_of_the_world_and_value_added_its_rest(world in worlds()) {
        let table = InputOutput::of(&world);
        let output = world.gross_output().as_slice();
        for (found, wanted) in table.gross_output().iter().zip(output) {
            prop_assert!(close(*found, *wanted, sum(output)));
        }
        let finally: f64 = table.region_ids()
            .flat_map(|c| table.industry_ids().map(move |i| (i, c)))
            .map(|(i, c)| table.final_sales(i, c))
            .sum();
        prop_assert!(close(sum(table.value_added()), finally, finally));
    }

    #[test]
    fn stages_up_and_down_weigh_the_same_without_inventories(world in worlds()) {
        let table = InputOutput::of(&world);
        let lengths = Lengths::new(&table).unwrap();
        let weighted = |stages: &[f64]| -> f64 { table.gross_output().iter().zip(stages).map(|(x, n)| x * n).sum() };
        let (up, down) = (weighted(&lengths.upstreamness), weighted(&lengths.downstreamness));
        prop_assert!(close(up, down, up), "{up} {down}");
        for (stages, x) in lengths.upstreamness.iter().zip(table.gross_output()) {
            prop_assert!(*stages >= 1.0 - TOLERANCE);
            prop_assert!(*x != 0.0 || (*stages - 1.0).abs() < TOLERANCE, "an industry without output is at both ends");
        }
    }

    #[test]
    fn borders_are_counted_step_by_step(world in worlds()) {
        let table = InputOutput::of(&world);
        let found = borders_crossed(&table).unwrap();
        // a unit of output goes on its way: what is still in makers' hands, by where it is, and borders so far
        for start in table.industry_ids().filter(|i| table.gross_output()[i.index()] > 0.0) {
            let mut held = vec![0.0; table.industries()];
            held[start.index()] = 1.0;
            let mut borders = 0.0;
            for _ in 0..300 {
                let mut next = vec![0.0; held.len()];
                for (i, amount) in table.industry_ids().zip(&held).filter(|(_, amount)| **amount > 0.0) {
                    let x = table.gross_output()[i.index()];
                    for j in table.industry_ids() {
                        let sold = amount * table.sales(i, j) / x;
                        next[j.index()] += sold;
                        borders += if table.region_of(i) == table.region_of(j) { 0.0 } else { sold };
                    }
                    let finally = table.region_ids().filter(|&c| c != table.region_of(i));
                    borders += finally.map(|c| amount * table.final_sales(i, c) / x).sum::<f64>();
                }
                held = next;
            }
            prop_assert!(close(found[start.index()], borders, borders), "{} {borders}", found[start.index()]);
        }
    }

    #[test]
    fn value_added_by_destination_is_gdp(world in worlds()) {
        let table = InputOutput::of(&world);
        let leontief = Leontief::new(&table).unwrap();
        let used = leontief.value_added_in_final_demand();
        for i in table.industry_ids() {
            let made = table.value_added()[i.index()];
            prop_assert!(close(sum(used.row(i)), made, sum(table.value_added())));
        }
    }

    #[test]
    fn decompositions_add_up_to_exports(world in worlds()) {
        let table = InputOutput::of(&world);
        let leontief = Leontief::new(&table).unwrap();
        let exports = table.exports();
        let (decomposition, oecd) = (BorinMancini::new(&leontief), oecd_terms(&leontief));
        for i in table.industry_ids() {
            for r in table.region_ids() {
                let (terms, flow) = (decomposition.flow(i, r), exports[(i, r)]);
                prop_assert!(close(terms.domestic_content() + terms.foreign_content(), flow, flow));
                let reached = terms.value_added_exported + terms.reflection;
                prop_assert!(close(reached, terms.domestic_value_added, flow));
                prop_assert!(terms.chain_trade() >= terms.backward() - TOLERANCE * flow.max(1.0));
                let parts = &oecd[i.index() * table.regions() + r.index()];
                let sum = parts.direct_domestic + parts.indirect_domestic + parts.reimported + parts.foreign;
                prop_assert!(close(sum, flow, flow));
            }
        }
        // what VAX adds up to does not depend on the way there
        let used = leontief.value_added_in_final_demand();
        for (s, nine) in table.region_ids().zip(KoopmanWangWei::new(&leontief)) {
            let members = || table.industry_ids().filter(|&i| table.region_of(i) == s);
            let flows = decomposition.sum(members().flat_map(|i| table.region_ids().map(move |r| (i, r))));
            let abroad: f64 = members().map(|i| sum(used.row(i)) - used[(i, s)]).sum();
            prop_assert!(close(flows.value_added_exported, abroad, flows.exports));
            prop_assert!(close(nine.terms()[..3].iter().sum(), abroad, flows.exports));
            prop_assert!(close(nine.domestic_double_counting, flows.domestic_double_counting, flows.exports));
        }
        let others = ForeignFinalDemand::new(&leontief);
        let forward = others.in_partner_exports.sum();
        prop_assert!(close(forward, others.of_partner_in_exports.sum(), forward));
    }

    #[test]
    fn sixteen_terms_add_up_to_exports_and_agree_with_the_other_decompositions(world in worlds()) {
        let table = InputOutput::of(&world);
        let leontief = Leontief::new(&table).unwrap();
        let (exports, used) = (table.exports(), leontief.value_added_in_final_demand());
        let (sixteen, source) = (WangWeiZhu::new(&leontief), BorinMancini::new(&leontief));
        let sink = BorinManciniSink::new(&leontief);
        for i in table.industry_ids() {
            for r in table.region_ids() {
                let (terms, flow) = (sixteen.flow(i, r), exports[(i, r)]);
                prop_assert!(close(terms.exports(), flow, flow));
                prop_assert!(terms.terms.iter().all(|term| *term >= -TOLERANCE * flow.max(1.0)), "{terms:?}");
                // domestic and foreign content are the same however they are split
                let content = source.flow(i, r).domestic_content();
                let found = terms.domestic_value_added() + terms.domestic_double_counting();
                prop_assert!(close(found, content, flow));
                prop_assert!(close(sink.flow(i, r).domestic_content(), content, flow));
                // what the importer sends on is not all counted twice
                let twice = sink.flow(i, r).foreign_double_counting;
                prop_assert!(terms.foreign_double_counting() >= twice - TOLERANCE * flow.max(1.0));
            }
        }
        for (s, nine) in table.region_ids().zip(KoopmanWangWei::new(&leontief)) {
            let members = || table.industry_ids().filter(|&i| table.region_of(i) == s);
            let flows = || members().flat_map(|i| table.region_ids().map(move |r| (i, r)));
            let (sixteen, source, sink) = (sixteen.sum(flows()), source.sum(flows()), sink.sum(flows()));
            let abroad: f64 = members().map(|i| sum(used.row(i)) - used[(i, s)]).sum();
            let nine = nine.terms();
            let pairs = [
                // of a whole region it makes no difference where value added is counted
                (sixteen.value_added_exported(), abroad),
                (sink.value_added_exported, abroad),
                (sixteen.reflection(), source.reflection),
                (sink.reflection, source.reflection),
                (sixteen.domestic_double_counting(), source.domestic_double_counting),
                (sink.domestic_double_counting, source.domestic_double_counting),
                (sink.foreign_value_added, source.foreign_value_added),
                (sink.foreign_double_counting, source.foreign_double_counting),
                (sixteen.foreign_value_added(), nine[6] + nine[7]),
                (sixteen.foreign_double_counting(), nine[8]),
                (sixteen.terms[..1].iter().sum(), nine[0]),
            ];
            for (at, (found, wanted)) in pairs.into_iter().enumerate() {
                prop_assert!(close(found, wanted, source.exports), "{at}: {found} for {wanted}");
            }
        }
    }

    #[test]
    fn sink_terms_are_those_of_a_world_in_which_the_exporter_exports_nothing(world in worlds()) {
        let table = InputOutput::of(&world);
        let leontief = Leontief::new(&table).unwrap();
        let found = BorinManciniSink::new(&leontief);
        for s in table.region_ids() {
            for (i, r, wanted) in literal_sink(&leontief, s) {
                let terms = found.flow(i, r);
                let scale = wanted.exports;
                prop_assert!(close(terms.exports, wanted.exports, scale));
                prop_assert!(close(terms.value_added_exported, wanted.value_added_exported, scale));
                prop_assert!(close(terms.absorbed_by_importer, wanted.absorbed_by_importer, scale));
                prop_assert!(close(terms.reflection, wanted.reflection, scale));
                prop_assert!(close(terms.domestic_double_counting, wanted.domestic_double_counting, scale));
                prop_assert!(close(terms.foreign_value_added, wanted.foreign_value_added, scale));
                prop_assert!(close(terms.foreign_double_counting, wanted.foreign_double_counting, scale));
            }
        }
    }

    #[test]
    fn groups_of_regions_are_what_a_merged_table_says(world in worlds()) {
        let table = InputOutput::of(&world);
        let all = vec![Region::new(0); table.regions()];
        let one = table.grouped(&all).unwrap();
        prop_assert_eq!(one.exports().sum(), 0.0, "a world that trades with nobody");
        let halves: Vec<Region> = (0..table.regions()).map(|r| Region::new(r % 2)).collect();
        let grouped = table.grouped(&halves).unwrap();
        let leontief = Leontief::new(&grouped).unwrap();
        let whole = Leontief::new(&table).unwrap();
        let (used, parts) = (leontief.value_added_in_final_demand(), whole.value_added_in_final_demand());
        for i in table.industry_ids() {
            for (g, half) in [Region::new(0), Region::new(1)].into_iter().enumerate() {
                let wanted: f64 = table.region_ids().filter(|c| c.index() % 2 == g).map(|c| parts[(i, c)]).sum();
                prop_assert!(close(used[(i, half)], wanted, sum(table.value_added())));
            }
        }
    }

    #[test]
    fn extraction_is_what_the_changed_table_says(world in worlds(), which in any::<prop::sample::Index>()) {
        let table = InputOutput::of(&world);
        let leontief = Leontief::new(&table).unwrap();
        let k = which.index(table.industries());
        let total: f64 = sum(table.gross_output());
        for extraction in [Extraction::Total, Extraction::Backward, Extraction::Forward] {
            let lost = leontief.extraction_of_output(extraction);
            let without = resolved(&table, k, extraction);
            for c in table.region_ids() {
                let wanted: f64 = table.of_region(c).iter().map(|&i| table.gross_output()[i] - without[i]).sum();
                let found = lost[(c, Industry::new(k))];
                prop_assert!(close(found, wanted, total), "{extraction:?} {found} {wanted}");
            }
        }
        let change = leontief.extraction_with_substitution(Industry::new(k));
        let without = substituted(&table, k);
        for i in 0..table.industries() {
            prop_assert!(close(table.gross_output()[i] + change[i], without[i], total));
        }
    }

    #[test]
    fn extraction_of_everything_leaves_nothing(world in worlds()) {
        // one industry a world: its total extraction takes all output and all value added
        let table = InputOutput::of(&world);
        let x: f64 = sum(table.gross_output());
        let inputs: f64 = x - sum(table.value_added());
        let whole = InputOutput::new([1, 1], &[inputs], &[x - inputs], None).unwrap();
        let leontief = Leontief::new(&whole).unwrap();
        let only = (Region::new(0), Industry::new(0));
        prop_assert!(close(leontief.extraction_of_output(Extraction::Total)[only], x, x));
        prop_assert!(close(leontief.extraction_of_value_added(Extraction::Total)[only], x - inputs, x));
    }

    #[test]
    fn shares_of_reliance_add_up(world in worlds()) {
        let table = InputOutput::of(&world);
        let leontief = Leontief::new(&table).unwrap();
        let reliance = Reliance::new(&leontief);
        let whole = [
            &reliance.look_through, &reliance.inputs_look_through, &reliance.inputs_face_value,
            &reliance.value_added, &reliance.market_look_through, &reliance.market_face_value,
        ];
        for j in table.industry_ids().filter(|j| table.gross_output()[j.index()] > 0.0) {
            for shares in whole {
                let sum: f64 = table.region_ids().map(|c| shares[(c, j)]).sum();
                prop_assert!(sum.is_nan() || close(sum, 1.0, 1.0), "{sum}");
            }
        }
        for hidden in reliance.hidden(&leontief) {
            prop_assert!(hidden >= -TOLERANCE);
        }
    }

    #[test]
    fn a_supplier_split_in_two_alike_changes_only_what_counts_heads(
        amounts in prop::collection::vec(0.1f64..10.0, 3..7),
        part in 0.1f64..0.9,
        seed in prop::collection::vec(0.05f64..1.0, 49),
    ) {
        let n = amounts.len();
        let distance = Array2::from_fn([n, n], |c: Region, d: Region| {
            let (c, d) = (c.index().min(d.index()), c.index().max(d.index()));
            if c == d { 0.0 } else { seed[c * 7 + d] }
        });
        // the last supplier as two, at no distance from each other and at its distance from all others
        let twin = |c: Region| Region::new(c.index().min(n - 1));
        let wide = Array2::from_fn([n + 1, n + 1], |c: Region, d: Region| distance[(twin(c), twin(d))]);
        let decay = Distances::new("same", &distance);
        let one = Sources::new(Region::new(0), amounts.clone());
        let mut split = amounts.clone();
        split[n - 1] = amounts[n - 1] * part;
        split.push(amounts[n - 1] * (1.0 - part));
        let two = Sources::new(Region::new(0), split);
        let split_distances = Distances::with_decay("same", &wide, decay.decay());
        let (before, after) = (one.remoteness(&decay), two.remoteness(&split_distances));
        prop_assert!(close(before.diversity, after.diversity, 1.0));
        prop_assert!(close(before.spread, after.spread, 1.0));
        prop_assert!(close(before.distance, after.distance, 1.0));
        prop_assert!(two.concentration().effective_sources() > one.concentration().effective_sources());
    }

    #[test]
    fn losses_of_a_stop_are_shares_and_reach_the_stopped_industry(world in worlds()) {
        let table = InputOutput::of(&world);
        let leontief = Leontief::new(&table).unwrap();
        let all: Vec<Industry> = table.industry_ids().collect();
        let risk = LossNetwork::new(&leontief, &Array2::filled([table.sectors(); 2], 1.0)).stops(&all);
        let x = table.gross_output();
        for (f, index) in risk.index.iter().enumerate() {
            let (own, first) = (x[f] / sum(x), upstream(&table, f));
            prop_assert!(*index >= own - TOLERANCE && *index <= 1.0 + TOLERANCE, "{index}");
            // what suppliers lose alone is lost at least
            prop_assert!(*index >= first / sum(x) - TOLERANCE, "{index} {first}");
        }
    }
}

/// The sink-based terms of all exports of a region with the inverse of the world in which it exports nothing, as the paper has them.
fn literal_sink(leontief: &Leontief<'_>, s: Region) -> Vec<(Industry, Region, SinkTerms)> {
    let table = leontief.table();
    let (p, regions) = (table.industries(), table.regions());
    let region = |i: usize| table.region_of(Industry::new(i));
    let share = |i: usize, j: usize| match table.gross_output()[j] {
        0.0 => 0.0,
        x => table.sales(Industry::new(i), Industry::new(j)) / x,
    };
    let exported = |i: usize, j: usize| region(i) == s && region(j) != s;
    let system = Mat::from_fn(p, p, |i, j| {
        f64::from(u8::from(i == j)) - if exported(i, j) { 0.0 } else { share(i, j) }
    });
    // for each region of final use what is made without passing through exports of s again, then what s exports
    let exports = table.exports();
    let demand = Mat::from_fn(p, regions + 1, |i, k| {
        let sold = |k: usize| table.final_sales(Industry::new(i), Region::new(k));
        match (region(i) == s, k == regions) {
            (true, true) => exports.row(Industry::new(i)).iter().sum(),
            (false, true) => 0.0,
            (true, false) if k != s.index() => 0.0,
            _ => sold(k),
        }
    });
    let made = system.partial_piv_lu().solve(demand);
    let value = |t: Region, i: usize| leontief.value_added_by_origin()[(t, Industry::new(i))];
    let mut all = Vec::new();
    for i in (0..p).filter(|&i| region(i) == s) {
        let foreign: f64 = table.region_ids().filter(|&t| t != s).map(|t| value(t, i)).sum();
        for r in table.region_ids().filter(|&r| r != s) {
            let finally = table.final_sales(Industry::new(i), r);
            let inputs_for = |k: usize| -> f64 {
                (0..p).filter(|&j| region(j) == r).map(|j| share(i, j) * made[(j, k)]).sum()
            };
            let abroad: f64 = (0..regions).filter(|&k| k != s.index()).map(&inputs_for).sum();
            let (home, again) = (inputs_for(s.index()), inputs_for(regions));
            let terms = SinkTerms {
                exports: finally + abroad + home + again,
                value_added_exported: value(s, i) * (finally + abroad),
                absorbed_by_importer: value(s, i) * (finally + inputs_for(r.index())),
                reflection: value(s, i) * home,
                domestic_double_counting: value(s, i) * again,
                foreign_value_added: foreign * (finally + abroad + home),
                foreign_double_counting: foreign * again,
            };
            all.push((Industry::new(i), r, terms));
        }
    }
    all
}

/// Output that suppliers lose when a customer stops, by iteration from the customer up.
fn upstream(table: &InputOutput, failed: usize) -> f64 {
    let p = table.industries();
    let mut loss: Vec<f64> = (0..p).map(|i| f64::from(u8::from(i == failed))).collect();
    for _ in 0..400 {
        let sold = |i: usize| -> f64 {
            let to = |j: usize| table.sales(Industry::new(i), Industry::new(j)) * loss[j];
            (0..p).map(to).sum::<f64>() / table.gross_output()[i]
        };
        loss = (0..p)
            .map(|i| {
                if i == failed {
                    1.0
                } else if table.gross_output()[i] == 0.0 {
                    0.0
                } else {
                    sold(i)
                }
            })
            .collect();
    }
    table.gross_output().iter().zip(&loss).map(|(x, loss)| x * loss).sum()
}

/// Output when the rows or columns of one industry are emptied, by a solve of the changed table.
fn resolved(table: &InputOutput, k: usize, extraction: Extraction) -> Vec<f64> {
    let (row, column) = match extraction {
        Extraction::Total => (true, true),
        Extraction::Backward => (false, true),
        Extraction::Forward => (true, false),
    };
    let gone = |i: usize, j: usize| (row && i == k) || (column && j == k);
    let no_final = |i: usize| extraction == Extraction::Total && i == k;
    solve(
        table,
        |i, j| if gone(i, j) { 0.0 } else { table.sales(Industry::new(i), Industry::new(j)) },
        |i| if no_final(i) { 0.0 } else { final_sales(table, i) },
    )
}

fn substituted(table: &InputOutput, k: usize) -> Vec<f64> {
    let product = table.sector_of(Industry::new(k));
    let same = |i: usize| table.sector_of(Industry::new(i)) == product;
    let moved = |i: usize, cell: &dyn Fn(usize) -> f64| {
        if !same(i) {
            return cell(i);
        }
        let others: f64 = (0..table.industries()).filter(|&o| same(o) && o != k).map(cell).sum();
        if i == k {
            0.0
        } else if others == 0.0 {
            cell(i)
        } else {
            cell(i) * (1.0 + cell(k) / others)
        }
    };
    let finally = |i: usize| {
        table.region_ids().map(|c| moved(i, &|o| table.final_sales(Industry::new(o), c))).sum::<f64>()
    };
    solve(table, |i, j| moved(i, &|o| table.sales(Industry::new(o), Industry::new(j))), finally)
}

fn final_sales(table: &InputOutput, i: usize) -> f64 {
    table.region_ids().map(|c| table.final_sales(Industry::new(i), c)).sum()
}

/// Output for final demand `y` at the input shares of flows `z` over the outputs of the table.
fn solve(table: &InputOutput, z: impl Fn(usize, usize) -> f64, y: impl Fn(usize) -> f64) -> Vec<f64> {
    let p = table.industries();
    let share = |i: usize, j: usize| match table.gross_output()[j] {
        0.0 => 0.0,
        x => z(i, j) / x,
    };
    let system = Mat::from_fn(p, p, |i, j| f64::from(u8::from(i == j)) - share(i, j));
    system.partial_piv_lu().solve(Mat::from_fn(p, 1, |i, _| y(i))).col(0).iter().copied().collect()
}

#[test]
fn equal_shares_have_the_herfindahl_index_of_their_number() {
    for n in 1..9 {
        let sources = Sources::new(Region::new(0), vec![3.0; n]);
        let concentration = sources.concentration();
        assert!(close(concentration.herfindahl, 1.0 / n as f64, 1.0));
        // where nothing is alike, diversity is the effective number of sources
        let apart = Array2::from_fn([n, n], |c: Region, d: Region| if c == d { 0.0 } else { 1e6 });
        let distances = Distances::with_decay("apart", &apart, 1e-3);
        if n > 1 {
            assert!(close(sources.remoteness(&distances).diversity, n as f64, n as f64));
        }
    }
}

#[test]
fn nothing_to_share_is_missing() {
    let concentration = Sources::new(Region::new(0), vec![0.0; 3]).concentration();
    assert!(concentration.herfindahl.is_nan() && concentration.foreign_share.is_nan());
    assert_eq!(concentration.largest_foreign, None);
    let home = Sources::new(Region::new(1), vec![0.0, 2.0, 0.0]).concentration();
    assert!(home.herfindahl_foreign.is_nan());
    assert_eq!((home.herfindahl, home.foreign_share), (1.0, 0.0));
}

#[test]
fn regions_without_facts_are_left_out_and_listed() {
    let nan = f64::NAN;
    let table = Array2::from_vec([3, 3], vec![0.0, 2.0, nan, 2.0, 0.0, nan, nan, nan, 0.0]);
    let distances = Distances::new("politics", &table);
    assert_eq!(distances.missing(), [Region::new(2)]);
    let remoteness = Sources::new(Region::new(0), vec![1.0, 1.0, 2.0]).remoteness(&distances);
    assert_eq!(remoteness.covered, 0.5);
    assert_eq!(remoteness.distance, 0.5);
    let unknown = Sources::new(Region::new(2), vec![1.0, 1.0, 2.0]).remoteness(&distances);
    assert!(unknown.distance.is_nan());
}

#[test]
fn a_product_has_the_sources_of_all_its_users() {
    let world = RandomWorld { by_use: true, ..RandomWorld::default() }.build();
    let table = InputOutput::of(&world);
    let sales = ProductSales::new(&table);
    for c in table.region_ids() {
        for k in world.axes().sectors.ids() {
            let sources = sales.sources(c, k);
            for (origin, amount) in table.region_ids().zip(sources.amounts()) {
                assert!(close(*amount, world.trade()[(k, c, origin)], sources.total()));
            }
        }
    }
}

#[test]
fn bases_of_sources_agree_where_there_is_one_stage() {
    // two regions, one sector; the first makes everything from the second's product, which uses no inputs
    let table = InputOutput::new([2, 1], &[0.0, 0.0, 4.0, 0.0], &[10.0, 0.0, 0.0, 6.0], None).unwrap();
    let leontief = Leontief::new(&table).unwrap();
    for basis in [Basis::Direct, Basis::Gross] {
        assert_eq!(leontief.sources_of_inputs(basis)[0].concentration().foreign_share, 1.0);
    }
    let value_added = &leontief.sources_of_inputs(Basis::ValueAdded)[0];
    assert!(close(value_added.concentration().foreign_share, 0.4, 1.0));
    let length = leontief.average_propagation_length(Industry::new(1));
    assert!(close(length[0], 1.0, 1.0) && length[1].is_nan(), "{length:?}");
}

#[test]
fn tables_that_cannot_be_are_named() {
    let shape = InputOutput::new([2, 1], &[0.0; 4], &[0.0; 3], None).unwrap_err();
    assert!(
        matches!(shape, IndicatorError::Shape { what: "final demand", found: 3, wanted: 4, .. }),
        "{shape}"
    );
    let broken = InputOutput::new([1, 1], &[f64::NAN], &[1.0], None).unwrap_err();
    assert!(matches!(broken, IndicatorError::NotFinite { what: "intermediate use", .. }), "{broken}");
    let loss = InputOutput::new([1, 1], &[2.0], &[-1.0], None).unwrap();
    assert!(matches!(Leontief::new(&loss), Err(IndicatorError::NotProductive { industry: 0, .. })));
    // the second industry uses up 12 to make 10, the first, which it sells to, does not
    let waste = InputOutput::new([2, 1], &[1.0, 6.0, 8.0, 6.0], &[3.0, 0.0, 0.0, -4.0], None).unwrap();
    let said = Leontief::new(&waste).unwrap_err();
    assert_eq!(said, IndicatorError::NotProductive { industry: 1, inputs: 1.2 });
    assert!(matches!(loss.grouped(&[]), Err(IndicatorError::Groups { found: 0, wanted: 1 })));
}
