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

/// Letters to insert, delete, replace or swap with their neighbour.
fn distance(left: &str, right: &str) -> usize {
    let (left, right): (Vec<char>, Vec<char>) = (left.chars().collect(), right.chars().collect());
    let mut rows: Vec<Vec<usize>> = vec![(0..=right.len()).collect()];
    for line in 0..left.len() {
        let mut row = vec![line + 1];
        for column in 0..right.len() {
            let replaced = rows[line][column] + usize::from(left[line] != right[column]);
            let mut best = replaced.min(rows[line][column + 1] + 1).min(row[column] + 1);
            if line > 0 && column > 0 && left[line] == right[column - 1] && left[line - 1] == right[column] {
                best = best.min(rows[line - 1][column - 1] + 1);
            }
            row.push(best);
        }
        rows.push(row);
    }
    rows[left.len()][right.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_misspelled_and_extended_names() {
        assert_eq!(nearest("esp", ["esp_code", "email"]), ["esp_code"]);
        assert_eq!(nearest("strategy", ["merge_strategy", "leads"]), ["merge_strategy"]);
        assert_eq!(nearest("entity_type", ["subject_type", "limit", "entity_typ"]), ["entity_typ", "subject_type"]);
        assert_eq!(nearest("emial", ["email", "fiscal"]), ["email"]);
        assert_eq!(nearest("limt", ["limit", "items", "skip"]), ["limit"]);
        assert!(nearest("shoe_size", ["email", "first_name", "phone"]).is_empty());
    }
}
