//! What the tables of the long run hold, as data: their columns and variables with unit and meaning. The book is made from it.

use crate::description::{
    ColumnDescription, TableDescription, Unit, VariableDescription, label, number, table,
};

const fn ratio(name: &'static str, meaning: &'static str) -> VariableDescription {
    VariableDescription { name, unit: Unit::Ratio, meaning }
}

const fn percent(name: &'static str, meaning: &'static str) -> VariableDescription {
    VariableDescription { name, unit: Unit::Percent, meaning }
}

const fn value(name: &'static str, meaning: &'static str) -> VariableDescription {
    VariableDescription { name, unit: Unit::Value, meaning }
}

const fn count(name: &'static str, meaning: &'static str) -> VariableDescription {
    VariableDescription { name, unit: Unit::Count, meaning }
}

const fn emissions(name: &'static str, meaning: &'static str) -> VariableDescription {
    VariableDescription { name, unit: Unit::Emissions, meaning }
}

const VARIANT: ColumnDescription = label("variant", "`base`, or the name of a variant of the scenario");
const REGION: ColumnDescription = label(
    "region",
    "code of a region of the world, then of the groups that the scenario names, then `WLD`, the world",
);
const VARIABLE: ColumnDescription = label("variable", "name of a variable, below");
const VALUE: ColumnDescription = number("value", "its value");
const UNIT: ColumnDescription = label("unit", "`ratio`, `percent`, or the world's unit of value");
const OF_REGION: ColumnDescription = label("region", "code of a region of the world");
const SECTOR: ColumnDescription = label("sector", "code of a sector of the world");

