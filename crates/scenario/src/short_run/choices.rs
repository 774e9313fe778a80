//! The choices of the short run: words, and the settings that they make.

use oblate_propagation::{
    Criticality, ImportantInput, InputUse, InventoryDays, InventoryLimit, Need, OrderRule, Overproduction,
    Payer, Rationing, Settings, Suppliers,
};
use oblate_world::Id;
use schemars::JsonSchema;

use crate::by_sector::own_values;
use crate::choices::choice;
use crate::document::Node;
use crate::problem::ProblemCode;
use crate::read::{Read, Report};
use crate::select::{Findings, Vocabulary};
use crate::short_run::raw::Choices;

choice! {
    /// A published model, or the default.
    #[schemars(rename = "preset")]
    PresetWord "preset" {
        /// The default, for which the book argues.
        Default = "default",
        /// Hallegatte (2014).
        Hallegatte = "hallegatte",
        /// BoARIO 0.7.2 with its habits.
        Boario = "boario-0.7.2",
        /// Guan et al. (2020).
        Guan = "guan",
        /// Pichler et al. (2022), with all inputs needed.
        Pichler = "pichler",
    }
}

choice! {
    /// How industries order.
    #[schemars(rename = "orders")]
    OrdersWord "order rule" {
        /// Use and a part of the gap.
        Use = "use-and-gap",
        /// The whole gap.
        Whole = "whole-gap",
        /// What demand asks for and a part of the gap.
        Demand = "demand-and-gap",
    }
}

choice! {
    /// From whom a buyer orders.
    #[schemars(rename = "suppliers")]
    SuppliersWord "choice of suppliers" {
        /// Shares stay what they were.
        Fixed = "fixed",
        /// Shares follow capacity.
        ByCapacity = "by-capacity",
        /// Shares follow output.
        ByOutput = "by-output",
    }
}

choice! {
    /// Who is served first.
    #[schemars(rename = "rationing")]
    RationingWord "rule of rationing" {
        /// All get the same part.
        Proportional = "proportional",
        /// Industries before final users.
        IntermediateFirst = "intermediate-first",
        /// The largest orders first.
        LargestFirst = "largest-first",
        /// In random order.
        Random = "random",
    }
}

choice! {
    /// How inputs limit output.
    #[schemars(rename = "inputs")]
    InputsWord "use of inputs" {
        /// All are needed.
        Leontief = "leontief",
        /// They replace each other.
        Linear = "linear",
    }
}

choice! {
    /// How a shock wears off.
    #[schemars(rename = "recovery")]
    RecoveryWord "recovery" {
        /// Evenly.
        Linear = "linear",
        /// Fast at first.
        Convex = "convex",
        /// Slowly at first.
        Concave = "concave",
    }
}

choice! {
    /// Who pays for rebuilding.
    #[schemars(rename = "payer")]
    PayerWord "payer" {
        /// Insurers or lenders outside.
        Outside = "outside",
        /// Final demand of the region that was hit.
        Region = "region",
    }
}

impl From<PayerWord> for Payer {
    fn from(word: PayerWord) -> Self {
        match word {
            PayerWord::Outside => Self::Outside,
            PayerWord::Region => Self::FinalDemand,
        }
    }
}

impl From<SuppliersWord> for Suppliers {
    fn from(word: SuppliersWord) -> Self {
        match word {
            SuppliersWord::Fixed => Self::Fixed,
            SuppliersWord::ByCapacity => Self::ByCapacity,
            SuppliersWord::ByOutput => Self::ByOutput,
        }
    }
}

fn preset(word: PresetWord) -> Settings {
    match word {
        PresetWord::Default => Settings::default(),
        PresetWord::Hallegatte => Settings::hallegatte(),
        PresetWord::Boario => Settings::boario_072(),
        PresetWord::Guan => Settings::guan(),
        PresetWord::Pichler => Settings::pichler(InputUse::Leontief),
    }
}

