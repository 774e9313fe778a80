//! What the folders of the layouts hold, as data: their tables and columns. The book is made from it.

/// A table of a layout.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LayoutTable {
    /// Its name: the file is `NAME.csv` or `NAME.parquet`.
    pub name: &'static str,
    /// What it holds, and whether it may be left out.
    pub meaning: &'static str,
    /// Its columns in the order of an export.
    pub columns: &'static [LayoutColumn],
}

/// A column of a table of a layout.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LayoutColumn {
    /// Its name; in capitals where it stands for any number of columns: `FACTOR`.
    pub name: &'static str,
    /// What it holds.
    pub meaning: &'static str,
}

impl LayoutColumn {
    /// Whether it stands for any number of columns.
    pub(super) fn is_any(&self) -> bool {
        self.name.chars().all(char::is_uppercase)
    }
}

const fn column(name: &'static str, meaning: &'static str) -> LayoutColumn {
    LayoutColumn { name, meaning }
}

const ORIGIN: LayoutColumn = column("origin", "region that sells; `exporter` is taken too");
const DESTINATION: LayoutColumn = column("destination", "region that buys; `importer` is taken too");
const REGION: LayoutColumn = column("region", "region");
const SECTOR: LayoutColumn = column("sector", "sector");
const PRODUCT: LayoutColumn = column("sector", "sector that makes the product");
const INPUT: LayoutColumn = column("input", "sector that makes the product");
const USING: LayoutColumn = column("sector", "sector that uses it");
const BASIC: LayoutColumn = column("value", "value at basic prices");
const PURCHASERS: LayoutColumn = column("value", "value at purchasers' prices");

const TRADE_ELASTICITY: LayoutTable = LayoutTable {
    name: "trade_elasticity",
    meaning: "elasticities that came with the data; optional",
    columns: &[SECTOR, column("trade_elasticity", "trade elasticity, above 0")],
};

/// Columns of `industries` that are no factor.
pub(super) const INDUSTRY_COLUMNS: [&str; 3] = ["region", "sector", "taxes"];

/// The tables of the layout `table`.
pub const TABLE_LAYOUT: [LayoutTable; 12] = [
    LayoutTable {
        name: "regions",
        meaning: "regions in their order; optional, else the order of `industries`",
        columns: &[
            column("code", "code"),
            column("name", "name; optional"),
            column("iso3", "ISO 3166 alpha-3 code; optional"),
            column("FACT", "any further columns: a number each, empty where missing"),
        ],
    },
    LayoutTable {
        name: "sectors",
        meaning: "sectors in their order; optional, else the order of `industries`",
        columns: &[
            column("code", "code"),
            column("name", "name; optional"),
            column("isic4", "divisions of ISIC Rev. 4, separated by `;`; optional"),
        ],
    },
    LayoutTable {
        name: "industries",
        meaning: "factor income and taxes of each sector; needed",
        columns: &[
            REGION,
            SECTOR,
            column("FACTOR", "income of a factor, one column each; or `value_added` for one factor"),
            column("taxes", "net tax on production; negative is a subsidy; optional"),
        ],
    },
    LayoutTable {
        name: "flows",
        meaning: "sales where each use has its own sources; either this table or the next three",
        columns: &[
            column("from_region", "region that sells"),
            column("from_sector", "sector that sells"),
            column("to_region", "region that buys"),
            column("to_use", "sector or final use that buys"),
            BASIC,
        ],
    },
    LayoutTable {
        name: "trade",
        meaning: "sales where all uses of a product in a region share its sources",
        columns: &[ORIGIN, DESTINATION, PRODUCT, BASIC],
    },
    LayoutTable {
        name: "intermediate_use",
        meaning: "purchases of inputs, with `trade`",
        columns: &[REGION, INPUT, USING, PURCHASERS],
    },
    LayoutTable {
        name: "final_use",
        meaning: "final purchases, with `trade`",
        columns: &[REGION, PRODUCT, column("use", "final use"), PURCHASERS],
    },
    LayoutTable {
        name: "tariffs",
        meaning: "import tariffs; optional",
        columns: &[ORIGIN, DESTINATION, PRODUCT, column("value", "rate points: 0.1 is 10 %")],
    },
    TRADE_ELASTICITY,
    LayoutTable {
        name: "satellites",
        meaning: "quantities by sector, such as employment or CO2; optional",
        columns: &[
            REGION,
            SECTOR,
            column("name", "name of the quantity"),
            column("value", "its value; missing without a row"),
            column("unit", "its unit, the same in all rows of a name; optional"),
        ],
    },
    LayoutTable {
        name: "pairs",
        meaning: "facts about pairs of regions, such as distance; optional",
        columns: &[
            ORIGIN,
            DESTINATION,
            column("FACT", "any further columns: a number each, empty where missing"),
        ],
    },
    LayoutTable {
        name: "mends",
        meaning: "written by an export: such a world is taken as it is, without new mends",
        columns: &[
            column("rule", "name of the rule"),
            column("region", "region, where the mend has one"),
            column("sector", "sector or final use, where the mend has one"),
            column("before", "value before"),
            column("after", "value after"),
            column("note", "what happened"),
        ],
    },
];

/// The tables of the layout `national`.
pub const NATIONAL_LAYOUT: [LayoutTable; 5] = [
    LayoutTable {
        name: "industries",
        meaning: "national accounts; gives the order of regions and sectors; needed",
        columns: &[
            REGION,
            SECTOR,
            column("value_added", "value added"),
            column("final_use", "final purchases of the product"),
        ],
    },
    LayoutTable {
        name: "intermediate_use",
        meaning: "purchases of inputs; needed",
        columns: &[REGION, INPUT, USING, PURCHASERS],
    },
    LayoutTable {
        name: "trade",
        meaning: "bilateral trade, own sales included; needed; further columns are no part of the world",
        columns: &[
            ORIGIN,
            DESTINATION,
            PRODUCT,
            column("value", "value net of tariffs"),
            column("tariff", "import tariff in rate points"),
        ],
    },
    LayoutTable {
        name: "deficit",
        meaning: "trade deficits; zero without it",
        columns: &[REGION, column("deficit", "imports − exports")],
    },
    TRADE_ELASTICITY,
];
