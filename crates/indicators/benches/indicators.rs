//! Times the indicators at the sizes of WIOD (41 × 35) and ICIO (77 × 45), on one thread.

#![allow(missing_docs)] // criterion's macros make public items without docs

use criterion::{Criterion, criterion_group, criterion_main};
use oblate_indicators::trade::{BorinMancini, ForeignFinalDemand, KoopmanWangWei, Participation, oecd_terms};
use oblate_indicators::{
    Basis, Distances, Extraction, Industry, InputOutput, Lengths, Leontief, LossNetwork, ProductSales,
    Reliance, Structure, chokepoints, influence, supplier_page_rank,
};
use oblate_world::{Array2, Id, RandomWorld, Region};

const SIZES: [[usize; 2]; 2] = [[41, 35], [77, 45]];

fn table([regions, sectors]: [usize; 2]) -> InputOutput {
    let world = RandomWorld { regions, sectors, final_uses: 4, by_use: true, ..RandomWorld::default() };
    InputOutput::of(&world.build())
}

/// Points 1 to 3: structure, value added in trade in all forms, reliance, for all regions and industries.
fn chains(table: &InputOutput) -> f64 {
    let leontief = Leontief::new(table).expect("a random world is productive");
    let structure = Structure::new(&leontief);
    let lengths = Lengths::new(table).expect("a random world is productive");
    let regional = Lengths::of_regions(table).expect("a random world is productive");
    let weights = [influence(table, 0.5), supplier_page_rank(table, 0.85)];
    let lost = leontief.extraction_of_output(Extraction::Total);
    let value_lost = leontief.extraction_of_value_added(Extraction::Total);
    let used = leontief.value_added_in_final_demand();
    let content = leontief.value_added_in_exports();
    let participation = Participation::new(&leontief);
    let nine = KoopmanWangWei::new(&leontief);
    let chain = BorinMancini::new(&leontief);
    let oecd = oecd_terms(&leontief);
    let others = ForeignFinalDemand::new(&leontief);
    let reliance = Reliance::new(&leontief);
    // something of everything, so that nothing is left out
    structure.output_multiplier[0]
        + lengths.upstreamness[0]
        + regional.upstreamness[0]
        + weights[0][0]
        + weights[1][0]
        + lost.sum()
        + value_lost.sum()
        + used.sum()
        + content.sum()
        + participation[0].index()
        + nine[0].in_inputs
        + chain.flow(Industry::new(0), Region::new(1)).exports
        + oecd[1].foreign
        + others.in_partner_exports.sum()
        + reliance.hidden(&leontief)[0]
}

/// Point 4: all users and products, three bases, three kinds of distance.
fn dispersion(leontief: &Leontief<'_>, distances: &[Distances]) -> f64 {
    let sales = ProductSales::new(leontief.table());
    let [regions, sectors] = sales.shape();
    let products =
        (0..regions * sectors).map(|at| sales.sources(Region::new(at / sectors), Id::new(at % sectors)));
    let users =
        [Basis::Direct, Basis::Gross, Basis::ValueAdded].map(|basis| leontief.sources_of_inputs(basis));
    let mut sum = 0.0;
    for sources in products.chain(users.into_iter().flatten()) {
        sum += sources.concentration().effective_sources();
        sum += distances.iter().map(|distances| sources.remoteness(distances).diversity).sum::<f64>();
    }
    sum + chokepoints(&sales).len() as f64
}

fn distances(regions: usize) -> Vec<Distances> {
    let place = |r: Region| (r.index() * 37 % regions) as f64;
    let table = Array2::from_fn([regions, regions], |c, d| (place(c) - place(d)).abs());
    ["geography", "politics", "culture"].map(|name| Distances::new(name, &table)).into()
}

fn bench(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("indicators");
    group.sample_size(10);
    for size in SIZES {
        let name = format!("{} × {}", size[0], size[1]);
        let table = table(size);
        group.bench_function(format!("chains {name}"), |bencher| bencher.iter(|| chains(&table)));
        let leontief = Leontief::new(&table).expect("a random world is productive");
        group.bench_function(format!("inverse {name}"), |bencher| bencher.iter(|| Leontief::new(&table)));
        let distances = distances(size[0]);
        group.bench_function(format!("dispersion {name}"), |bencher| {
            bencher.iter(|| dispersion(&leontief, &distances));
        });
        let network = LossNetwork::new(&leontief, &Array2::filled([size[1]; 2], 1.0));
        let eight: Vec<Industry> = (0..8).map(Industry::new).collect();
        group.bench_function(format!("stops of 8 industries {name}"), |bencher| {
            bencher.iter(|| network.stops(&eight));
        });
    }
    group.finish();
}

criterion_group!(benches, bench);
criterion_main!(benches);
