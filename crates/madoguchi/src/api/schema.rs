//! Holds a body against the very schema that is published for it: unknown, missing and mistyped members are all named
//! at once. Knows flat objects only, which is all that the API takes.

use serde_json::{Map, Value};
use utoipa::{
    PartialSchema,
    openapi::{
        RefOr,
        schema::{AdditionalProperties, Object, Schema, SchemaType, Type},
    },
};

use super::wrong::{Why, WrongField};

/// Everything wrong with these members as a `T`.
pub fn check<T: PartialSchema>(members: &Map<String, Value>) -> Vec<WrongField> {
    let RefOr::T(Schema::Object(object)) = T::schema() else {
        return Vec::new();
    };
    let closed = matches!(
        object.additional_properties.as_deref(),
        Some(AdditionalProperties::FreeForm(false))
    );
    let mut errors = Vec::new();
    for (name, value) in members {
        match object.properties.get(name) {
            None if closed => errors.push(WrongField::at(&[name], Why::Unknown)),
            None => {}
            Some(schema) => errors.extend(mistyped(name, value, schema)),
        }
    }
    for name in &object.required {
        if !members.contains_key(name) {
            errors.push(WrongField::at(&[name], Why::Missing));
        }
    }
    errors
}

fn mistyped(name: &str, value: &Value, schema: &RefOr<Schema>) -> Option<WrongField> {
    let RefOr::T(Schema::Object(Object { schema_type, .. })) = schema else {
        return None;
    };
    let taken: &[Type] = match schema_type {
        SchemaType::Type(only) => std::slice::from_ref(only),
        SchemaType::Array(several) => several,
        SchemaType::AnyValue => return None,
    };
    if taken.iter().any(|taken| is(value, taken)) {
        return None;
    }
    let named = taken
        .iter()
        .find(|t| **t != Type::Null)
        .map_or("null", type_name);
    Some(WrongField::at(&[name], Why::WrongType { taken: named }))
}

fn is(value: &Value, taken: &Type) -> bool {
    match taken {
        Type::Object => value.is_object(),
        Type::String => value.is_string(),
        Type::Integer => value.is_i64() || value.is_u64(),
        Type::Number => value.is_number(),
        Type::Boolean => value.is_boolean(),
        Type::Array => value.is_array(),
        Type::Null => value.is_null(),
    }
}

fn type_name(taken: &Type) -> &'static str {
    match taken {
        Type::Object => "object",
        Type::String => "string",
        Type::Integer => "integer",
        Type::Number => "number",
        Type::Boolean => "boolean",
        Type::Array => "array",
        Type::Null => "null",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::wire::{NewCase, NewMessage, NewSolutionAnswer};

    fn codes<T: PartialSchema>(body: &str) -> Vec<(String, &'static str)> {
        let Ok(Value::Object(members)) = serde_json::from_str(body) else {
            panic!("an object")
        };
        check::<T>(&members)
            .iter()
            .map(|e| (e.pointer().unwrap(), e.wrong.code()))
            .collect()
    }

    #[test]
    fn every_wrong_member_is_named() {
        assert_eq!(codes::<NewMessage>(r#"{"text": "x", "then": null}"#), []);
        assert_eq!(
            codes::<NewMessage>(r#"{"then": 1, "audience": "internal"}"#),
            [
                ("/audience".into(), "unknown"),
                ("/then".into(), "wrong-type"),
                ("/text".into(), "missing")
            ]
        );
        assert_eq!(
            codes::<NewSolutionAnswer>(r#"{"worked": "yes"}"#),
            [("/worked".into(), "wrong-type")]
        );
        assert_eq!(
            codes::<NewCase>(r#"{"kind": "x", "subject": "x", "description": "x", "answers": []}"#),
            [("/answers".into(), "wrong-type")]
        );
    }
}
