//! Which inputs which industry needs: `essential`, `important` and `criticality`.

use oblate_propagation::{Criticality, ImportantInput, InputUse, Need, Settings};
use oblate_world::Id;

use super::{Choices, Chooser};
use crate::text::{At, ProblemCode};
use crate::words::{Cells, KeyColumn, cells_of_file};

impl Chooser<'_, '_, '_> {
    /// Products that every industry needs, or needs half, and what a file says of single users.
    pub(super) fn inputs(&mut self, raw: &Choices, settings: &mut Settings) {
        let Choices { inputs, essential, important, criticality, important_inputs, .. } = raw;
        if essential.is_none() && important.is_none() && criticality.is_none() {
            if let Some(word) = important_inputs {
                let message = "no input is important: name some under `important` or in `criticality`";
                self.findings.report.problem(ProblemCode::WrongKeys, &word.place, message);
            }
            return;
        }
        if let Some(inputs) = inputs {
            let message = "`inputs` says the same of all products, `essential`, `important` and `criticality` tell them apart: write \
                           one or the other";
            self.findings.report.problem(ProblemCode::WrongKeys, &inputs.place, message);
        }
        let count = self.vocabulary.world.axes().sectors.len();
        let mut of_product = vec![Need::Rest; count];
        for (words, kind) in [(important, Need::Important), (essential, Need::Essential)] {
            let Some(words) = words else { continue };
            let found = self.findings.find(&self.vocabulary.sectors, Some(words), count);
            found.unwrap_or_default().into_iter().for_each(|sector| of_product[sector.index()] = kind);
        }
        let mut need: Vec<Need> =
            of_product.into_iter().flat_map(|need| std::iter::repeat_n(need, count)).collect();
        if let Some(path) = criticality {
            self.criticality(path, &mut need);
        }
        let important = important_inputs.as_ref().map_or(ImportantInput::Half, |word| word.value.into());
        settings.inputs = InputUse::Criticality(Criticality { need, important });
    }

    /// What a file says of products and the sectors that use them.
    fn criticality(&mut self, path: &At<String>, need: &mut [Need]) {
        let sectors = &self.vocabulary.sectors;
        let count = self.vocabulary.world.axes().sectors.len();
        let cells = Cells {
            shape: vec![count, count],
            selected: (0..count * count).collect(),
            empty: None,
            columns: vec![KeyColumn::new("product", true, sectors), KeyColumn::new("sector", false, sectors)],
        };
        let report = &mut self.findings.report;
        for (cell, value) in cells_of_file(self.tables, path, None, &cells, report).unwrap_or_default() {
            let told = [(1.0, Need::Essential), (0.5, Need::Important), (0.0, Need::Rest)];
            match told.iter().find(|(number, _)| *number == value) {
                Some((_, kind)) => need[cell] = *kind,
                None => {
                    let message = format!(
                        "table `{}` gives {value}: an input is essential (1), important (0.5) or neither (0)",
                        path.value
                    );
                    report.problem(ProblemCode::OutOfBounds, &path.place, message);
                }
            }
        }
    }
}
