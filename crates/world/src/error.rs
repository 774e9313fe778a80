//! What can be wrong with axes and tables.

/// Labels that do not make an axis.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AxisError {
    /// An axis without entries.
    #[error("there is no {kind} at all")]
    Empty {
        /// What the axis holds.
        kind: &'static str,
    },
    /// An entry without a code.
    #[error("{kind} number {} has an empty code", position + 1)]
    EmptyCode {
        /// What the axis holds.
        kind: &'static str,
        /// Position of the entry, from zero.
        position: usize,
    },
    /// A code that means something else to the program.
    #[error(
        "a {kind} cannot be called `{code}`, which stands for {meaning}; give it another code in all tables"
    )]
    Reserved {
        /// What the axis holds.
        kind: &'static str,
        /// The code.
        code: String,
        /// What it stands for.
        meaning: &'static str,
    },
    /// Two entries with one code.
    #[error("{kind} `{code}` stands twice: as number {} and as number {}", first + 1, second + 1)]
    Duplicate {
        /// What the axis holds.
        kind: &'static str,
        /// The code that stands twice.
        code: String,
        /// Position of the first one, from zero.
        first: usize,
        /// Position of the second one, from zero.
        second: usize,
    },
}

/// A table that is no world: a cell that cannot be, or accounts that do not balance.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum BalanceError {
    /// An array that does not have the size of its axes.
    #[error("{account} has shape {found:?}, but the axes ask for {expected:?}")]
    Shape {
        /// Which account.
        account: String,
        /// The shape it has.
        found: Vec<usize>,
        /// The shape it should have.
        expected: Vec<usize>,
    },
    /// A cell that is not a finite number, or is negative where it may not be.
    #[error("{account} is {value} at {place}; {legal}")]
    Cell {
        /// Which account.
        account: &'static str,
        /// Labels of the cell, in words.
        place: String,
        /// The value found.
        value: f64,
        /// What values are legal.
        legal: &'static str,
    },
    /// Receipts and cost of a sector differ: identity (2.2).
    #[error(
        "sector `{sector}` of region `{region}` does not balance: output after production taxes is {receipts}, \
         inputs and value added are {cost} (gap {:.3e} of output)", (receipts - cost).abs() / receipts.abs().max(f64::MIN_POSITIVE)
    )]
    Sector {
        /// Code of the region.
        region: String,
        /// Code of the sector.
        sector: String,
        /// Output minus production taxes, in the world's unit.
        receipts: f64,
        /// Inputs at purchasers' prices plus factor income, in the world's unit.
        cost: f64,
    },
    /// Sales of a product to a region differ from what its users buy.
    #[error(
        "product `{sector}` in region `{region}` does not balance: users buy {use_value}, suppliers sell {supply} tariffs included"
    )]
    Market {
        /// Code of the buying region.
        region: String,
        /// Code of the product.
        sector: String,
        /// What users buy, at purchasers' prices, in the world's unit.
        use_value: f64,
        /// What suppliers sell, tariffs included, in the world's unit.
        supply: f64,
    },
}

