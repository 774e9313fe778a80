//! The head of files, which is the same whatever they ask, and the files that have it.

use super::read::{At, table};
use super::values::{Map, Mechanism, Words};

table! {
    /// What a file is about, its world, and its words.
    HeadTable {
        /// The title, one line.
        title: Option<At<String>>,
        /// The question that the file answers.
        question: Option<At<String>>,
        /// The mechanisms that it shows: `["M14"]`.
        mechanisms: Vec<At<Mechanism>>,
        /// The world that it is made for: the name of a built-in world or a world file.
        #[schemars(extend("default" = "world-2014"))]
        world: Option<At<String>>,
        /// What a reader should know.
        notes: Option<At<String>>,
        /// Own groups of regions: a name, and its regions, other groups or built-in groups (`@EU27`).
        groups: Option<Map<At<Words>>>,
        /// Own groups of sectors: a name, and its sectors or other groups.
        sector_groups: Option<Map<At<Words>>>,
    }
}

/// Declares the files of one kind: what stands between the head and the shocks, and how its variants are told.
///
/// It makes the table `File` of the module, and the table `Variant`: what may stand in a variant.
macro_rules! file {
    (
        $(#[$doc:meta])*
        File of $shocks:ty {
            $($(#[$field_doc:meta])* $field:ident: $type:ty,)*
        }
        $(#[$variant_doc:meta])*
        variants {
            $(#[$variants_doc:meta])*
            by name,
            $(#[$set_doc:meta])*
            set,
        }
    ) => {
        $crate::text::table! {
            $(#[$doc])*
            File {
                { ..head: $crate::text::HeadTable }
                $($(#[$field_doc])* $field: $type,)*
                $(#[$variants_doc])*
                #[expect(dead_code, reason = "checks what is written; the cases are made from the tree")]
                variants: Option<$crate::text::Map<Variant>>,
                ..shocks: $shocks,
            }
        }

        $crate::text::table! {
            /// A variant: the base case with some keys set anew and some shocks added.
            $(#[$variant_doc])*
            #[expect(dead_code, reason = "checks what is written; the cases are made from the tree")]
            Variant {
                /// The title of the variant, one line.
                title: Option<$crate::text::At<String>>,
                $(#[$set_doc])*
                set: Option<$crate::text::Map<$crate::text::Node>>,
                ..shocks: $shocks,
            }
        }
    };
}
pub(crate) use file;
