//! The words by which a file of shocks makes its choices, and the choices of the model that they stand for.

use oblate_propagation::{ImportantInput, InputUse, OrderRule, Overlap, Payer, Settings, Suppliers};
use schemars::JsonSchema;

use crate::choices::choice;
use crate::document::Node;
use crate::problem::ProblemCode;
use crate::read::{Read, Report};

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
        /// In the order of the `[[contract]]` tables.
        ByContract = "by-contract",
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
    /// What the lack of an important input does.
    #[schemars(rename = "important_inputs")]
    ImportantWord "effect of important inputs" {
        /// Output stops without it: strongly critical.
        AsEssential = "as-essential",
        /// Half of output stops without it: half critical.
        Half = "half",
        /// Nothing: weakly critical.
        AsRest = "as-rest",
    }
}

choice! {
    /// How labour follows what there is to do.
    #[schemars(rename = "labour")]
    LabourWord "rule of labour" {
        /// All that can work do.
        Kept = "kept",
        /// Industries hire and fire.
        HiredAndFired = "hired-and-fired",
    }
}

choice! {
    /// What households buy.
    #[schemars(rename = "consumption")]
    ConsumptionWord "rule of consumption" {
        /// What they bought before, but for shocks.
        Fixed = "fixed",
        /// What income and expectations allow.
        FromIncome = "from-income",
    }
}

choice! {
    /// What two losses of one capacity make together.
    #[schemars(rename = "overlap")]
    OverlapWord "rule of overlap" {
        /// What one leaves is hit by the other.
        Compound = "compound",
        /// The larger one counts.
        Largest = "largest",
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

/// The choices of a published model, or the default ones.
pub(super) fn preset(word: PresetWord) -> Settings {
    match word {
        PresetWord::Default => Settings::default(),
        PresetWord::Hallegatte => Settings::hallegatte(),
        PresetWord::Boario => Settings::boario_072(),
        PresetWord::Guan => Settings::guan(),
        PresetWord::Pichler => Settings::pichler(InputUse::Leontief),
    }
}

impl From<OrdersWord> for OrderRule {
    fn from(word: OrdersWord) -> Self {
        match word {
            OrdersWord::Use => Self::UseAndGap,
            OrdersWord::Whole => Self::WholeGap,
            OrdersWord::Demand => Self::DemandAndGap,
        }
    }
}

impl From<InputsWord> for InputUse {
    fn from(word: InputsWord) -> Self {
        match word {
            InputsWord::Leontief => Self::Leontief,
            InputsWord::Linear => Self::Linear,
        }
    }
}

impl From<ImportantWord> for ImportantInput {
    fn from(word: ImportantWord) -> Self {
        match word {
            ImportantWord::AsEssential => Self::AsEssential,
            ImportantWord::Half => Self::Half,
            ImportantWord::AsRest => Self::AsRest,
        }
    }
}

impl From<OverlapWord> for Overlap {
    fn from(word: OverlapWord) -> Self {
        match word {
            OverlapWord::Compound => Self::Compound,
            OverlapWord::Largest => Self::Largest,
        }
    }
}
