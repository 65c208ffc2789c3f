//! One way to give a closed list a text form: a kebab-case id, `FromStr`, `Display` and serde as that id.

use thiserror::Error;

/// A word that is in none of the places where a closed list allows it.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("unknown {what} `{given}`; known: {known}")]
pub struct UnknownId {
    /// What kind of word was expected, for example `profile`.
    pub what: &'static str,
    /// The word as it was given.
    pub given: String,
    /// The words that would have been understood, separated by commas.
    pub known: String,
}

/// `Display`, `Serialize` and `Deserialize` for a type that has `to_text` and `FromStr`.
macro_rules! text_form {
    ($name:ident) => {
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.id().as_ref())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.id().as_ref())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <String as serde::Deserialize>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

/// A closed list: an enum without fields whose variants have ids.
macro_rules! id_enum {
    ($(#[$meta:meta])* $vis:vis enum $name:ident, $what:literal {
        $($(#[$variant_meta:meta])* $variant:ident => $id:literal,)+
    }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $vis enum $name { $($(#[$variant_meta])* $variant,)+ }

        impl $name {
            /// Every value, in the order of the specification.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The name used in files, in reports and on the command line.
            pub const fn id(self) -> &'static str {
                match self { $(Self::$variant => $id),+ }
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::UnknownId;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::ALL.iter().copied().find(|value| value.id() == text).ok_or_else(|| $crate::UnknownId {
                    what: $what,
                    given: text.to_owned(),
                    known: [$($id),+].join(", "),
                })
            }
        }

        $crate::ids::text_form!($name);
    };
}

pub(crate) use {id_enum, text_form};
