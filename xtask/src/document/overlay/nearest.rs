//! Names like one that isn't there.

/// The most names that a message suggests.
const SUGGESTIONS: usize = 3;

/// The names most like the wanted one, nearest first: a few letters apart, or with a word in common.
pub fn nearest<'a>(wanted: &str, names: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let mut scored: Vec<(usize, &str)> = names.into_iter().filter_map(|name| Some((score(wanted, name)?, name))).collect();
    scored.sort_unstable();
    scored.dedup();
    scored.into_iter().take(SUGGESTIONS).map(|(_, name)| name).collect()
}

/// How far a name is from the wanted one; `None` for one that isn't like it.
fn score(wanted: &str, name: &str) -> Option<usize> {
    let (wanted, name) = (wanted.to_lowercase(), name.to_lowercase());
    let distance = distance(&wanted, &name);
    let letters = wanted.chars().count().max(name.chars().count());
    if distance <= (letters / 3).max(1) {
        return Some(distance);
    }
    let words = |text: &str| text.split(|letter: char| !letter.is_alphanumeric()).map(str::to_owned).collect::<Vec<_>>();
    let (own, other) = (words(&wanted), words(&name));
    let common = own.iter().filter(|word| word.len() > 2 && other.contains(word)).count();
    // Half of the words at least: `type` alone makes no `entity_type` of a `lead_list_type`.
    (2 * common >= own.len().max(other.len()) && common > 0).then_some(letters)
}

/// Levenshtein's distance.
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (line, letter) in left.chars().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], line + 1);
        for (column, other) in right.iter().enumerate() {
            let above = row[column + 1];
            row[column + 1] = (diagonal + usize::from(letter != *other)).min(above + 1).min(row[column] + 1);
            diagonal = above;
        }
    }
    row[right.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_misspelled_and_extended_names() {
        assert_eq!(nearest("esp", ["esp_code", "email"]), ["esp_code"]);
        assert_eq!(nearest("strategy", ["merge_strategy", "leads"]), ["merge_strategy"]);
        assert_eq!(nearest("entity_type", ["subject_type", "limit", "entity_typ"]), ["entity_typ", "subject_type"]);
        assert_eq!(nearest("limt", ["limit", "items", "skip"]), ["limit"]);
        assert!(nearest("shoe_size", ["email", "first_name", "phone"]).is_empty());
    }
}
