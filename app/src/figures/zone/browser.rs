//! Offsets in the browser, which knows the zones by itself: its clock of the zone is read and compared with UTC.

use crate::figures::{calendar::MINUTE, numbers::whole};
use std::cell::RefCell;
use wasm_bindgen::JsValue;
use web_sys::js_sys::{Array, Date, Function, Intl::DateTimeFormat, Object, Reflect};

thread_local! {
    /// The clock that was made last: a page mostly has but one zone, and making a clock takes long.
    static CLOCK: RefCell<Option<(String, Function)>> = const { RefCell::new(None) };
}

/// Minutes to add to UTC in the zone of this name, which must be known.
pub fn offset_at(name: &str, moment: i64) -> Option<i64> {
    let clock = known_clock_of(name)?;
    let shown = clock.call1(&JsValue::UNDEFINED, &Date::new(&JsValue::from_f64(moment as f64))).ok()?.as_string()?;
    // Sweden writes `2025-09-01 02:14:07`, which as UTC would be this moment.
    let as_utc = Date::parse(&format!("{}Z", shown.replacen(' ', "T", 1)));
    let since = as_utc.is_finite().then(|| whole(as_utc) - moment)?;
    Some((since + MINUTE / 2).div_euclid(MINUTE))
}

fn known_clock_of(name: &str) -> Option<Function> {
    let known = CLOCK.with_borrow(|clock| clock.as_ref().filter(|(of, _)| of == name).map(|(_, clock)| clock.clone()));
    known.or_else(|| {
        let clock = clock_of(name)?;
        CLOCK.set(Some((name.to_owned(), clock.clone())));
        Some(clock)
    })
}

/// The function that writes a moment as clocks of the zone show it.
fn clock_of(name: &str) -> Option<Function> {
    let options = Object::new();
    for (key, value) in [("timeZone", name), ("dateStyle", "short"), ("timeStyle", "medium")] {
        Reflect::set(&options, &key.into(), &value.into()).ok()?;
    }
    // An unknown zone is thrown as an error, which the constructor of this binding cannot return.
    let constructor: Function = DateTimeFormat::new(&Array::new(), &Object::new()).constructor();
    let format = Reflect::construct(&constructor, &Array::of2(&"sv-SE".into(), &options)).ok()?;
    Reflect::get(&format, &"format".into()).ok().map(Function::from)
}
