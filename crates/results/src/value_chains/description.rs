//! What the tables of indicators hold, as data: the book is made from it, and the tables take their columns from it.

use crate::description::{ColumnDescription, TableDescription, column};

const fn table(
    name: &'static str,
    row: &'static str,
    columns: &'static [ColumnDescription],
) -> TableDescription {
    TableDescription { name, row, columns, variables: &[] }
}

const REGION: ColumnDescription = column("region", "code of the industry's region");
const SECTOR: ColumnDescription = column("sector", "code of the industry's sector");
const GROUP: ColumnDescription = column("region", "code of a region or group");
const ORIGIN: ColumnDescription = column("origin", "region or group of origin");

/// What exports are made of, after the OECD.
const OECD: [ColumnDescription; 5] = [
    column("EXGR", "gross exports"),
    column("EXGR_DDC", "value added of the exporting industries themselves"),
    column("EXGR_IDC", "value added of their suppliers at home"),
    column("EXGR_RIM", "domestic value added that came home in imports first"),
    column("EXGR_FVA", "foreign value added"),
];

/// What exports are made of, after Borin and Mancini.
const BORIN_MANCINI: [ColumnDescription; 10] = [
    column("BM_DVA", "Borin–Mancini: domestic value added in exports"),
    column("BM_VAX", "of it, used abroad in the end"),
    column("BM_REF", "of it, back home in the end"),
    column("BM_DAVAX", "of it, absorbed by the importer, one border crossed"),
    column("BM_DDC", "domestic double counting"),
    column("BM_FVA", "foreign value added in exports"),
    column("BM_FDC", "foreign double counting"),
    column("BM_GVC", "trade in value chains: more than one border crossed"),
    column("BM_GVCB", "its backward part"),
    column("BM_GVCF", "its forward part"),
];

const EXPORTS: [ColumnDescription; 18] = joined(
    [
        column("exporter", "code of the exporting industry's region"),
        SECTOR,
        column("importer", "region or group that buys"),
    ],
    joined::<_, _, 15>(OECD, BORIN_MANCINI),
);

const EXPORTS_BY_PARTNER: [ColumnDescription; 17] = joined(
    [column("exporter", "region or group"), column("importer", "region or group")],
    joined::<_, _, 15>(OECD, BORIN_MANCINI),
);

const CHAIN_REGIONS: [ColumnDescription; 34] = joined(
    joined::<_, _, 25>(
        [
            GROUP,
            column("gross_output", "gross output (PROD)"),
            column("value_added", "value added (VALU)"),
            column("EXGR", "gross exports"),
            column("IMGR", "gross imports"),
            column("FFD_DVA", "domestic value added in foreign final demand: value-added exports"),
            column("vax_ratio", "FFD_DVA over EXGR"),
            column("EXGR_FVA", "foreign value added in exports (VS)"),
            column("FEXDVA", "domestic value added in the exports of others (VS1)"),
            column("EXGR_FVASH", "backward participation, EXGR_FVA over EXGR"),
            column("FEXDVASH", "forward participation, FEXDVA over EXGR"),
            column("participation", "backward plus forward"),
            column("position", "position in chains: positive upstream"),
            column("upstreamness", "stages to final use, of the region as one industry"),
            column("downstreamness", "stages since primary factors, of the region as one industry"),
        ],
        BORIN_MANCINI,
    ),
    [
        column("KWW_DVA_FIN", "Koopman–Wang–Wei 1: domestic value added in final goods"),
        column("KWW_DVA_INT", "2: in inputs used by the importer for itself"),
        column("KWW_DVA_INTREX", "3: in inputs sent on to third regions"),
        column("KWW_RDV_FIN", "4: back home in final goods"),
        column("KWW_RDV_INT", "5: back home in inputs for final use"),
        column("KWW_DDC", "6: domestic double counting"),
        column("KWW_FVA_FIN", "7: foreign value added in final goods"),
        column("KWW_FVA_INT", "8: in inputs"),
        column("KWW_FDC", "9: foreign double counting"),
    ],
);

