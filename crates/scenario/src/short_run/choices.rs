//! The words by which a file chooses how the short run works.

use oblate_propagation::{ImportantInput, InputUse, OrderRule, Overlap, Payer, Settings, Suppliers};

use crate::words::choice;

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
    #[expect(clippy::enum_variant_names, reason = "they are those of the model")]
    #[schemars(rename = "orders")]
    OrdersWord "order rule" for OrderRule {
        /// Use and a part of the gap.
        UseAndGap = "use-and-gap",
        /// The whole gap.
        WholeGap = "whole-gap",
        /// What demand asks for and a part of the gap.
        DemandAndGap = "demand-and-gap",
    }
}

choice! {
    /// From whom a buyer orders.
    #[schemars(rename = "suppliers")]
    SuppliersWord "choice of suppliers" for Suppliers {
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
    InputsWord "use of inputs" for InputUse {
        /// All are needed.
        Leontief = "leontief",
        /// They replace each other.
        Linear = "linear",
    }
}

choice! {
    /// What the lack of an important input does.
    #[schemars(rename = "important_inputs")]
    ImportantWord "effect of important inputs" for ImportantInput {
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
    OverlapWord "rule of overlap" for Overlap {
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
    PayerWord "payer" for Payer {
        /// Insurers or lenders outside.
        Outside = "outside",
        /// Final demand of the region that was hit.
        FinalDemand = "region",
    }
}

/// The choices of a published model, or the default ones.
impl From<PresetWord> for Settings {
    fn from(word: PresetWord) -> Self {
        match word {
            PresetWord::Default => Self::default(),
            PresetWord::Hallegatte => Self::hallegatte(),
            PresetWord::Boario => Self::boario_072(),
            PresetWord::Guan => Self::guan(),
            PresetWord::Pichler => Self::pichler(InputUse::Leontief),
        }
    }
}
