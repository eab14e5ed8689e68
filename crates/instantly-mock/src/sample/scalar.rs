//! Text and numbers.

use serde_json::{Number, Value};

use super::Sampler;
use crate::schema::Pattern;
use crate::time::{DAY, NOW, date, timestamp};

impl Sampler<'_> {
    /// By format; else what the document gives as an example; else something that says where it stands.
    pub(super) fn string(&mut self, keywords: &Value, name: &str) -> String {
        let made_at = NOW - self.random.between(1, 120 * DAY);
        match keywords.get("format").and_then(Value::as_str) {
            Some("uuid") => return self.random.uuid(made_at),
            Some("date-time") => return timestamp(made_at),
            Some("date") => return date(made_at),
            Some("email") => return format!("mailbox-{}@example.com", self.random.below(1_000)),
            Some("uri") => return format!("https://example.com/{}", self.random.hex(8)),
            _ => {}
        }
        if let Some(Value::String(example)) = self.example(keywords, &bounds_of(keywords)) {
            return example;
        }
        if let Some(pattern) = keywords.get("pattern").and_then(Value::as_str).and_then(Pattern::parse) {
            return pattern.shortest();
        }
        let least = keywords.get("minLength").and_then(Value::as_u64).unwrap_or(0) as usize;
        let most = keywords.get("maxLength").and_then(Value::as_u64).unwrap_or(u64::MAX) as usize;
        let mut text = format!("{} {}", if name.is_empty() { "text" } else { name }, self.random.between(1, 99)).replace('_', " ");
        while text.chars().count() < least {
            text.push_str(" and more");
        }
        text.chars().take(most).collect()
    }

    pub(super) fn number(&mut self, keywords: &Value, whole: bool) -> Value {
        let example = self.example(keywords, &bounds_of(keywords)).and_then(|example| example.as_f64());
        let bound = |keyword: &str| keywords.get(keyword).and_then(Value::as_f64);
        let (least, most) = (bound("minimum"), bound("maximum"));
        // Without bounds, the example shows the order of magnitude. Most numbers of the API are counts.
        let high = most.unwrap_or_else(|| least.unwrap_or(0.0).max(example.map_or(40.0, f64::abs)) * 2.0 + 2.0);
        let low = least.unwrap_or_else(|| high.min(0.0));
        let spread = (high - low).clamp(0.0, 1e9) as u64;
        let number = low.ceil() + self.random.below(spread + 1) as f64;
        let fractional = !whole && example.is_some_and(|example| example.fract() != 0.0);
        if fractional && number + 0.5 <= high {
            return Number::from_f64(number + 0.5).map_or(Value::Null, Value::Number);
        }
        Value::from(number as i64)
    }
}

/// The keywords that bear on a single piece of text or number.
fn bounds_of(keywords: &Value) -> Value {
    const BEARING: [&str; 8] = ["type", "minLength", "maxLength", "pattern", "format", "minimum", "maximum", "multipleOf"];
    let all = keywords.as_object().into_iter().flatten();
    Value::Object(
        all.filter(|(keyword, _)| BEARING.contains(&keyword.as_str())).map(|(keyword, value)| (keyword.clone(), value.clone())).collect(),
    )
}
