//! Identifiers and counters of the protocol. Each is its own type, so that an op's id can't be passed where an
//! initiative's belongs. Identifiers are UUIDs in lower case with hyphens; whoever makes one uses version 7, which
//! keeps the store's indexes in the order of time. This module never makes one: that takes a clock and randomness.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use std::{fmt, str::FromStr};
use uuid::Uuid;

/// A string that isn't a UUID in the protocol's spelling: 36 characters, lower case, with hyphens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a UUID in lower case with hyphens")]
pub struct NotAnId;

fn parse_uuid(text: &str) -> Result<Uuid, NotAnId> {
    let shaped = text.len() == 36 && !text.bytes().any(|byte| byte.is_ascii_uppercase());
    if !shaped {
        return Err(NotAnId);
    }
    Uuid::try_parse(text).map_err(|_| NotAnId)
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Uuid);

        impl $name {
            /// Wraps a UUID that the caller made or stored.
            pub const fn new(uuid: Uuid) -> Self {
                Self(uuid)
            }

            /// The UUID itself, for storage.
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0.as_hyphenated(), out)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, out)
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;
            fn from_str(text: &str) -> Result<Self, NotAnId> {
                parse_uuid(text).map(Self)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut buffer = Uuid::encode_buffer();
                serializer.serialize_str(self.0.as_hyphenated().encode_lower(&mut buffer))
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
                text.parse().map_err(D::Error::custom)
            }
        }

        #[cfg(feature = "openapi")]
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                utoipa::openapi::ObjectBuilder::new()
                    .schema_type(utoipa::openapi::schema::Type::String)
                    .format(Some(utoipa::openapi::SchemaFormat::Custom("uuid".into())))
                    .description(Some("UUID, version 7, in lower case"))
                    .into()
            }
        }

        #[cfg(feature = "openapi")]
        impl utoipa::ToSchema for $name {}
    };
}

id!(
    /// An initiative, from its first draft on. Made by the device that starts it.
    InitiativeId
);
id!(
    /// One op. Made and stored with the op, before it is first sent, so that a repeat can be told from a new op.
    OpId
);
id!(
    /// A union member.
    MemberId
);
id!(
    /// One installation of the app.
    DeviceId
);

/// How many ops have changed an initiative: 0 before the server knows it, then 1, 2, …
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Rev(pub u32);

impl Rev {
    /// The revision after this one. At the largest it stays, which four billion edits of one initiative would take.
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_protocols_spelling_is_an_id() {
        let good = "01936d5e-7b00-7abc-8def-0123456789ab";
        assert_eq!(good.parse::<OpId>().unwrap().to_string(), good);
        for bad in [
            "",
            "01936D5E-7B00-7ABC-8DEF-0123456789AB",
            "01936d5e7b007abc8def0123456789ab",
            "{01936d5e-7b00-7abc-8def-0123456789ab}",
            "urn:uuid:01936d5e-7b00-7abc-8def-0123456789ab",
        ] {
            assert_eq!(bad.parse::<OpId>(), Err(NotAnId), "{bad}");
        }
    }
}
