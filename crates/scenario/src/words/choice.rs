//! Keys whose value is one of a few words.

/// Declares a type whose values are a few words; with `for`, they stand for those of a type of the models.
macro_rules! choice {
    (
        $(#[$doc:meta])*
        $name:ident $what:literal for $model:ty {
            $($(#[$word_doc:meta])* $variant:ident = $word:literal,)*
        }
    ) => {
        $crate::words::choice! {
            $(#[$doc])*
            $name $what {
                $($(#[$word_doc])* $variant = $word,)*
            }
        }

        impl From<$name> for $model {
            fn from(word: $name) -> Self {
                match word {
                    $($name::$variant => Self::$variant,)*
                }
            }
        }
    };
    (
        $(#[$doc:meta])*
        $name:ident $what:literal {
            $($(#[$word_doc:meta])* $variant:ident = $word:literal,)*
        }
    ) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, schemars::JsonSchema)]
        $(#[$doc])*
        pub enum $name {
            $($(#[$word_doc])* #[schemars(rename = $word)] $variant,)*
        }

        /// The word that files use for it.
        impl std::fmt::Display for $name {
            fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                out.write_str(match self {
                    $(Self::$variant => $word,)*
                })
            }
        }

        impl $crate::text::Read for $name {
            fn read(
                node: &$crate::text::Node,
                report: &mut $crate::text::Report<'_>,
            ) -> Option<Self> {
                match <String as $crate::text::Read>::read(node, report)?.as_str() {
                    $($word => Some(Self::$variant),)*
                    word => {
                        let code = $crate::text::ProblemCode::UnknownChoice;
                        let message = format!("unknown {} `{word}`", $what);
                        let problem = report.problem(code, &node.place, message);
                        problem.among(word, [$($word),*]);
                        None
                    }
                }
            }
        }
    };
}
pub(crate) use choice;