/// The result tables.
pub const RESULT_TABLES: [TableDescription; 14] = [
    TableDescription {
        name: "summary",
        row: "a variant and a region, with the changes that people look for first, one column each; always CSV",
        columns: &[VARIANT, REGION, label("name", "name of the region or group")],
        variables: &[
            REAL_INCOME,
            REAL_WAGE,
            FIRST_ORDER,
            TERMS_OF_TRADE,
            VOLUME_OF_TRADE,
            WAGE,
            CONSUMER_PRICE,
            EXPORTS_HAT,
            IMPORTS_HAT,
            INCOME_BASELINE,
        ],
    },
    TableDescription {
        name: "regions",
        row: "a variant, a region and a variable",
        columns: &[VARIANT, REGION, VARIABLE, VALUE, UNIT],
        variables: &[
            WAGE,
            ratio("factor_price_hat:FACTOR", "price of this factor, in worlds that have several"),
            CONSUMER_PRICE,
            REAL_INCOME,
            REAL_WAGE,
            FIRST_ORDER,
            TERMS_OF_TRADE,
            VOLUME_OF_TRADE,
            percent(
                "technology_pct",
                "third part of `welfare_first_order_pct`: iceberg costs and productivity",
            ),
            value(
                "equivalent_variation",
                "worth of the change of real income: `real_income_pct` of `income_baseline`",
            ),
            INCOME_BASELINE,
            value("income", "income, which is all spent on final use"),
            value("factor_income_baseline", "income of all factors before the shock"),
            value("factor_income", "income of all factors"),
            EXPORTS_HAT,
            IMPORTS_HAT,
            value("exports_baseline", "exports before the shock, at border prices"),
            value("exports", "exports at border prices: export taxes in, import tariffs out"),
            value("imports_baseline", "imports before the shock, at border prices"),
            value("imports", "imports at border prices"),
            value("tariff_revenue_baseline", "revenue of import tariffs before the shock"),
            value("tariff_revenue", "revenue of import tariffs"),
            value("export_tax_revenue", "revenue of export taxes"),
            value("purchase_tax_revenue", "revenue of taxes on purchases; negative is a cost of subsidies"),
            value("subsidy_cost", "cost of net output subsidies; negative is a revenue"),
            value("deficit_baseline", "trade deficit before the shock: imports − exports"),
            value("deficit", "trade deficit: imports − exports"),
            percent(
                "real_income_per_head_pct",
                "change of real income per head of those who live in the region; where people move",
            ),
            percent(
                "welfare_of_natives_pct",
                "change of welfare of the people who come from the region, wherever they live; where people move",
            ),
            ratio("population_hat", "people who live in the region; where people move"),
            count(
                "stages_ahead_baseline",
                "stages from the region's value added to final use (upstreamness, weighted by value added); under by-use sourcing, as of the next five",
            ),
            count("stages_ahead", "the same after the shock"),
            count(
                "stages_behind_baseline",
                "stages behind what the region's final users buy (downstreamness, weighted by purchases)",
            ),
            count("stages_behind", "the same after the shock"),
            count(
                "borders_crossed_baseline",
                "borders that the region's value added crosses until its final user",
            ),
            count("borders_crossed", "the same after the shock"),
            VariableDescription {
                name: "population",
                unit: Unit::People,
                meaning: "people, in worlds that tell them",
            },
        ],
    },
    TableDescription {
        name: "sectors",
        row: "a variant, a region, a sector and a variable",
        columns: &[VARIANT, OF_REGION, SECTOR, VARIABLE, VALUE, UNIT],
        variables: &[
            ratio("unit_cost_hat", "unit cost of what the sector makes"),
            ratio("price_index_hat", "price of what the region buys of the product, from all origins"),
            percent("output_volume_pct", "change of the volume of output, at prices of the baseline"),
            percent(
                "value_added_real_pct",
                "change of the income of the sector's factors over the region's price index of final spending",
            ),
            percent("exports_pct", "change of the volume of the sector's exports, at prices of the baseline"),
            percent(
                "imports_pct",
                "change of the volume of imports of the product, at prices of the baseline",
            ),
            value("gross_output_baseline", "output before the shock, at basic prices"),
            value("gross_output", "output at basic prices"),
            ratio("gross_output_hat", "output, in value"),
            value("value_added_baseline", "income of the sector's factors before the shock"),
            value("value_added", "income of the sector's factors"),
            value(
                "expenditure_baseline",
                "what the region buys of the product before the shock, at purchasers' prices",
            ),
            value("expenditure", "what the region buys of the product, at purchasers' prices"),
        ],
    },
    TableDescription {
        name: "trade",
        row: "a variant, a sector and a trade link, a region's trade with itself among them; sales at basic prices",
        columns: &[
            VARIANT,
            SECTOR,
            label("origin", "code of the selling region"),
            label("destination", "code of the buying region"),
            number("value_baseline", "sales before the shock"),
            number("value_new", "sales after the shock"),
            number(
                "volume_new",
                "the same at the prices of the baseline: over the seller's price at the mill",
            ),
            label("unit", "the world's unit of value"),
        ],
        variables: &[],
    },
    TableDescription {
        name: "sensitivity",
        row: "a variant, a published set of trade elasticities, a region and a variable; of more than eight variants, the first",
        columns: &[
            VARIANT,
            label("elasticity_set", "name of the set; elasticities that the scenario gives by sector stay"),
            REGION,
            VARIABLE,
            VALUE,
            UNIT,
        ],
        variables: &[REAL_INCOME],
    },
    TableDescription {
        name: "decomposition",
        row: "a variant, a region and a part of the exact change of real income, integrated along the path of the shock; parts of one \
              split add up to `real_income_pct`",
        columns: &[
            VARIANT,
            OF_REGION,
            label(
                "split",
                "`channel`, `channel_sector` and `channel_partner` (the same channels by sector or by partner, zeros left out), \
                 `shock`, or `entry`",
            ),
            label(
                "part",
                "name of a channel (`terms_of_trade`, `trade_costs`, `productivity`, `scale`, `selection`, `tariff_revenue`, \
                 `other_revenue`, `factors`, `transfers`, `investment`, `distribution`), of a kind of shock, or of an entry of the \
                 scenario (`tariff.fence`, `tariff.2`); where entries move the same cell, each has the part by which it moves it, in the \
                 order set, multiply, add",
            ),
            label("sector", "code of a sector, or `all`"),
            label("partner", "code of the trade partner, or `all`"),
            VALUE,
            UNIT,
        ],
        variables: &[],
    },
    TableDescription {
        name: "first_order",
        row: "a variant, a region and a part of `welfare_first_order_pct` by sector or by partner, zeros left out; the parts of `sector`, and \
              those of `partner`, add up to it",
        columns: &[
            VARIANT,
            REGION,
            label(
                "split",
                "`sector`, `partner`, or `partner_group`: sums over the members of each group of the scenario",
            ),
            label(
                "part",
                "`terms_of_trade`, `volume_of_trade` or `technology`: over a split each adds up to the variable of `regions` of its name",
            ),
            label("sector", "code of the sector whose product is traded, or `all`"),
            label("partner", "code of the trade partner, name of a group of partners, or `all`"),
            VALUE,
            UNIT,
        ],
        variables: &[],
    },
    TableDescription {
        name: "households",
        row: "a variant, a region, a group of households and a variable; where the scenario has groups",
        columns: &[VARIANT, OF_REGION, label("group", "name of the group"), VARIABLE, VALUE, UNIT],
        variables: &[
            value("income_baseline", "income of the group before the shock"),
            value("income", "income of the group"),
            percent("real_income_pct", "exact change of its real income, as its equivalent variation"),
        ],
    },
    TableDescription {
        name: "factors",
        row: "a variant, a region, a sector, a factor and a variable; where sectors pay different factor prices",
        columns: &[VARIANT, OF_REGION, SECTOR, label("factor", "code of a factor"), VARIABLE, VALUE, UNIT],
        variables: &[ratio("factor_price_hat", "price of the factor in the sector")],
    },
    TableDescription {
        name: "emissions",
        row: "a variant, a region and a variable; where carbon has a price",
        columns: &[
            VARIANT,
            REGION,
            VARIABLE,
            VALUE,
            label("unit", "`ratio`, or the world's unit of emissions: `kt`"),
        ],
        variables: &[
            emissions(
                "emissions_baseline",
                "CO2 that the sectors of the region emit before the shock, priced or not, as far as fuels that they buy carry it",
            ),
            emissions("emissions", "CO2 that they emit: it moves with the quantities of those fuels"),
            ratio("emissions_hat", "emissions"),
        ],
    },
    TableDescription {
        name: "equilibria",
        row: "a variant, an equilibrium, a region and a variable; where `--starts` looked for other equilibria",
        columns: &[
            VARIANT,
            label(
                "equilibrium",
                "1 is that of all other tables; others in the order in which they were found",
            ),
            number("starts", "number of random starts that came to it"),
            REGION,
            VARIABLE,
            VALUE,
            UNIT,
        ],
        variables: &[REAL_INCOME],
    },
    TableDescription {
        name: "draws",
        row: "a variant, a draw of the elasticities, a region and a variable; where `--sensitivity` asked for draws",
        columns: &[VARIANT, DRAW, REGION, VARIABLE, VALUE, UNIT],
        variables: &[REAL_INCOME],
    },
    TableDescription {
        name: "uncertainty",
        row: "a variant, a region, a variable and a statistic of it over the draws; where `--sensitivity` asked for draws",
        columns: &[
            VARIANT,
            REGION,
            VARIABLE,
            label(
                "statistic",
                "`mean`, `sd` (standard deviation), `p5`, `p50` and `p95` (percentiles); 90 % of the draws lie between `p5` and `p95`",
            ),
            VALUE,
            UNIT,
        ],
        variables: &[REAL_INCOME],
    },
    TableDescription {
        name: "drawn_elasticities",
        row: "a variant, a draw and an elasticity that differs between draws; where `--sensitivity` asked for draws",
        columns: &[
            VARIANT,
            DRAW,
            label(
                "parameter",
                "`trade_elasticity` (to trade costs), `scale_elasticity` (under `external`), `variety_elasticity` (under `melitz`), \
                 `substitution` (of final demand), or `substitution:` and the name of a nest of technology",
            ),
            label("sector", "code of a sector, of a nest the using one; `all` for final demand"),
            VALUE,
        ],
        variables: &[],
    },
];