/// A table that the rules cannot mend into a world.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum MendError {
    /// Arrays of the wrong size, or cells that are no numbers: nothing that a mend could repair.
    #[error(transparent)]
    Accounts(#[from] BalanceError),
    /// A mend of value added that is larger than rough statistics explain.
    #[error(
        "value added of sector `{sector}` in region `{region}` would change from {before} to {after}, \
         {:.1} % of its output, and the rule `{rule}` may change at most {:.1} %; correct the source: value added, \
         inputs, taxes and sales of this sector do not belong together", 100.0 * size, 100.0 * tolerance
    )]
    TooLarge {
        /// Name of the rule.
        rule: &'static str,
        /// Code of the region.
        region: String,
        /// Code of the sector.
        sector: String,
        /// Value added before the mend, in the world's unit.
        before: f64,
        /// Value added after the mend, in the world's unit.
        after: f64,
        /// Size of the mend as a share of output.
        size: f64,
        /// Largest size that is allowed.
        tolerance: f64,
    },
    /// Value added that would move more in all than rough statistics explain.
    #[error(
        "value added would change by {:.1} % of the world's, in {moved} of {all} industries, and the rule `{rule}` may change at \
         most {:.1} %{}; that is no statistical noise: value added, inputs, taxes and sales do not belong together, correct \
         the source", 100.0 * size, 100.0 * tolerance, unit_in_words(*ratio)
    )]
    WrongTable {
        /// Name of the rule.
        rule: &'static str,
        /// The sum of all moves, as a share of the world's value added.
        size: f64,
        /// Largest share that is allowed.
        tolerance: f64,
        /// How many industries move.
        moved: usize,
        /// How many industries there are.
        all: usize,
        /// Value added over what it would become, where that is one number in nearly all industries.
        ratio: Option<f64>,
    },
    /// A final use that is the sum of others.
    #[error(
        "the final use `{total}` is the sum of others: for every product, the sales to `{total}` are {of}; leave it out of the \
         table, since each sale would count twice"
    )]
    TotalAmongUses {
        /// Code of the final use.
        total: String,
        /// What it is the sum of, for each product.
        of: &'static str,
    },
    /// A column of incomes that are none.
    #[error(
        "the column `{factor}` was read as the income of a factor, {income} in all, and is none: without it {without} of {all} \
         industries balance, with it {with}; leave it out (quantities belong into the table `satellites`)"
    )]
    NoIncome {
        /// Code of the factor.
        factor: String,
        /// Its income in the world.
        income: f64,
        /// Industries that balance without it.
        without: usize,
        /// Industries that balance with it.
        with: usize,
        /// Industries with output.
        all: usize,
    },
    /// Regions without final spending or without income.
    #[error(
        "{}; a region needs positive final spending and factor income: correct its rows, or leave it out of all tables",
        regions.iter().map(|(region, spending, income)| format!(
            "final spending of region `{region}` is {spending}, its factor income {income}"
        )).collect::<Vec<_>>().join("; ")
    )]
    OneSided {
        /// Code, final spending and factor income of each.
        regions: Vec<(String, f64, f64)>,
    },
    /// Regions that buy nothing at home.
    #[error(
        "{} nothing at home: there is no row above zero in which it sells to itself; such rows hold output less exports, and tables of trade lack \
         them; a region that truly has none is merged with another one before the import",
        match regions.as_slice() {
            [only] => format!("region `{only}` buys"),
            more => format!("each of the regions {} buys", more.iter().map(|region| format!("`{region}`")).collect::<Vec<_>>().join(", ")),
        }
    )]
    NothingAtHome {
        /// Their codes.
        regions: Vec<String>,
    },
    /// Deficits that fit trade with the opposite sign.
    #[error(
        "deficits have the opposite sign of trade: that of region `{region}` is told as {told}, and its imports less exports are \
         {by_trade}; a deficit is imports less exports, so turn all signs"
    )]
    OppositeDeficits {
        /// Code of the region where both are farthest apart.
        region: String,
        /// Its deficit as told.
        told: f64,
        /// Its imports less exports, in the unit of the accounts.
        by_trade: f64,
    },
    /// Deficits that fit trade in another unit.
    #[error(
        "deficits are {ratio:.4} times imports less exports in all regions (`{region}`: {told} and {by_trade}, in the unit of \
         value added): they seem to be in another unit"
    )]
    DeficitUnit {
        /// Code of the region where both are farthest apart.
        region: String,
        /// Its deficit as told.
        told: f64,
        /// Its imports less exports, in the unit of the accounts.
        by_trade: f64,
        /// The first over the second.
        ratio: f64,
    },
    /// Inputs without output, where the Leontief inverse needs a technology.
    #[error(
        "sector `{sector}` of region `{region}` has inputs of {inputs} but output of {output}, so what it needs \
         per unit of output is not known; correct the source, or switch the rule `drop-inventories` off"
    )]
    NoTechnology {
        /// Code of the region.
        region: String,
        /// Code of the sector.
        sector: String,
        /// Inputs at basic prices, in the world's unit.
        inputs: f64,
        /// Output, in the world's unit.
        output: f64,
    },
    /// Inputs so large that no output can satisfy final use.
    #[error(
        "without inventory changes, output of sector `{sector}` in region `{region}` would have to be {output}: \
         industries use more than they make; correct the source, or switch the rule `drop-inventories` off"
    )]
    NotProductive {
        /// Code of the region.
        region: String,
        /// Code of the sector.
        sector: String,
        /// The output that final use asks for, in the world's unit.
        output: f64,
    },
    /// All final uses are inventories.
    #[error("all final uses ({uses}) are named as inventories; at least one must be left")]
    NoFinalUse {
        /// Codes of the final uses.
        uses: String,
    },
    /// Inventories in a table whose uses share their sources.
    #[error(
        "inventories ({uses}) can be dropped only from a table that tells the sources of every use; \
         leave them out of the table, or switch the rule `drop-inventories` off"
    )]
    InventoriesPooled {
        /// Codes of the inventories.
        uses: String,
    },
    /// No credible labour share anywhere.
    #[error(
        "no sector of any region has labour income between 5 % and 95 % of its value added, so labour shares \
         cannot be told; give factor income by factor instead"
    )]
    NoLabourShare,
}

