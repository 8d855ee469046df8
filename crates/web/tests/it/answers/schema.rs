//! Whether a value is what a schema of the document says: as much of JSON Schema as the document uses.

use serde_json::Value;

/// Where a value does not fit, in words; none where it does.
pub fn misfit(document: &Value, schema: &Value, value: &Value) -> Option<String> {
    Reader { document }.misfit(schema, value, "$")
}

struct Reader<'a> {
    document: &'a Value,
}

impl<'a> Reader<'a> {
    fn misfit(&self, schema: &'a Value, value: &Value, at: &str) -> Option<String> {
        self.wrong(schema, value, at).or_else(|| {
            // Several schemas together describe one object: what none of them tells of is told of nowhere.
            let known = self.names(schema);
            let told = |name: &&String| !known.is_empty() && !known.contains(&name.as_str());
            value.as_object()?.keys().find(told).map(|name| format!("{at}.{name} is not told of"))
        })
    }

    fn wrong(&self, schema: &'a Value, value: &Value, at: &str) -> Option<String> {
        if let Some(named) = self.named(schema) {
            return self.wrong(named, value, at);
        }
        if let Some(choices) = schema["oneOf"].as_array().or(schema["anyOf"].as_array()) {
            let wrong: Vec<String> = choices.iter().map_while(|one| self.misfit(one, value, at)).collect();
            return (wrong.len() == choices.len()).then(|| wrong.join(" or "));
        }
        let mut parts = schema["allOf"].as_array().into_iter().flatten();
        if let Some(wrong) = parts.find_map(|part| self.wrong(part, value, at)) {
            return Some(wrong);
        }
        let kinds: Vec<&str> = match &schema["type"] {
            Value::String(kind) => vec![kind],
            Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        };
        if !kinds.is_empty() && !kinds.iter().any(|kind| is(kind, value)) {
            return Some(format!("{at}: {value} is no {}", kinds.join(" or ")));
        }
        if let Some(words) = schema["enum"].as_array()
            && !words.contains(value)
        {
            return Some(format!("{at}: {value} is none of {words:?}"));
        }
        let mut items = value.as_array().into_iter().flatten().enumerate();
        items
            .find_map(|(index, item)| self.misfit(&schema["items"], item, &format!("{at}[{index}]")))
            .or_else(|| self.wrong_field(schema, value, at))
    }

    fn wrong_field(&self, schema: &'a Value, value: &Value, at: &str) -> Option<String> {
        let object = value.as_object()?;
        let mut required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
        if let Some(missing) = required.find(|name| !object.contains_key(*name)) {
            return Some(format!("{at}.{missing} is missing"));
        }
        object.iter().find_map(|(name, field)| {
            let known = schema["properties"].get(name).or(schema.get("additionalProperties"))?;
            self.misfit(known, field, &format!("{at}.{name}"))
        })
    }

    fn named(&self, schema: &Value) -> Option<&'a Value> {
        let name = schema["$ref"].as_str()?;
        Some(self.document.pointer(&name[1..]).unwrap_or_else(|| panic!("{name} leads nowhere")))
    }

    /// All fields that a schema tells of; none where it tells of an open object, or of none.
    fn names(&self, schema: &'a Value) -> Vec<&'a str> {
        if let Some(named) = self.named(schema) {
            return self.names(named);
        }
        let own = schema["properties"].as_object().into_iter().flatten().map(|(name, _)| name.as_str());
        let parts = schema["allOf"].as_array().into_iter().flatten().flat_map(|part| self.names(part));
        own.chain(parts).collect()
    }
}

fn is(kind: &str, value: &Value) -> bool {
    match kind {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => false,
    }
}

#[test]
fn what_does_not_fit_is_found() {
    use serde_json::json;
    let document = json!({"components": {"A": {"type": "object", "required": ["a"],
        "properties": {"a": {"type": ["string", "null"]}, "b": {"type": "array", "items": {"enum": ["x"]}}}}}});
    let schema = json!({"oneOf": [{"type": "null"}, {"$ref": "#/components/A"}]});
    for (value, fits) in [
        (json!(null), true),
        (json!({"a": null}), true),
        (json!({"a": "x", "b": ["x"]}), true),
        (json!({"b": []}), false),
        (json!({"a": 1}), false),
        (json!({"a": "x", "b": ["y"]}), false),
        (json!({"a": "x", "c": 1}), false),
        (json!([]), false),
    ] {
        assert_eq!(misfit(&document, &schema, &value).is_none(), fits, "{value}");
    }
}