/// The columns of one list, then those of another one.
const fn joined<const A: usize, const B: usize, const N: usize>(
    first: [ColumnDescription; A],
    second: [ColumnDescription; B],
) -> [ColumnDescription; N] {
    assert!(A + B == N, "all columns of both lists");
    let mut all = [column("", ""); N];
    let mut at = 0;
    while at < N {
        all[at] = if at < A { first[at] } else { second[at - A] };
        at += 1;
    }
    all
}

/// The tables of indicators. Amounts are in the world's unit; missing numbers are null in Parquet and empty in CSV.
pub const INDICATOR_TABLES: [TableDescription; 14] = [
    table(
        "structure",
        "an industry: its weight, its links and its place in the chain (12.1)-(12.8)",
        &[
            REGION,
            SECTOR,
            column("gross_output", "gross output at basic prices (PROD)"),
            column("value_added", "output less inputs: value added with net taxes on production (VALU)"),
            column("value_added_share", "value added in output"),
            column("final_use_share", "final use in output"),
            column("upstreamness", "stages to final use"),
            column("downstreamness", "stages since primary factors"),
            column("borders_crossed", "borders crossed until the final user"),
            column("output_multiplier", "world output for a unit of final demand"),
            column("supply_multiplier", "world output that a unit of primary inputs supports"),
            column("backward_linkage", "output multiplier over its mean"),
            column("forward_linkage", "supply multiplier over its mean"),
            column("forward_linkage_leontief", "row sum of the Leontief inverse over its mean"),
            column("domar_weight", "output over world value added"),
            column("influence", "weight in world output of a shock to the industry, labour share 0.5"),
            column("page_rank", "PageRank as a supplier, damping 0.85"),
            column(
                "extraction_loss",
                "world value added that is lost when the industry is taken out, its own included",
            ),
        ],
    ),
    table("chain_regions", "a region or group: its part in value chains (13.1)-(13.7)", &CHAIN_REGIONS),
    table(
        "value_added",
        "an industry and a region or group: where the value that the industry adds ends up (13.1), (13.6)",
        &[
            REGION,
            SECTOR,
            column("partner", "region or group"),
            column("FFD_DVA", "value added of the industry in the partner's final demand; at home too"),
            column("FEXDVA", "value added of the industry in the partner's exports"),
            column("DEXFVA", "value added of the partner in the industry's exports"),
        ],
    ),
    table(
        "exports",
        "an exporting industry and an importer, where anything is exported (13.4), (13.5)",
        &EXPORTS,
    ),
    table(
        "exports_by_partner",
        "an exporter and an importer: sums of `exports` over the sectors asked for",
        &EXPORTS_BY_PARTNER,
    ),
    table(
        "reliance",
        "an industry and a region or group on which it relies (14.1); shares",
        &[
            REGION,
            SECTOR,
            ORIGIN,
            column("face_value", "of its product, the product itself and what its maker buys"),
            column("look_through", "of its product, at any remove"),
            column("inputs_face_value", "of its inputs, those that it buys"),
            column("inputs_look_through", "of its inputs, at any remove"),
            column("value_added", "of the value added in its product"),
            column("market_face_value", "of its sales, to industries and final users of the region"),
            column("market_look_through", "of the output that its sales support, at any remove"),
        ],
    ),
    table(
        "reliance_of_regions",
        "a region or group and one on which it relies; shares, means over industries weighted by output",
        &[
            GROUP,
            ORIGIN,
            column("face_value", "of its products, in themselves and in what their makers buy"),
            column("look_through", "of its products, at any remove"),
            column("hidden", "look-through less face value"),
            column("final_value_added", "of the value added in what its final users buy"),
            column("market", "of its own value added, with the origin's final users in the end"),
        ],
    ),
    table(
        "dispersion",
        "a user of sources and a basis (14.2)-(14.4)",
        &[
            column(
                "of",
                "`product` (what a region buys of it), `industry` (its inputs), `region` (all that it buys)",
            ),
            column("region", "region of the user"),
            column("sector", "the product, or the industry's sector; `all` for a region"),
            column("basis", "`purchases`, `output` (gross, at any remove) or `value_added` (at any remove)"),
            column("largest_foreign_source", "region or group; `none` where nothing comes from abroad"),
            column("foreign_share", "share from abroad"),
            column("largest_share", "share of the largest foreign source in all sources"),
            column("herfindahl", "Herfindahl index over all origins, home too"),
            column("herfindahl_foreign", "over foreign origins, of their shares in what is foreign"),
            column("effective_sources", "one over the Herfindahl index"),
            column("herfindahl_by_product", "index product by product, weighted by spending"),
            column("geography_covered", "share of the sources whose distances are known"),
            column("geography_distance", "their mean distance, 1 being the farthest pair of regions"),
            column("geography_diversity", "effective number of sources where near ones count as one"),
            column("geography_spread", "mean distance of two sources (Rao's Q)"),
            column("geography_concentration", "concentration on distant sources"),
            column("politics_covered", "as for geography, by ideal points in the UN General Assembly"),
            column("politics_distance", "mean political distance of the sources"),
            column("politics_diversity", "effective number of sources where political friends count as one"),
            column("politics_spread", "mean political distance of two sources"),
            column("politics_concentration", "concentration × hostility"),
            column("culture_covered", "as for geography, by common languages and colonial ties"),
            column("culture_distance", "mean cultural distance of the sources"),
            column("culture_diversity", "effective number of sources where those alike count as one"),
            column("culture_spread", "mean cultural distance of two sources"),
            column("culture_concentration", "concentration on sources unlike the user"),
        ],
    ),
    table(
        "chokepoints",
        "a region or group and a product that it gets from abroad, the largest stake first (15.3)",
        &[
            GROUP,
            column("product", "code of a sector"),
            column("source", "its largest foreign source"),
            column("purchases", "what the region buys of the product, at home too"),
            column("foreign_share", "share from abroad"),
            column("source_share", "share of the largest foreign source in all purchases"),
            column("effective_foreign_sources", "effective number of foreign sources"),
            column(
                "alternatives",
                "exports of third regions to anyone, over purchases from the largest source",
            ),
            column("at_stake", "money that hangs on concentrated foreign sources"),
            column("distance", "mean distance of the foreign sources"),
            column("political_distance", "their mean political distance"),
            column("hostility", "concentration × hostility of the foreign sources"),
        ],
    ),
    table(
        "extraction",
        "an industry that is taken out, and a region or group; value added that is lost there (12.6), (12.7)",
        &[
            REGION,
            SECTOR,
            column("loser", "region or group"),
            column("total", "the whole industry is taken out: it neither buys nor sells"),
            column("backward", "it makes all its inputs itself: its suppliers lose it as a customer"),
            column("forward", "it sells to final users only: what industries bought of it is not made"),
            column(
                "with_substitution",
                "its customers turn to the other sources that they have; negative where these gain",
            ),
        ],
    ),
    table(
        "footprint",
        "a satellite, the region or group where it arises and the one whose final use it serves (15.1)",
        &[
            column("satellite", "`employment`, `capital_stock`, `co2`, …"),
            column("unit", "its unit"),
            ORIGIN,
            column("destination", "region or group of final use"),
            column(
                "value",
                "sums over destinations are the production account, over origins the consumption account",
            ),
        ],
    ),
    table(
        "footprint_of_products",
        "a satellite, a region or group and a product that its final users buy",
        &[
            column("satellite", "as in `footprint`"),
            column("unit", "its unit"),
            column("region", "region or group of final use"),
            column("product", "code of a sector"),
            column("value", "what the final use of the product calls for, anywhere"),
        ],
    ),
    table(
        "stops",
        "an industry that stops, and a region or group that loses; `WLD` is the world (15.2)",
        &[
            column("region", "code of the region of the industry that stops"),
            SECTOR,
            column("loser", "region, group or `WLD`"),
            column("loss_pct", "per cent of its output that is lost, to customers or to suppliers"),
        ],
    ),
    table(
        "propagation_length",
        "an industry and one that uses its product at any remove (12.2); with `--only propagation-length`",
        &[
            REGION,
            SECTOR,
            column("user_region", "code of the user's region"),
            column("user_sector", "code of the user's sector"),
            column("length", "average propagation length, stages"),
            column("multiplier", "output of the industry for a unit of final demand for the user's product"),
        ],
    ),
];