/// What a ratio that is the same everywhere tells.
fn unit_in_words(ratio: Option<f64>) -> String {
    ratio.map_or_else(String::new, |ratio| {
        format!("; it is {ratio:.4} times what sales less inputs and taxes leave, almost everywhere: is it in another unit?")
    })
}

/// What is wrong with a list that maps the entries of one axis to another.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ConcordanceError {
    /// A pair whose source is not on the axis.
    #[error("pair {}: there is no {kind} `{code}`; there are: {legal}", row + 1)]
    UnknownSource {
        /// What the axis holds.
        kind: &'static str,
        /// The unknown code.
        code: String,
        /// Position of the pair, from zero.
        row: usize,
        /// The legal codes.
        legal: String,
    },
    /// A pair whose target is not on the target axis.
    #[error("pair {}: there is no target {kind} `{code}`; there are: {legal}", row + 1)]
    UnknownTarget {
        /// What the axis holds.
        kind: &'static str,
        /// The unknown code.
        code: String,
        /// Position of the pair, from zero.
        row: usize,
        /// The legal codes.
        legal: String,
    },
    /// A source that is mapped twice.
    #[error("pair {}: {kind} `{code}` is already mapped by pair {}", row + 1, first + 1)]
    Twice {
        /// What the axis holds.
        kind: &'static str,
        /// The code that is mapped twice.
        code: String,
        /// Position of the first pair, from zero.
        first: usize,
        /// Position of the second pair, from zero.
        row: usize,
    },
    /// A source that is not mapped.
    #[error("{kind} `{code}` is not mapped; map it to one of: {legal}")]
    Missing {
        /// What the axis holds.
        kind: &'static str,
        /// The code that is not mapped.
        code: String,
        /// The codes of the target axis.
        legal: String,
    },
    /// A target to which nothing is mapped.
    #[error("nothing is mapped to the target {kind} `{code}`")]
    Unused {
        /// What the axis holds.
        kind: &'static str,
        /// The code of the target.
        code: String,
    },
    /// Targets that do not make an axis.
    #[error(transparent)]
    Axis(#[from] AxisError),
}

/// Why a world cannot be aggregated.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum AggregationError {
    /// A concordance made for another axis.
    #[error("the concordance maps other {kind}s ({found}) than those of the world ({expected})")]
    OtherAxis {
        /// What the axis holds.
        kind: &'static str,
        /// The codes that the concordance maps.
        found: String,
        /// The codes of the world.
        expected: String,
    },
    /// The sums do not make a world: rounding beyond what balance allows.
    #[error(transparent)]
    Balance(#[from] BalanceError),
}

/// A factor or a region that cannot be split.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum SplitError {
    /// Shares that do not have one number for each sector.
    #[error("there are {found} shares for {expected} sectors")]
    Length {
        /// How many there are.
        found: usize,
        /// How many there should be.
        expected: usize,
    },
    /// A share that is none.
    #[error("the share in sector `{sector}` is {share}; it must lie between 0 and 1")]
    Share {
        /// Code of the sector.
        sector: String,
        /// The share.
        share: f64,
    },
    /// A region that is not split.
    #[error("{found} parts are no split; name two or more")]
    Parts {
        /// How many there are.
        found: usize,
    },
    /// A part of a region that is none.
    #[error("the share of the part `{part}` is {share}; it must be above 0")]
    Part {
        /// Code of the part.
        part: String,
        /// Its share.
        share: f64,
    },
    /// Parts that are not the whole.
    #[error("the shares of the parts add up to {sum}; they must add up to 1")]
    Sum {
        /// The sum.
        sum: f64,
    },
    /// A part of purchases that is none.
    #[error("the share that a part buys from itself is {own}; it must lie between 0 and 1")]
    Own {
        /// The share.
        own: f64,
    },
    /// A code that is taken, or none at all.
    #[error(transparent)]
    Axis(#[from] AxisError),
    /// Accounts that do not balance after the split.
    #[error(transparent)]
    Balance(#[from] BalanceError),
}
