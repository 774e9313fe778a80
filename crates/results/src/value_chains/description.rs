//! What the tables of indicators hold, as data: the book is made from it, and the tables take their columns from it.

use crate::description::{ColumnDescription, TableDescription, label, number, table};

const REGION: ColumnDescription = label("region", "code of the industry's region");
const SECTOR: ColumnDescription = label("sector", "code of the industry's sector");
const GROUP: ColumnDescription = label("region", "code of a region or group");
const ORIGIN: ColumnDescription = label("origin", "region or group of origin");

/// What exports are made of, after the OECD.
const OECD: [ColumnDescription; 5] = [
    number("EXGR", "gross exports"),
    number("EXGR_DDC", "value added of the exporting industries themselves"),
    number("EXGR_IDC", "value added of their suppliers at home"),
    number("EXGR_RIM", "domestic value added that came home in imports first"),
    number("EXGR_FVA", "foreign value added"),
];

/// What exports are made of, after Borin and Mancini.
const BORIN_MANCINI: [ColumnDescription; 10] = [
    number("BM_DVA", "Borin–Mancini: domestic value added in exports"),
    number("BM_VAX", "of it, used abroad in the end"),
    number("BM_REF", "of it, back home in the end"),
    number("BM_DAVAX", "of it, absorbed by the importer, one border crossed"),
    number("BM_DDC", "domestic double counting"),
    number("BM_FVA", "foreign value added in exports"),
    number("BM_FDC", "foreign double counting"),
    number("BM_GVC", "trade in value chains: more than one border crossed"),
    number("BM_GVCB", "its backward part"),
    number("BM_GVCF", "its forward part"),
];

/// The same, counted when it leaves the exporter for the last time.
const BORIN_MANCINI_SINK: [ColumnDescription; 7] = [
    number("BMS_DVA", "Borin–Mancini, sink based: domestic value added in exports"),
    number("BMS_VAX", "of it, used abroad in the end"),
    number("BMS_VAXIM", "of it, used by the importer in the end, from wherever it gets it"),
    number("BMS_REF", "of it, back home in the end"),
    number("BMS_DDC", "domestic double counting"),
    number("BMS_FVA", "foreign value added in exports"),
    number("BMS_FDC", "foreign double counting"),
];

/// What exports are made of, after Wang, Wei and Zhu.
const WANG_WEI_ZHU: [ColumnDescription; 19] = [
    number("EXGR", "gross exports: the sum of the sixteen terms"),
    number("WWZ_DVA_FIN", "1: domestic value added in final goods"),
    number("WWZ_DVA_INT", "2: in inputs for what the importer makes and uses itself"),
    number(
        "WWZ_DVA_INTREXI1",
        "3: in inputs sent on as inputs, for what third regions make and use themselves",
    ),
    number("WWZ_DVA_INTREXF", "4: in inputs sent on to third regions as final goods"),
    number("WWZ_DVA_INTREXI2", "5: in inputs sent on as inputs, for final goods that third regions export"),
    number("WWZ_RDV_FIN", "6: back home in final goods of the importer"),
    number("WWZ_RDV_FIN2", "7: back home in final goods of third regions"),
    number("WWZ_RDV_INT", "8: back home in inputs for final use"),
    number(
        "WWZ_DDC_FIN",
        "9: domestic double counting, back home in inputs for final goods that are exported",
    ),
    number("WWZ_DDC_INT", "10: domestic double counting in inputs"),
    number("WWZ_MVA_FIN", "11: the importer's value added in final goods"),
    number("WWZ_MVA_INT", "12: in inputs for what it makes and uses itself"),
    number("WWZ_MDC", "13: in inputs for its exports: counted twice"),
    number("WWZ_OVA_FIN", "14: third regions' value added in final goods"),
    number("WWZ_OVA_INT", "15: in inputs for what the importer makes and uses itself"),
    number("WWZ_ODC", "16: in inputs for its exports: counted twice"),
    number("WWZ_FVA", "foreign value added: 11, 12, 14 and 15"),
    number("WWZ_FDC", "foreign double counting: 13 and 16"),
];

