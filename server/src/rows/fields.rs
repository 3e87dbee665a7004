//! The fields of one row, taken one by one, so that all that is wrong with it is said at once.

use std::{borrow::Cow, fmt};

use model::{AssetId, MAX_NOTE, Timestamp, check_text, moment};
use serde::{
    Deserializer,
    de::{DeserializeSeed, MapAccess, Visitor},
};

use super::cell::Cell;
use crate::nearest;

/// No row has more fields than this.
const MOST_FIELDS: usize = 8;
/// How many unknown fields of a row are named.
pub const MOST_UNKNOWN: usize = 5;

/// What can be read from a row.
pub trait FromRow: Sized {
    /// Every field that a row may have.
    const FIELDS: &'static [&'static str];

    /// Takes each field in turn; `None` where one is at fault, which `fields` then remembers.
    fn from_fields(fields: &mut Fields) -> Option<Self>;
}

/// The fields of one row.
pub struct Fields<'a> {
    names: &'static [&'static str],
    cells: [Option<Cell<'a>>; MOST_FIELDS],
    faults: Vec<String>,
    unknown: usize,
}

impl<'a> Fields<'a> {
    pub fn new(names: &'static [&'static str]) -> Self {
        Self { names, cells: Default::default(), faults: Vec::new(), unknown: 0 }
    }

    /// Puts a value into the field of a place in the names.
    pub fn put(&mut self, place: usize, cell: Cell<'a>) {
        let name = self.names[place];
        if self.cells[place].replace(cell).is_some() {
            let fault = format!("{name} is given twice");
            // A row may repeat it ten thousand times.
            if !self.faults.contains(&fault) {
                self.faults.push(fault);
            }
        }
    }

    /// A text that must be there: an id.
    pub fn id(&mut self, name: &'static str) -> Option<AssetId> {
        self.optional_id(name)?.or_else(|| self.fault(name, "is missing"))
    }

    /// An id that may be left out.
    pub fn optional_id(&mut self, name: &'static str) -> Option<Option<AssetId>> {
        match self.take(name) {
            None => Some(None),
            // No address can hold it: browsers take it for a way through folders.
            Some(Cell::Text(text) | Cell::Written(text)) if matches!(&*text, "." | "..") => {
                self.fault(name, "must not be . or ..")
            }
            Some(Cell::Text(text) | Cell::Written(text)) => match AssetId::new(text) {
                Ok(id) => Some(Some(id)),
                Err(wrong) => self.fault(name, &wrong.to_string()),
            },
            Some(_) => self.fault(name, "must be a text"),
        }
    }

    /// A text that may be left out; an empty one is none.
    pub fn optional_text(&mut self, name: &'static str, longest: usize) -> Option<Option<String>> {
        match self.take(name) {
            None => Some(None),
            Some(Cell::Text(text) | Cell::Written(text)) if text.is_empty() => Some(None),
            Some(Cell::Text(text) | Cell::Written(text)) => match check_text(&text, longest) {
                Ok(()) => Some(Some(text.into_owned())),
                Err(wrong) => self.fault(name, &wrong.to_string()),
            },
            Some(_) => self.fault(name, "must be a text"),
        }
    }

    /// A message that may be left out.
    pub fn optional_note(&mut self, name: &'static str) -> Option<Option<String>> {
        self.optional_text(name, MAX_NOTE)
    }

    /// A moment that must be there.
    pub fn moment(&mut self, name: &'static str) -> Option<Timestamp> {
        self.optional_moment(name)?.or_else(|| self.fault(name, "is missing"))
    }

    /// A moment that may be left out, in the milliseconds that storage keeps.
    pub fn optional_moment(&mut self, name: &'static str) -> Option<Option<Timestamp>> {
        let Some(cell) = self.take(name) else { return Some(None) };
        let read = match &cell {
            Cell::Text(text) | Cell::Written(text) => moment::read(text),
            _ => None,
        };
        let Some(at) = read else {
            let shown = shown(&cell);
            return self.fault(name, &format!("must be a moment such as 2025-09-01T10:30:00Z{shown}"));
        };
        if !moment::is_plausible(at) {
            return self.fault(name, &format!("{}{}", moment::PLAUSIBLE_YEARS, shown(&cell)));
        }
        Some(Timestamp::from_timestamp_millis(at.timestamp_millis()))
    }

    /// A number that is not negative and may be left out.
    pub fn optional_number(&mut self, name: &'static str) -> Option<Option<f64>> {
        let number = match self.take(name) {
            None => return Some(None),
            Some(Cell::Whole(number)) => Some(number as f64),
            Some(Cell::Number(number)) => Some(number),
            Some(Cell::Written(text)) => text.parse().ok(),
            Some(_) => None,
        };
        match number.filter(|number: &f64| number.is_finite() && *number >= 0.0) {
            Some(number) => Some(Some(number)),
            None => self.fault(name, "must be a number that is not negative"),
        }
    }

    /// A whole number that may be left out, as large as both engines keep.
    pub fn optional_whole(&mut self, name: &'static str) -> Option<Option<u64>> {
        let number = match self.take(name) {
            None => return Some(None),
            Some(Cell::Whole(number)) => Some(number),
            Some(Cell::Number(number)) => whole(number),
            Some(Cell::Written(text)) => text.parse().ok(),
            Some(_) => None,
        };
        match number.filter(|number| i64::try_from(*number).is_ok()) {
            Some(number) => Some(Some(number)),
            None => self.fault(name, &format!("must be a whole number from 0 to {}", i64::MAX)),
        }
    }

    /// A word that must be there; `read` knows the words, and `wish` says which they are. Truths and numbers are read as
    /// the words that they are written as.
    pub fn word<T>(&mut self, name: &'static str, wish: &str, read: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        self.optional_word(name, wish, read)?.or_else(|| self.fault(name, "is missing"))
    }

    /// A word that may be left out.
    pub fn optional_word<T>(
        &mut self,
        name: &'static str,
        wish: &str,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Option<Option<T>> {
        let Some(cell) = self.take(name) else { return Some(None) };
        let found = match &cell {
            Cell::Text(text) | Cell::Written(text) => read(text),
            Cell::Truth(truth) => read(if *truth { "true" } else { "false" }),
            Cell::Whole(number) => read(&number.to_string()),
            _ => None,
        };
        match found {
            Some(found) => Some(Some(found)),
            None => {
                let shown = shown(&cell);
                self.fault(name, &format!("must be {wish}{shown}"))
            }
        }
    }

    /// Texts that may be left out. A sheet has them in one cell, with semicolons or commas between them.
    pub fn texts(&mut self, name: &'static str, longest: usize) -> Option<Vec<String>> {
        let texts: Option<Vec<String>> = match self.take(name) {
            None => return Some(Vec::new()),
            Some(Cell::Written(text)) => {
                Some(text.split([';', ',']).map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect())
            }
            Some(Cell::List(cells)) => cells.into_iter().map(into_text).collect(),
            Some(_) => None,
        };
        match texts.filter(|texts| texts.iter().all(|text| check_text(text, longest).is_ok())) {
            Some(texts) => Some(texts),
            None => self.fault(name, &format!("must be a list of texts, each of 1 to {longest} characters")),
        }
    }

    /// Remembers what is wrong.
    pub fn fault<T>(&mut self, name: &str, wrong: &str) -> Option<T> {
        self.faults.push(format!("{name} {wrong}"));
        None
    }

    /// The value of a field; nothing where it is left out.
    fn take(&mut self, name: &'static str) -> Option<Cell<'a>> {
        let place = self.names.iter().position(|known| *known == name)?;
        self.cells[place].take().filter(|cell| *cell != Cell::Nothing)
    }

    fn name_unknown(&mut self, name: &str) {
        self.unknown += 1;
        if self.unknown <= MOST_UNKNOWN {
            self.faults.push(unknown(name, self.names));
        }
    }

    /// Everything that is wrong with the row.
    pub fn into_faults(self) -> Vec<String> {
        self.faults
    }
}

/// What to say of a name that no field has.
pub fn unknown(name: &str, names: &[&'static str]) -> String {
    format!("{} is not a known field{}", nearest::shown(name), nearest::hint(name, names.iter().copied()))
}

fn into_text(cell: Cell) -> Option<String> {
    match cell {
        Cell::Text(text) => Some(text.into_owned()),
        _ => None,
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range was checked")]
fn whole(number: f64) -> Option<u64> {
    let is_whole = number.fract() == 0.0 && (0.0..9_007_199_254_740_992.0).contains(&number);
    is_whole.then_some(number as u64)
}

/// A wrong text, so that its writer finds it.
fn shown(cell: &Cell) -> String {
    let (Cell::Text(text) | Cell::Written(text)) = cell else { return String::new() };
    format!("; it is {:?}", nearest::shown(text))
}

/// Reads the fields of a JSON object.
impl<'de: 'a, 'a> DeserializeSeed<'de> for &mut Fields<'a> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de: 'a, 'a> Visitor<'de> for &mut Fields<'a> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<(), A::Error> {
        while let Some(name) = object.next_key_seed(Name(self.names))? {
            let cell = object.next_value()?;
            match name {
                Ok(place) => self.put(place, cell),
                Err(unknown) => self.name_unknown(&unknown),
            }
        }
        Ok(())
    }
}

/// Reads the name of a field as its place among the known ones.
struct Name(&'static [&'static str]);

impl<'de> DeserializeSeed<'de> for Name {
    type Value = Result<usize, Cow<'de, str>>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Name {
    type Value = Result<usize, Cow<'de, str>>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("the name of a field")
    }

    fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Self::Value, E> {
        Ok(self.0.iter().position(|known| *known == name).ok_or(Cow::Borrowed(name)))
    }

    fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
        Ok(self.0.iter().position(|known| *known == name).ok_or_else(|| Cow::Owned(name.to_owned())))
    }
}
