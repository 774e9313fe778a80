//! Who is served first under `rationing = "by-contract"`: the `[[contract]]` tables.

use oblate_propagation::Rationing;

use super::Chooser;
use crate::text::{At, Name, ProblemCode, Words, table};
use crate::words::Regions;

table! {
    /// Buyers that are served together.
    Contract {
        /// A name by which variants and `--set` address the contract.
        #[expect(dead_code, reason = "overrides find it in the document")]
        name: Option<At<Name>>,
        /// Sectors of the industries that buy; none where only `uses` are named.
        sectors: Option<At<Words>>,
        /// Final uses that buy; none where only `sectors` are named.
        uses: Option<At<Words>>,
        ..places: Regions,
    }
}

impl Chooser<'_, '_, '_> {
    /// Ranks of all buyers: contracts in their order, then the industries and then the final users that none names.
    pub(super) fn ranks(&mut self, contracts: &[At<Contract>]) -> Rationing {
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
            let regions = places.find(self.vocabulary, self.findings).unwrap_or_default();
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
}