/// An exporting industry and an importer.
const FLOW: [ColumnDescription; 3] = [
    label("exporter", "code of the exporting industry's region"),
    SECTOR,
    label("importer", "region or group that buys"),
];

/// An exporter and an importer.
const PAIR: [ColumnDescription; 2] =
    [label("exporter", "region or group"), label("importer", "region or group")];

const EXPORT_TERMS: [ColumnDescription; 22] =
    joined(OECD, joined::<_, _, 17>(BORIN_MANCINI, BORIN_MANCINI_SINK));

const EXPORTS: [ColumnDescription; 25] = joined(FLOW, EXPORT_TERMS);

const EXPORTS_BY_PARTNER: [ColumnDescription; 24] = joined(PAIR, EXPORT_TERMS);

const SIXTEEN_TERMS: [ColumnDescription; 22] = joined(FLOW, WANG_WEI_ZHU);

const SIXTEEN_TERMS_BY_PARTNER: [ColumnDescription; 21] = joined(PAIR, WANG_WEI_ZHU);

const CHAIN_REGIONS: [ColumnDescription; 34] = joined(
    joined::<_, _, 25>(
        [
            GROUP,
            number("gross_output", "gross output (PROD)"),
            number("value_added", "value added (VALU)"),
            number("EXGR", "gross exports"),
            number("IMGR", "gross imports"),
            number("FFD_DVA", "domestic value added in foreign final demand: value-added exports"),
            number("vax_ratio", "FFD_DVA over EXGR"),
            number("EXGR_FVA", "foreign value added in exports (VS)"),
            number("FEXDVA", "domestic value added in the exports of others (VS1)"),
            number("EXGR_FVASH", "backward participation, EXGR_FVA over EXGR"),
            number("FEXDVASH", "forward participation, FEXDVA over EXGR"),
            number("participation", "backward plus forward"),
            number("position", "position in chains: positive upstream"),
            number("upstreamness", "stages to final use, of the region as one industry"),
            number("downstreamness", "stages since primary factors, of the region as one industry"),
        ],
        BORIN_MANCINI,
    ),
    [
        number("KWW_DVA_FIN", "Koopman–Wang–Wei 1: domestic value added in final goods"),
        number("KWW_DVA_INT", "2: in inputs used by the importer for itself"),
        number("KWW_DVA_INTREX", "3: in inputs sent on to third regions"),
        number("KWW_RDV_FIN", "4: back home in final goods"),
        number("KWW_RDV_INT", "5: back home in inputs for final use"),
        number("KWW_DDC", "6: domestic double counting"),
        number("KWW_FVA_FIN", "7: foreign value added in final goods"),
        number("KWW_FVA_INT", "8: in inputs"),
        number("KWW_FDC", "9: foreign double counting"),
    ],
);

/// The columns of one list, then those of another one.
const fn joined<const A: usize, const B: usize, const N: usize>(
    first: [ColumnDescription; A],
    second: [ColumnDescription; B],
) -> [ColumnDescription; N] {
    assert!(A + B == N, "all columns of both lists");
    let mut all = [label("", ""); N];
    let mut at = 0;
    while at < N {
        all[at] = if at < A { first[at] } else { second[at - A] };
        at += 1;
    }
    all
}

