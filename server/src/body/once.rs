//! JSON in which a name stands once in its object. Of two values for one name one program takes the first and another the
//! last, so that what a proxy let pass could be something else here.

use std::fmt;

use api::FieldFault;
use serde::{
    Deserializer,
    de::{DeserializeSeed, Error, MapAccess, SeqAccess, Visitor},
};
use serde_json::{Map, Value};

use super::{MOST_FAULTS, pointer};

/// Reads JSON, and which of its names are given twice.
pub fn read(bytes: &[u8]) -> serde_json::Result<(Value, Vec<FieldFault>)> {
    let mut faults = Vec::new();
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = Once { place: String::new(), faults: &mut faults }.deserialize(&mut reader)?;
    reader.end()?;
    Ok((value, faults))
}

/// Reads the value of a place, which is a JSON pointer.
struct Once<'a> {
    place: String,
    faults: &'a mut Vec<FieldFault>,
}

impl<'de> DeserializeSeed<'de> for Once<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Once<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, truth: bool) -> Result<Value, E> {
        Ok(truth.into())
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        Ok(text.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        loop {
            let place = format!("{}/{}", self.place, values.len());
            match list.next_element_seed(Once { place, faults: &mut *self.faults })? {
                Some(value) => values.push(value),
                None => return Ok(Value::Array(values)),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Value, A::Error> {
        let mut values = Map::new();
        while let Some(name) = object.next_key::<String>()? {
            let place = format!("{}{}", self.place, pointer(&name));
            if values.contains_key(&name) && self.faults.len() < MOST_FAULTS {
                self.faults.push(FieldFault { pointer: place.clone(), message: format!("{name} is given twice") });
            }
            let value = object.next_value_seed(Once { place, faults: &mut *self.faults })?;
            values.insert(name, value);
        }
        Ok(Value::Object(values))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn names_that_are_given_twice_are_told_wherever_they_stand() {
        let (value, faults) = read(br#"{"a": 1, "b": [{"c": -1.5, "c": null}], "a": "x", "d": {"a": true}}"#).unwrap();
        assert_eq!(value, json!({"a": "x", "b": [{"c": null}], "d": {"a": true}}));
        let places: Vec<&str> = faults.iter().map(|fault| fault.pointer.as_str()).collect();
        assert_eq!(places, ["/b/0/c", "/a"]);
    }

    #[test]
    fn the_rest_is_read_as_ever() {
        for text in ["{\"a\": 1} x", "{\"a\"", "[1,]", ""] {
            assert!(read(text.as_bytes()).is_err(), "{text}");
        }
        assert!(read("[".repeat(1000).as_bytes()).is_err(), "too deep");
    }
}
