//! The JSON header of a world file, apart from the model's types so that either can change alone.

use serde::{Deserialize, Serialize};

use oblate_world::{
    Accounts, Axes, Axis, AxisError, Description, Flows, Id, Label, Mend, MendRule, Source, SourceFile,
};

use crate::error::WorldFileFault;

/// Everything about a world but its numbers, and where its numbers stand.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Header {
    pub(super) description: DescriptionEntry,
    pub(super) regions: Vec<LabelEntry>,
    pub(super) sectors: Vec<LabelEntry>,
    pub(super) final_uses: Vec<LabelEntry>,
    pub(super) factors: Vec<LabelEntry>,
    pub(super) flows: FlowsEntry,
    pub(super) tariff: bool,
    pub(super) trade_elasticity: bool,
    pub(super) satellites: Vec<QuantityEntry>,
    pub(super) region_covariates: Vec<QuantityEntry>,
    pub(super) pair_covariates: Vec<QuantityEntry>,
    pub(super) mends: Vec<MendEntry>,
    pub(super) sections: Vec<SectionEntry>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum FlowsEntry {
    ByUse,
    Common,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DescriptionEntry {
    name: String,
    title: String,
    year: Option<i32>,
    unit: String,
    licence: String,
    citation: String,
    caveats: Vec<String>,
    sources: Vec<SourceEntry>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SourceEntry {
    name: String,
    licence: String,
    citation: String,
    files: Vec<SourceFileEntry>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SourceFileEntry {
    name: String,
    blake3: String,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LabelEntry {
    code: String,
    name: String,
    standard: Option<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct QuantityEntry {
    pub(super) name: String,
    pub(super) unit: String,
}

/// Sizes are null where they are no number: JSON has no NaN.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MendEntry {
    rule: String,
    region: Option<String>,
    sector: Option<String>,
    before: Option<f64>,
    after: Option<f64>,
    note: String,
}

/// Where one array stands in the file.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SectionEntry {
    pub(super) name: String,
    pub(super) shape: Vec<u64>,
    pub(super) encoding: Encoding,
    pub(super) offset: u64,
    pub(super) length: u64,
    pub(super) blake3: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Encoding {
    F64,
    Decimal4,
}

impl Encoding {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::F64 => "f64",
            Self::Decimal4 => "decimal4",
        }
    }
}

impl Header {
    /// The header of these accounts, with no section yet.
    pub(super) fn of(accounts: &Accounts) -> Self {
        let flows = match accounts.flows {
            Flows::ByUse { .. } => FlowsEntry::ByUse,
            Flows::Common { .. } => FlowsEntry::Common,
        };
        let quantity =
            |name: &String, unit: &String| QuantityEntry { name: name.clone(), unit: unit.clone() };
        Self {
            description: DescriptionEntry::of(&accounts.description),
            regions: labels(&accounts.axes.regions),
            sectors: labels(&accounts.axes.sectors),
            final_uses: labels(&accounts.axes.final_uses),
            factors: labels(&accounts.axes.factors),
            flows,
            tariff: accounts.tariff.is_some(),
            trade_elasticity: accounts.trade_elasticity.is_some(),
            satellites: accounts.satellites.iter().map(|q| quantity(&q.name, &q.unit)).collect(),
            region_covariates: accounts
                .region_covariates
                .iter()
                .map(|q| quantity(&q.name, &q.unit))
                .collect(),
            pair_covariates: accounts.pair_covariates.iter().map(|q| quantity(&q.name, &q.unit)).collect(),
            mends: accounts.mends.iter().map(MendEntry::of).collect(),
            sections: Vec::new(),
        }
    }

    pub(super) fn axes(&self) -> Result<Axes, AxisError> {
        Ok(Axes {
            regions: axis(&self.regions)?,
            sectors: axis(&self.sectors)?,
            final_uses: axis(&self.final_uses)?,
            factors: axis(&self.factors)?,
        })
    }

    pub(super) fn mends(&self) -> Result<Vec<Mend>, WorldFileFault> {
        self.mends.iter().map(MendEntry::mend).collect()
    }
}

impl DescriptionEntry {
    fn of(description: &Description) -> Self {
        let Description { name, title, year, unit, licence, citation, caveats, sources } =
            description.clone();
        let sources = sources.into_iter().map(SourceEntry::of).collect();
        Self { name, title, year, unit, licence, citation, caveats, sources }
    }

    pub(super) fn description(&self) -> Description {
        let Self { name, title, year, unit, licence, citation, caveats, sources } = self.clone();
        let sources = sources.into_iter().map(SourceEntry::source).collect();
        Description { name, title, year, unit, licence, citation, caveats, sources }
    }
}

impl SourceEntry {
    fn of(source: Source) -> Self {
        let Source { name, licence, citation, files } = source;
        let files = files.into_iter().map(|f| SourceFileEntry { name: f.name, blake3: f.blake3 }).collect();
        Self { name, licence, citation, files }
    }

    fn source(self) -> Source {
        let Self { name, licence, citation, files } = self;
        let files = files.into_iter().map(|f| SourceFile { name: f.name, blake3: f.blake3 }).collect();
        Source { name, licence, citation, files }
    }
}

impl MendEntry {
    fn of(mend: &Mend) -> Self {
        let number = |value: f64| value.is_finite().then_some(value);
        Self {
            rule: mend.rule.name().to_owned(),
            region: mend.region.clone(),
            sector: mend.sector.clone(),
            before: number(mend.before),
            after: number(mend.after),
            note: mend.note.clone(),
        }
    }

    fn mend(&self) -> Result<Mend, WorldFileFault> {
        let known = || MendRule::ALL.iter().map(|rule| rule.name()).collect();
        let rule = MendRule::from_name(&self.rule)
            .ok_or_else(|| WorldFileFault::UnknownRule { rule: self.rule.clone(), known: known() })?;
        Ok(Mend {
            rule,
            region: self.region.clone(),
            sector: self.sector.clone(),
            before: self.before.unwrap_or(f64::NAN),
            after: self.after.unwrap_or(f64::NAN),
            note: self.note.clone(),
        })
    }
}

fn labels<I: Id>(axis: &Axis<I>) -> Vec<LabelEntry> {
    let entry = |label: &Label| LabelEntry {
        code: label.code.clone(),
        name: label.name.clone(),
        standard: label.standard.clone(),
    };
    axis.labels().iter().map(entry).collect()
}

fn axis<I: Id>(entries: &[LabelEntry]) -> Result<Axis<I>, AxisError> {
    let label = |entry: &LabelEntry| Label {
        code: entry.code.clone(),
        name: entry.name.clone(),
        standard: entry.standard.clone(),
    };
    Axis::new(entries.iter().map(label).collect())
}
