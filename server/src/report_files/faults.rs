//! Names all that keeps a file from being read. Reading stops at the first fault, which costs nothing while files are
//! sound; only one that is not is looked through again, part by part, and never held as a tree.

use std::{collections::BTreeMap, fmt};

use api::FieldFault;
use serde::{
    Deserializer,
    de::{self, DeserializeOwned, IntoDeserializer, MapAccess, SeqAccess, Visitor},
};
use serde_json::value::RawValue;

use super::shape::{Entries, Nullable};
use crate::body::{MOST_FAULTS, pointer};

/// What is wrong with a file, the first ones.
#[derive(Default)]
pub struct Faults(Vec<FieldFault>);

impl Faults {
    pub fn add(&mut self, pointer: &str, message: impl Into<String>) {
        if self.0.len() < MOST_FAULTS {
            self.0.push(FieldFault { pointer: pointer.to_owned(), message: message.into() });
        }
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn into_list(self) -> Vec<FieldFault> {
        self.0
    }
}

/// A part of a file.
pub trait Part {
    /// Whether it may be left out.
    const MAY_LACK: bool = false;

    /// Remembers what is wrong with its text.
    fn check(text: &RawValue, place: &str, faults: &mut Faults);
}

/// The fault that ended the reading, and all others.
pub fn with_others<T: Part>(first: FieldFault, text: &[u8]) -> Vec<FieldFault> {
    let mut faults = Faults::default();
    if let Ok(whole) = serde_json::from_slice::<&RawValue>(text) {
        T::check(whole, "", &mut faults);
    }
    // The first one is told with its line, which a part does not know.
    let mut others = faults.into_list();
    others.retain(|other| other.pointer != first.pointer || !first.message.starts_with(&other.message));
    others.insert(0, first);
    others
}

/// A field of an object.
pub struct Field {
    name: &'static str,
    may_lack: bool,
    check: fn(&RawValue, &str, &mut Faults),
}

impl Field {
    pub fn of<T: Part>(name: &'static str) -> Self {
        Self { name, may_lack: T::MAY_LACK, check: T::check }
    }
}

/// Checks each field of an object; what else it holds is passed over.
pub fn check_fields(fields: &[Field], expected: &str, text: &RawValue, place: &str, faults: &mut Faults) {
    let mut seen = Vec::new();
    let take = |name: &str, value: &RawValue| {
        if let Some(field) = fields.iter().find(|field| field.name == name) {
            (field.check)(value, &format!("{place}{}", pointer(name)), faults);
            seen.push(field.name);
        }
    };
    let read = serde_json::Deserializer::from_str(text.get()).deserialize_map(Each { expected, take });
    if let Err(error) = read {
        return faults.add(place, reason(&error));
    }
    for field in fields.iter().filter(|field| !field.may_lack && !seen.contains(&field.name)) {
        faults.add(place, format!("missing field `{}`", field.name));
    }
}

/// Checks a value that is read as a whole.
pub fn check_value<T: DeserializeOwned>(text: &RawValue, place: &str, faults: &mut Faults) {
    if let Err(error) = serde_json::from_str::<T>(text.get()) {
        faults.add(place, reason(&error));
    }
}

impl<T: Part> Part for Option<T> {
    const MAY_LACK: bool = true;

    fn check(text: &RawValue, place: &str, faults: &mut Faults) {
        Nullable::<T>::check(text, place, faults);
    }
}

impl<T: Part> Part for Nullable<T> {
    fn check(text: &RawValue, place: &str, faults: &mut Faults) {
        if text.get() != "null" {
            T::check(text, place, faults);
        }
    }
}

impl<T: Part> Part for Vec<T> {
    fn check(text: &RawValue, place: &str, faults: &mut Faults) {
        let take = |index: &str, item: &RawValue| T::check(item, &format!("{place}/{index}"), faults);
        let read =
            serde_json::Deserializer::from_str(text.get()).deserialize_seq(Each { expected: "a sequence", take });
        read.unwrap_or_else(|error| faults.add(place, reason(&error)));
    }
}

impl<K: DeserializeOwned, V: Part> Part for BTreeMap<K, V> {
    fn check(text: &RawValue, place: &str, faults: &mut Faults) {
        check_entries::<K, V>("a map", text, place, faults);
    }
}

impl<T: Part> Part for Entries<T> {
    fn check(text: &RawValue, place: &str, faults: &mut Faults) {
        check_entries::<model::AssetId, T>(Self::EXPECTED, text, place, faults);
    }
}

fn check_entries<K: DeserializeOwned, V: Part>(expected: &str, text: &RawValue, place: &str, faults: &mut Faults) {
    let take = |key: &str, value: &RawValue| {
        let place = format!("{place}{}", pointer(key));
        let read: Result<K, de::value::Error> = K::deserialize(key.into_deserializer());
        match read {
            Ok(_) => V::check(value, &place, faults),
            Err(error) => faults.add(&place, error.to_string()),
        }
    };
    let read = serde_json::Deserializer::from_str(text.get()).deserialize_map(Each { expected, take });
    read.unwrap_or_else(|error| faults.add(place, reason(&error)));
}

/// Hands on the entries of an object, or the items of a list with their places, one after the other.
struct Each<'a, F> {
    expected: &'a str,
    take: F,
}

impl<'de, F: FnMut(&str, &RawValue)> Visitor<'de> for Each<'_, F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(self.expected)
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut object: A) -> Result<(), A::Error> {
        while let Some((key, value)) = object.next_entry::<String, &RawValue>()? {
            (self.take)(&key, value);
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut list: A) -> Result<(), A::Error> {
        for index in 0_usize.. {
            let Some(item) = list.next_element::<&RawValue>()? else { break };
            (self.take)(&index.to_string(), item);
        }
        Ok(())
    }
}

/// What serde_json says, without the line, which counts from where the part begins.
fn reason(error: &serde_json::Error) -> String {
    let said = error.to_string();
    said.rsplit_once(" at line ").map_or(said.as_str(), |(reason, _)| reason).to_owned()
}
