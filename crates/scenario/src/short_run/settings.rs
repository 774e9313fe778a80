//! How the short run works: the settings that `[short_run]` chooses.

mod contracts;
mod inputs;
mod inventories;
mod transport;

use std::num::NonZeroUsize;

use oblate_propagation::{
    Consumption, InputOutput, InventoryLimit, Labour, Overproduction, Rationing, Settings,
};
use oblate_world::Id;

use super::File;
use super::choices::{
    ConsumptionWord, ImportantWord, InputsWord, LabourWord, OrdersWord, OverlapWord, PresetWord,
    RationingWord, SuppliersWord,
};
use crate::log::Warning;
use crate::text::{At, ProblemCode, Words, table};
use crate::words::{Findings, TableSource, Values, Vocabulary};
use transport::Transport;

pub(super) use contracts::Contract;
use inventories::Days;

table! {
    /// The choices of the model; the preset gives those that are left out.
    Choices {
        /// Where the other choices come from.
        #[schemars(extend("default" = "default"))]
        preset: Option<At<PresetWord>>,
        /// Days of use that industries hold, of all inputs or by product; or a CSV or Parquet file with the days by `product`,
        /// and by `region` and `sector` of the user where they differ. `inf` is an input that never limits output.
        inventories: Option<At<Values<Days>>>,
        /// Days over which a gap to the target is closed.
        restoring: Option<At<f64>>,
        /// How industries order.
        orders: Option<At<OrdersWord>>,
        /// From whom industries order.
        suppliers: Option<At<SuppliersWord>>,
        /// From whom final users order.
        final_suppliers: Option<At<SuppliersWord>>,
        /// Who is served first.
        rationing: Option<At<RationingWord>>,
        /// Seed of `rationing = "random"`.
        #[schemars(extend("default" = 1))]
        seed: Option<At<NonZeroUsize>>,
        /// How inputs limit output.
        inputs: Option<At<InputsWord>>,
        /// Products without which output stops; then those that are named nowhere do not limit it.
        essential: Option<At<Words>>,
        /// Products whose lack halves output.
        important: Option<At<Words>>,
        /// A CSV or Parquet file that tells by `product` and using `sector` whether it is essential (1), important (0.5) or
        /// neither (0), in the column `value`; it comes before `essential` and `important`.
        criticality: Option<At<String>>,
        /// What the lack of an important product does.
        #[schemars(extend("default" = "half"))]
        important_inputs: Option<At<ImportantWord>>,
        /// Output falls when less than this part of the target is in stock, not only when an input is used up.
        psi: Option<At<f64>>,
        /// An input whose share in output is smaller never limits output.
        negligible: Option<At<f64>>,
        /// The most that output can be, over capacity before; 1 switches overproduction off.
        overproduction: Option<At<f64>>,
        /// Days in which overproduction is reached.
        overproduction_days: Option<At<f64>>,
        /// Whether industries let idle workers go and hire them back, or all that can work do.
        labour: Option<At<LabourWord>>,
        /// Under `labour = "hired-and-fired"`: part of the missing workers that is hired in a day; 1/30 where no preset says more.
        hiring: Option<At<f64>>,
        /// Under `labour = "hired-and-fired"`: part of the idle workers that is let go in a day; 1/15 where no preset says more.
        firing: Option<At<f64>>,
        /// What households buy.
        consumption: Option<At<ConsumptionWord>>,
        /// The final use that is theirs, under `consumption = "from-income"`; the first one without it.
        households: Option<At<Words>>,
        /// Part of lost labour income that is paid as a benefit; 0.8 where no preset says more.
        benefits: Option<At<f64>>,
        /// How much of consumption is that of the day before; 1 - (1 - 0.6)/90 where no preset says more.
        persistence: Option<At<f64>>,
        /// Part of the spending on unwanted products that is saved; 0.5 where no preset says more.
        saved: Option<At<f64>>,
        /// What two losses of one capacity make together.
        overlap: Option<At<OverlapWord>>,
        /// Days that goods travel; without it they arrive at once.
        transport: Option<At<Transport>>,
        /// Capital over yearly value added.
        capital_ratio: Option<At<f64>>,
        /// Days of one step.
        step: Option<At<f64>>,
    }
}

/// What choices are made with.
pub(super) struct Chooser<'a, 'w, 's> {
    pub table: &'a InputOutput,
    pub vocabulary: &'a Vocabulary<'w>,
    pub tables: &'a dyn TableSource,
    pub findings: &'a mut Findings<'s>,
}

