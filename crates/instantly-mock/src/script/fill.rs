//! What only the running mock knows, in the text of an answer: `{{base_url}}`, `{{elsewhere}}` and `{{http-date +2s}}`.

use std::time::{Duration, SystemTime};

/// Puts in the case's own base URL, the same place under another host's name, and dates that count from `now`.
pub(crate) fn fill_in(text: &str, base_url: &str, now: SystemTime) -> Result<String, String> {
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        let (name, after) = after.split_once("}}").ok_or_else(|| format!("{text:?}: a }}}} is missing"))?;
        filled += before;
        filled += &value(name, base_url, now).ok_or_else(|| format!("{text:?}: there is no {name}"))?;
        rest = after;
    }
    Ok(filled + rest)
}

fn value(name: &str, base_url: &str, now: SystemTime) -> Option<String> {
    match name {
        "base_url" => Some(base_url.to_owned()),
        // The same listener: who goes there is seen by the case.
        "elsewhere" => Some(base_url.replacen("127.0.0.1", "localhost", 1)),
        _ => {
            let seconds: i64 = name.strip_prefix("http-date ")?.strip_suffix('s')?.parse().ok()?;
            let distance = Duration::from_secs(seconds.unsigned_abs());
            let date = if seconds < 0 { now.checked_sub(distance) } else { now.checked_add(distance) };
            date.map(httpdate::fmt_http_date)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_place_is_filled() {
        let now = httpdate::parse_http_date("Tue, 24 Nov 2026 10:00:00 GMT").expect("a date");
        let filled = |text| fill_in(text, "http://127.0.0.1:8080/__case/1", now);
        assert_eq!(filled("plain"), Ok("plain".to_owned()));
        assert_eq!(filled("<{{base_url}}/a>"), Ok("<http://127.0.0.1:8080/__case/1/a>".to_owned()));
        assert_eq!(filled("{{elsewhere}}/a"), Ok("http://localhost:8080/__case/1/a".to_owned()));
        assert_eq!(filled("{{http-date +90s}}"), Ok("Tue, 24 Nov 2026 10:01:30 GMT".to_owned()));
        assert_eq!(filled("{{http-date -3600s}}"), Ok("Tue, 24 Nov 2026 09:00:00 GMT".to_owned()));
        assert_eq!(filled("{{nothing}}"), Err(r#""{{nothing}}": there is no nothing"#.to_owned()));
        assert_eq!(filled("{{base_url"), Err(r#""{{base_url": a }} is missing"#.to_owned()));
    }
}