/// The settings that a file chooses.
pub(super) fn settings(
    raw: Option<&Choices>,
    vocabulary: &Vocabulary<'_>,
    findings: &mut Findings<'_>,
) -> Settings {
    let Some(raw) = raw else { return Settings::default() };
    let mut settings = preset(raw.preset.as_ref().map_or(PresetWord::Default, |word| word.value));
    if let Some(suppliers) = &raw.suppliers {
        settings.suppliers = suppliers.value.into();
    }
    if let Some(suppliers) = &raw.final_suppliers {
        settings.final_suppliers = suppliers.value.into();
    }
    if let Some(orders) = &raw.orders {
        settings.orders = match orders.value {
            OrdersWord::Use => OrderRule::UseAndGap,
            OrdersWord::Whole => OrderRule::WholeGap,
            OrdersWord::Demand => OrderRule::DemandAndGap,
        };
    }
    if let Some(rationing) = &raw.rationing {
        let seed = raw.seed.as_ref().map_or(1, |seed| seed.value.get() as u64);
        settings.rationing = match rationing.value {
            RationingWord::Proportional => Rationing::Proportional,
            RationingWord::IntermediateFirst => Rationing::IntermediateFirst,
            RationingWord::LargestFirst => Rationing::LargestFirst,
            RationingWord::Random => Rationing::Random { seed },
        };
    }
    if let Some(inputs) = &raw.inputs {
        settings.inputs = match inputs.value {
            InputsWord::Leontief => InputUse::Leontief,
            InputsWord::Linear => InputUse::Linear,
        };
    }
    criticality(raw, &mut settings, vocabulary, findings);
    numbers(raw, &mut settings);
    inventories(raw, &mut settings, vocabulary, findings);
    settings
}

/// Products that every industry needs, or needs half.
fn criticality(
    raw: &Choices,
    settings: &mut Settings,
    vocabulary: &Vocabulary<'_>,
    findings: &mut Findings<'_>,
) {
    if raw.essential.is_none() && raw.important.is_none() {
        return;
    }
    if let Some(inputs) = &raw.inputs {
        let message = "`inputs` says the same of all products, `essential` and `important` tell them apart: write one or the other";
        findings.report.problem(ProblemCode::WrongKeys, &inputs.place, message);
    }
    let count = vocabulary.world.axes().sectors.len();
    let mut need = vec![Need::Rest; count];
    for (words, kind) in [(&raw.important, Need::Important), (&raw.essential, Need::Essential)] {
        let Some(words) = words else { continue };
        for sector in findings.find(&vocabulary.sectors, Some(words), count).unwrap_or_default() {
            need[sector.index()] = kind;
        }
    }
    // the same for all users
    let need = need.into_iter().flat_map(|need| std::iter::repeat_n(need, count)).collect();
    settings.inputs = InputUse::Criticality(Criticality { need, important: ImportantInput::Half });
}

fn numbers(raw: &Choices, settings: &mut Settings) {
    if let Some(psi) = &raw.psi {
        settings.limit = InventoryLimit::ShareOfTarget(psi.value);
    }
    let most = raw.overproduction.as_ref().map(|most| most.value);
    let days = raw.overproduction_days.as_ref().map(|days| days.value);
    if most.is_some() || days.is_some() {
        let before = settings.overproduction.unwrap_or(Overproduction { most: 1.25, days: 365.0 });
        let over = Overproduction { most: most.unwrap_or(before.most), days: days.unwrap_or(before.days) };
        settings.overproduction = (over.most != 1.0).then_some(over);
    }
    let given = [
        (&raw.restoring, &mut settings.restoring),
        (&raw.negligible, &mut settings.negligible),
        (&raw.capital_ratio, &mut settings.capital_ratio),
        (&raw.step, &mut settings.step),
    ];
    for (value, setting) in given {
        if let Some(value) = value {
            *setting = value.value;
        }
    }
}

/// Days of all inputs, or by product; the preset's days stand for the products that have none.
fn inventories(
    raw: &Choices,
    settings: &mut Settings,
    vocabulary: &Vocabulary<'_>,
    findings: &mut Findings<'_>,
) {
    let Some(days) = &raw.inventories else { return };
    let InventoryDays::Same(before) = settings.inventories else { return };
    let default = days.default().map_or(before, |days| days.value);
    let mut by_input = vec![default; vocabulary.world.axes().sectors.len()];
    for (sector, own) in own_values(days, vocabulary, findings) {
        by_input[sector.index()] = own.value;
    }
    settings.inventories = InventoryDays::ByInput(by_input);
}
