//! The formats that occur in the document. An unknown one accepts everything.

/// Whether `text` is what `format` promises.
pub(crate) fn accepts(format: &str, text: &str) -> bool {
    match format {
        "uuid" => is_uuid(text),
        "date-time" => text.split_once(['T', 't']).is_some_and(|(date, time)| is_date(date) && is_time(time)),
        "date" => is_date(text),
        "email" => is_email(text),
        "uri" => {
            text.split_once(':').is_some_and(|(scheme, rest)| is_scheme(scheme) && !rest.is_empty() && !text.contains(char::is_whitespace))
        }
        _ => true,
    }
}

fn is_uuid(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12])
        && groups.iter().all(|group| group.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    if !parts.iter().map(|part| part.len()).eq([4, 2, 2]) {
        return false;
    }
    let (Some(year), Some(month), Some(day)) = (number(parts[0]), number(parts[1]), number(parts[2])) else { return false };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return false,
    };
    (1..=days).contains(&day)
}

fn is_time(text: &str) -> bool {
    let (clock, zone_ok) = if let Some(clock) = text.strip_suffix(['Z', 'z']) {
        (clock, true)
    } else if let Some(at) = text.rfind(['+', '-']) {
        (&text[..at], is_clock(&text[at + 1..], 2))
    } else {
        return false;
    };
    let (whole, fraction) = clock.split_once('.').map_or((clock, None), |(whole, fraction)| (whole, Some(fraction)));
    zone_ok && is_clock(whole, 3) && fraction.is_none_or(|digits| number(digits).is_some())
}

/// `hh:mm` or `hh:mm:ss`.
fn is_clock(text: &str, parts: usize) -> bool {
    let fields: Vec<&str> = text.split(':').collect();
    let below = |(field, bound): (&&str, u32)| field.len() == 2 && number(field).is_some_and(|value| value < bound);
    fields.len() == parts && fields.iter().zip([24, 60, 61]).all(below)
}

fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    let plain = |character: char| character.is_alphanumeric() || "!#$%&'*+/=?^_`{|}~.-".contains(character);
    let label = |label: &str| !label.is_empty() && !label.starts_with('-') && !label.ends_with('-');
    !local.is_empty()
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..")
        && local.chars().all(plain)
        && domain.chars().all(|character| character.is_alphanumeric() || character == '-' || character == '.')
        && domain.split('.').all(label)
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
}

fn number(digits: &str) -> Option<u32> {
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    // A fraction can have more digits than a u32 holds; its value doesn't matter.
    Some(digits.parse().unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::accepts;

    #[test]
    fn formats_accept_and_refuse() {
        for (format, good, bad) in [
            ("uuid", "019ffad2-5c7d-70c2-b6ec-8a2d0ca3333c", "019ffad2-5c7d-70c2-b6ec8a2d0ca3333c"),
            ("date-time", "2026-06-30T21:45:12.714Z", "2026-06-30 21:45:12"),
            ("date-time", "2026-06-30T21:45:12+02:00", "2026-06-31T21:45:12Z"),
            ("date", "2024-02-29", "2023-02-29"),
            ("email", "lead+test@example.com", "lead@"),
            ("uri", "https://example.com/a", "example.com/a"),
        ] {
            assert!(accepts(format, good), "{format} {good}");
            assert!(!accepts(format, bad), "{format} {bad}");
        }
        assert!(accepts("something-new", "?"));
    }
}