/// The tables of derivatives at an equilibrium. A gradient has the columns that its instruments need.
pub const DERIVATIVE_TABLES: [TableDescription; 2] = [
    table(
        "gradient",
        "an instrument that `oblate gradient --by` names: one of trade links and products, of regions and sectors, of regions and factors, or \
         of regions; it has the columns that tell them apart",
        &[
            label("origin", "code of the selling region, of instruments on trade links"),
            label("destination", "code of the buying region, of instruments on trade links"),
            label("region", "code of the region, of all other instruments"),
            label("sector", "code of the sector, of instruments on trade links and on sectors"),
            label("factor", "code of the factor, of factor supplies"),
            number("value", "derivative of the outcome to the instrument"),
            label(
                "unit",
                "`percent per percentage point` of a rate, `percent per percent`, or `percent per unit of value` of a deficit",
            ),
        ],
    ),
    table(
        "exposure",
        "a region whose productivity rises by one per cent in all sectors, and a region",
        &[
            label("origin", "code of the region whose productivity rises"),
            label("region", "code of the region that is told"),
            number("real_income", "what it does to real income, per cent"),
            number("income", "what it does to income, per cent"),
        ],
    ),
];

const DRAW: ColumnDescription =
    label("draw", "number of the draw, from 1; it is the same draw however many there are");

const REAL_INCOME: VariableDescription = percent("real_income_pct", "exact change of real income");
const REAL_WAGE: VariableDescription = percent("real_wage_pct", "mean factor price over the price index");
const FIRST_ORDER: VariableDescription = percent(
    "welfare_first_order_pct",
    "change of real income to first order at initial tariffs: the sum of three parts",
);
const TERMS_OF_TRADE: VariableDescription = percent(
    "terms_of_trade_pct",
    "first part of `welfare_first_order_pct`: export prices against import prices",
);
const VOLUME_OF_TRADE: VariableDescription =
    percent("volume_of_trade_pct", "second part of `welfare_first_order_pct`: imports that paid tariffs");
const WAGE: VariableDescription =
    ratio("wage_hat", "factor price, the mean over factors weighted by baseline income");
const CONSUMER_PRICE: VariableDescription = ratio("price_index_hat", "price index of final spending");
const EXPORTS_HAT: VariableDescription = ratio("exports_hat", "exports, in value");
const IMPORTS_HAT: VariableDescription = ratio("imports_hat", "imports, in value");
const INCOME_BASELINE: VariableDescription = value("income_baseline", "income before the shock");
