//! Values as TOML files write them.

use std::fmt;

use crate::long_run::{ElasticityFrom, Sourcing, Structure};

/// A value as a file writes it: a number, a text, true or false, a list, or a table within a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value(String);

impl Value {
    /// Values by key, as in `{ default = 4.0, C26 = 8.0 }`.
    pub fn table<K: AsRef<str>, V: Into<Self>>(entries: impl IntoIterator<Item = (K, V)>) -> Self {
        let entries = entries.into_iter();
        let entries: Vec<String> =
            entries.map(|(name, value)| format!("{} = {}", key(name.as_ref()), value.into())).collect();
        Self(format!("{{ {} }}", entries.join(", ")))
    }

    fn list<V: Into<Self>>(items: impl IntoIterator<Item = V>) -> Self {
        let items: Vec<String> = items.into_iter().map(|item| item.into().0).collect();
        Self(format!("[{}]", items.join(", ")))
    }
}

impl fmt::Display for Value {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// A name as a key: in quotes, if it has other signs than letters, digits, `-` and `_`.
pub(super) fn key(name: &str) -> String {
    let is_bare = |sign: char| sign.is_ascii_alphanumeric() || sign == '-' || sign == '_';
    if !name.is_empty() && name.chars().all(is_bare) { name.to_owned() } else { quoted(name) }
}

/// A text between quotes, in which only what TOML forbids there is escaped.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for sign in text.chars() {
        match sign {
            '"' | '\\' => out.extend(['\\', sign]),
            sign if sign.is_control() => out.push_str(&format!("\\u{:04X}", u32::from(sign))),
            sign => out.push(sign),
        }
    }
    out + "\""
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self(quoted(text))
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self(quoted(&text))
    }
}

impl From<f64> for Value {
    fn from(number: f64) -> Self {
        // TOML writes what is no number in small letters
        Self(format!("{number:?}").to_lowercase())
    }
}

impl<V: Into<Value>, const N: usize> From<[V; N]> for Value {
    fn from(items: [V; N]) -> Self {
        Self::list(items)
    }
}

impl<V: Into<Value>> From<Vec<V>> for Value {
    fn from(items: Vec<V>) -> Self {
        Self::list(items)
    }
}

impl<V: Into<Value> + Clone> From<&[V]> for Value {
    fn from(items: &[V]) -> Self {
        Self::list(items.iter().cloned())
    }
}

/// Types that are written as they are shown, and those of words.
macro_rules! shown {
    ($($plain:ty),*; $($word:ty),*) => {
        $(impl From<$plain> for Value {
            fn from(value: $plain) -> Self {
                Self(value.to_string())
            }
        })*
        $(impl From<$word> for Value {
            fn from(word: $word) -> Self {
                Self(quoted(&word.to_string()))
            }
        })*
    };
}
shown!(bool, i32, u32, usize; Structure, Sourcing, ElasticityFrom);
