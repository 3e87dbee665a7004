//! What the schemas of requests say beyond their types. Only the server, which describes its interface, needs it.

use schemars::{Schema, transform::transform_subschemas};
use serde_json::Value;

/// Says that null is no way to leave a field of an object out: by its type, an `Option` may be null.
pub fn without_null(object: &mut Schema) {
    transform_subschemas(&mut drop_null, object);
}

fn drop_null(field: &mut Schema) {
    let kinds = field.get("type").and_then(Value::as_array);
    if let Some(kind) = kinds.and_then(|kinds| kinds.iter().find(|kind| *kind != "null")).cloned() {
        field.insert("type".into(), kind);
    }
    let choices = field.get("anyOf").and_then(Value::as_array);
    let other = choices.and_then(|choices| choices.iter().find(|choice| choice["type"] != "null")).cloned();
    if let (Some(Value::Object(other)), Some(field)) = (other, field.as_object_mut()) {
        field.remove("anyOf");
        field.extend(other);
    }
}