/// The tables of indicators. Amounts are in the world's unit; missing numbers are null in Parquet and empty in CSV.
pub const INDICATOR_TABLES: [TableDescription; 18] = [
    table(
        "structure",
        "an industry: its weight, its links and its place in the chain (12.1)-(12.8)",
        &[
            REGION,
            SECTOR,
            number("gross_output", "gross output at basic prices (PROD)"),
            number("value_added", "output less inputs: value added with net taxes on production (VALU)"),
            number("value_added_share", "value added in output"),
            number("final_use_share", "final use in output"),
            number("upstreamness", "stages to final use"),
            number("downstreamness", "stages since primary factors"),
            number("borders_crossed", "borders crossed until the final user"),
            number("output_multiplier", "world output for a unit of final demand"),
            number("supply_multiplier", "world output that a unit of primary inputs supports"),
            number("backward_linkage", "output multiplier over its mean"),
            number("forward_linkage", "supply multiplier over its mean"),
            number("forward_linkage_leontief", "row sum of the Leontief inverse over its mean"),
            number("domar_weight", "output over world value added"),
            number("influence", "weight in world output of a shock to the industry, labour share 0.5"),
            number("page_rank", "PageRank as a supplier, damping 0.85"),
            number(
                "extraction_loss",
                "world value added that is lost when the industry is taken out, its own included",
            ),
        ],
    ),
    table(
        "sales_between_sectors",
        "a product and a sector that uses it as an input, all regions together",
        &[
            label("product", "code of a sector"),
            label("user", "code of the sector that buys it"),
            number("sales", "sales of the product to industries of the sector"),
        ],
    ),
    table("chain_regions", "a region or group: its part in value chains (13.1)-(13.7)", &CHAIN_REGIONS),
    table(
        "value_added",
        "an industry and a region or group: where the value that the industry adds ends up (13.1), (13.6)",
        &[
            REGION,
            SECTOR,
            label("partner", "region or group"),
            number("FFD_DVA", "value added of the industry in the partner's final demand; at home too"),
            number("FEXDVA", "value added of the industry in the partner's exports"),
            number("DEXFVA", "value added of the partner in the industry's exports"),
        ],
    ),
    table(
        "exports",
        "an exporting industry and an importer, where anything is exported (13.4), (13.5), (13.8)",
        &EXPORTS,
    ),
    table(
        "exports_by_partner",
        "an exporter and an importer: sums of `exports` over the sectors asked for",
        &EXPORTS_BY_PARTNER,
    ),
    table(
        "exports_sixteen_terms",
        "an exporting industry and an importer, where anything is exported: Wang, Wei and Zhu's terms (13.9)",
        &SIXTEEN_TERMS,
    ),
    table(
        "exports_sixteen_terms_by_partner",
        "an exporter and an importer: sums of `exports_sixteen_terms` over the sectors asked for",
        &SIXTEEN_TERMS_BY_PARTNER,
    ),
    table(
        "reliance",
        "an industry and a region or group on which it relies (14.1); shares",
        &[
            REGION,
            SECTOR,
            ORIGIN,
            number("face_value", "of its product, the product itself and what its maker buys"),
            number("look_through", "of its product, at any remove"),
            number("inputs_face_value", "of its inputs, those that it buys"),
            number("inputs_look_through", "of its inputs, at any remove"),
            number("value_added", "of the value added in its product"),
            number("market_face_value", "of its sales, to industries and final users of the region"),
            number("market_look_through", "of the output that its sales support, at any remove"),
        ],
    ),
    table(
        "reliance_of_regions",
        "a region or group and one on which it relies; shares, means over industries weighted by output",
        &[
            GROUP,
            ORIGIN,
            number("face_value", "of its products, in themselves and in what their makers buy"),
            number("look_through", "of its products, at any remove"),
            number("hidden", "look-through less face value"),
            number("final_value_added", "of the value added in what its final users buy"),
            number("market", "of its own value added, with the origin's final users in the end"),
        ],
    ),
    table(
        "dispersion",
        "a user of sources and a basis (14.2)-(14.4)",
        &[
            label(
                "of",
                "`product` (what a region buys of it), `industry` (its inputs), `region` (all that it buys)",
            ),
            label("region", "region of the user"),
            label("sector", "the product, or the industry's sector; `all` for a region"),
            label("basis", "`purchases`, `output` (gross, at any remove) or `value_added` (at any remove)"),
            label("largest_foreign_source", "region or group; `none` where nothing comes from abroad"),
            number("foreign_share", "share from abroad"),
            number("largest_share", "share of the largest foreign source in all sources"),
            number("herfindahl", "Herfindahl index over all origins, home too"),
            number("herfindahl_foreign", "over foreign origins, of their shares in what is foreign"),
            number("effective_sources", "one over the Herfindahl index"),
            number("herfindahl_by_product", "index product by product, weighted by spending"),
            number("geography_covered", "share of the sources whose distances are known"),
            number("geography_distance", "their mean distance, 1 being the farthest pair of regions"),
            number("geography_diversity", "effective number of sources where near ones count as one"),
            number("geography_spread", "mean distance of two sources (Rao's Q)"),
            number("geography_concentration", "concentration on distant sources"),
            number("politics_covered", "as for geography, by ideal points in the UN General Assembly"),
            number("politics_distance", "mean political distance of the sources"),
            number("politics_diversity", "effective number of sources where political friends count as one"),
            number("politics_spread", "mean political distance of two sources"),
            number("politics_concentration", "concentration × hostility"),
            number("culture_covered", "as for geography, by common languages and colonial ties"),
            number("culture_distance", "mean cultural distance of the sources"),
            number("culture_diversity", "effective number of sources where those alike count as one"),
            number("culture_spread", "mean cultural distance of two sources"),
            number("culture_concentration", "concentration on sources unlike the user"),
        ],
    ),
    table(
        "makers",
        "a product: how concentrated and alike its makers are, each region or group counted by its output (14.2), (14.3)",
        &[
            label("product", "code of a sector"),
            number("herfindahl", "Herfindahl index over the regions that make it"),
            number("effective_makers", "one over the Herfindahl index"),
            number("geography_diversity", "effective number of makers where near ones count as one"),
            number("politics_diversity", "effective number of makers where political friends count as one"),
            number("culture_diversity", "effective number of makers where those alike count as one"),
        ],
    ),
    table(
        "chokepoints",
        "a region or group and a product that it gets from abroad, the largest stake first (15.3)",
        &[
            GROUP,
            label("product", "code of a sector"),
            label("source", "its largest foreign source"),
            number("purchases", "what the region buys of the product, at home too"),
            number("foreign_share", "share from abroad"),
            number("source_share", "share of the largest foreign source in all purchases"),
            number("effective_foreign_sources", "effective number of foreign sources"),
            number(
                "alternatives",
                "exports of third regions to anyone, over purchases from the largest source",
            ),
            number("at_stake", "money that hangs on concentrated foreign sources"),
            number("distance", "mean distance of the foreign sources"),
            number("political_distance", "their mean political distance"),
            number("hostility", "concentration × hostility of the foreign sources"),
        ],
    ),
    table(
        "extraction",
        "an industry that is taken out, and a region or group; value added that is lost there (12.6), (12.7)",
        &[
            REGION,
            SECTOR,
            label("loser", "region or group"),
            number("total", "the whole industry is taken out: it neither buys nor sells"),
            number("backward", "it makes all its inputs itself: its suppliers lose it as a customer"),
            number("forward", "it sells to final users only: what industries bought of it is not made"),
            number(
                "with_substitution",
                "its customers turn to the other sources that they have; negative where these gain",
            ),
        ],
    ),
    table(
        "footprint",
        "a satellite, the region or group where it arises and the one whose final use it serves (15.1)",
        &[
            label("satellite", "`employment`, `capital_stock`, `co2`, …"),
            label("unit", "its unit"),
            ORIGIN,
            label("destination", "region or group of final use"),
            number(
                "value",
                "sums over destinations are the production account, over origins the consumption account",
            ),
        ],
    ),
    table(
        "footprint_of_products",
        "a satellite, a region or group and a product that its final users buy",
        &[
            label("satellite", "as in `footprint`"),
            label("unit", "its unit"),
            label("region", "region or group of final use"),
            label("product", "code of a sector"),
            number("value", "what the final use of the product calls for, anywhere"),
        ],
    ),
    table(
        "stops",
        "an industry that stops, and a region or group that loses; `WLD` is the world (15.2)",
        &[
            label("region", "code of the region of the industry that stops"),
            SECTOR,
            label("loser", "region, group or `WLD`"),
            number("loss_pct", "per cent of its output that is lost, to customers or to suppliers"),
        ],
    ),
    table(
        "propagation_length",
        "an industry and one that uses its product at any remove (12.2); with `--only propagation-length`",
        &[
            REGION,
            SECTOR,
            label("user_region", "code of the user's region"),
            label("user_sector", "code of the user's sector"),
            number("length", "average propagation length, stages"),
            number("multiplier", "output of the industry for a unit of final demand for the user's product"),
        ],
    ),
];
