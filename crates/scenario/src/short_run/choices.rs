//! The choices of the short run: the settings that a file makes.

mod inputs;
mod inventories;
mod transport;

use oblate_propagation::{
    Consumption, InputOutput, InventoryLimit, Labour, Overproduction, Rationing, Settings,
};
use oblate_world::Id;

use crate::log::Warning;
use crate::problem::ProblemCode;
use crate::read::At;
use crate::select::{Findings, Vocabulary};
use crate::short_run::raw::{Choices, Contract, File};
use crate::short_run::words::{ConsumptionWord, LabourWord, PresetWord, RationingWord, preset};
use crate::table::TableSource;

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
        let mut settings = preset(raw.preset.as_ref().map_or(PresetWord::Default, |word| word.value));
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

    /// Ranks of all buyers: contracts in their order, then the industries and then the final users that none names.
    fn ranks(&mut self, contracts: &[At<Contract>]) -> Rationing {
        let shape = self.table.shape();
        let last = u8::try_from(contracts.len()).unwrap_or(u8::MAX - 1).min(u8::MAX - 1);
        let mut industries = vec![last; shape.industries()];
        let mut final_users = vec![last + 1; shape.final_users()];
        if contracts.len() > usize::from(u8::MAX - 1) {
            let message =
                format!("{} contracts are too many: at most 254 can be told apart", contracts.len());
            self.findings.report.problem(ProblemCode::WrongKeys, &contracts[0].place, message);
        }
        // the first contract that names a buyer counts
        for (rank, contract) in contracts.iter().enumerate().rev() {
            let rank = u8::try_from(rank).unwrap_or(last);
            let Contract { name: _, sectors, uses, places } = &contract.value;
            let words = places.regions.as_ref().or(places.region.as_ref());
            let regions = self.findings.find(&self.vocabulary.regions, words, shape.regions);
            let regions = regions.unwrap_or_default();
            if sectors.is_some() || uses.is_none() {
                let found = self.findings.find(&self.vocabulary.sectors, sectors.as_ref(), shape.sectors);
                for sector in found.unwrap_or_default() {
                    regions.iter().for_each(|&region| industries[shape.industry(region, sector)] = rank);
                }
            }
            if uses.is_some() || sectors.is_none() {
                let found = self.findings.find(&self.vocabulary.final_uses, uses.as_ref(), shape.final_uses);
                for use_ in found.unwrap_or_default() {
                    regions.iter().for_each(|&region| final_users[shape.final_user(region, use_)] = rank);
                }
            }
        }
        Rationing::ByContract { industries, final_users }
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
                settings.consumption = preset(PresetWord::Pichler).consumption;
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
    fn households(&mut self, words: &At<crate::values::Words>) -> Option<usize> {
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