impl Chooser<'_, '_, '_> {
    /// The settings that a file chooses.
    pub fn settings(mut self, file: &File) -> Settings {
        let settings = file.short_run.as_ref().map_or_else(Settings::default, |raw| self.chosen(raw, file));
        let by_contract = matches!(settings.rationing, Rationing::ByContract { .. });
        if !by_contract && !file.contract.is_empty() {
            self.findings.warn(Warning::ContractsUnused);
        }
        settings
    }

    fn chosen(&mut self, raw: &Choices, file: &File) -> Settings {
        let mut settings = Settings::from(raw.preset.as_ref().map_or(PresetWord::Default, |word| word.value));
        words(raw, &mut settings);
        if let Some(rationing) = &raw.rationing {
            let seed = raw.seed.as_ref().map_or(1, |seed| seed.value.get() as u64);
            settings.rationing = match rationing.value {
                RationingWord::Proportional => Rationing::Proportional,
                RationingWord::IntermediateFirst => Rationing::IntermediateFirst,
                RationingWord::LargestFirst => Rationing::LargestFirst,
                RationingWord::Random => Rationing::Random { seed },
                RationingWord::ByContract => self.ranks(&file.contract),
            };
        }
        self.inputs(raw, &mut settings);
        self.labour(raw, &mut settings);
        self.consumption(raw, &mut settings);
        numbers(raw, &mut settings);
        self.inventories(raw, &mut settings);
        if let Some(transport) = &raw.transport {
            settings.transport = self.transport(transport);
        }
        settings
    }

    fn labour(&mut self, raw: &Choices, settings: &mut Settings) {
        let (hiring, firing) = (number(&raw.hiring), number(&raw.firing));
        match raw.labour.as_ref().map(|word| word.value) {
            Some(LabourWord::Kept) => settings.labour = Labour::Kept,
            Some(LabourWord::HiredAndFired) if settings.labour == Labour::Kept => {
                settings.labour = Labour::HiredAndFired { hiring: 1.0 / 30.0, firing: 1.0 / 15.0 };
            }
            _ => {}
        }
        match &mut settings.labour {
            Labour::HiredAndFired { hiring: own_hiring, firing: own_firing } => {
                *own_hiring = hiring.unwrap_or(*own_hiring);
                *own_firing = firing.unwrap_or(*own_firing);
            }
            Labour::Kept => self.of_no_use(&[&raw.hiring, &raw.firing], "labour = \"hired-and-fired\""),
        }
    }

    fn consumption(&mut self, raw: &Choices, settings: &mut Settings) {
        match raw.consumption.as_ref().map(|word| word.value) {
            Some(ConsumptionWord::Fixed) => settings.consumption = Consumption::Fixed,
            Some(ConsumptionWord::FromIncome) if settings.consumption == Consumption::Fixed => {
                settings.consumption = Settings::from(PresetWord::Pichler).consumption;
            }
            _ => {}
        }
        match &mut settings.consumption {
            Consumption::FromIncome { households, benefits, saved, persistence } => {
                *persistence = number(&raw.persistence).unwrap_or(*persistence);
                *benefits = number(&raw.benefits).unwrap_or(*benefits);
                *saved = number(&raw.saved).unwrap_or(*saved);
                if let Some(words) = &raw.households {
                    *households = self.households(words).unwrap_or(*households);
                }
            }
            Consumption::Fixed => {
                self.of_no_use(
                    &[&raw.benefits, &raw.persistence, &raw.saved],
                    "consumption = \"from-income\"",
                );
            }
        }
    }

    /// The position of the one final use that words name.
    fn households(&mut self, words: &At<Words>) -> Option<usize> {
        let found = self.findings.find(&self.vocabulary.final_uses, Some(words), 0)?;
        if let [use_] = found.as_slice() {
            return Some(use_.index());
        }
        let message = format!("households are one final use, and these words name {}", found.len());
        self.findings.report.problem(ProblemCode::WrongKeys, &words.place, message);
        None
    }

    /// Reports numbers that nothing reads.
    fn of_no_use(&mut self, numbers: &[&Option<At<f64>>], under: &str) {
        for number in numbers.iter().copied().flatten() {
            let message = format!("this means something under `{under}` only");
            self.findings.report.problem(ProblemCode::WrongKeys, &number.place, message);
        }
    }
}

fn number(given: &Option<At<f64>>) -> Option<f64> {
    given.as_ref().map(|given| given.value)
}

fn words(raw: &Choices, settings: &mut Settings) {
    if let Some(suppliers) = &raw.suppliers {
        settings.suppliers = suppliers.value.into();
    }
    if let Some(suppliers) = &raw.final_suppliers {
        settings.final_suppliers = suppliers.value.into();
    }
    if let Some(orders) = &raw.orders {
        settings.orders = orders.value.into();
    }
    if let Some(inputs) = &raw.inputs {
        settings.inputs = inputs.value.into();
    }
    if let Some(overlap) = &raw.overlap {
        settings.overlap = overlap.value.into();
    }
}

fn numbers(raw: &Choices, settings: &mut Settings) {
    if let Some(psi) = &raw.psi {
        settings.limit = InventoryLimit::ShareOfTarget(psi.value);
    }
    let (most, days) = (number(&raw.overproduction), number(&raw.overproduction_days));
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
        *setting = number(value).unwrap_or(*setting);
    }
}
