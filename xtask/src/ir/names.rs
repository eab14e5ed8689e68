//! Names in the cases that the languages use.

/// The words of a name, in lower case: `x-as-workspace`, `listBackgroundJob` and `API Key` all split where a reader would.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut current = String::new();
    let characters: Vec<char> = name.chars().collect();
    for (index, &character) in characters.iter().enumerate() {
        if !is_of_a_name(character) {
            words.extend((!current.is_empty()).then(|| std::mem::take(&mut current)));
            continue;
        }
        let after_lower = index > 0 && (characters[index - 1].is_lowercase() || characters[index - 1].is_ascii_digit());
        let before_lower = characters.get(index + 1).is_some_and(|next| next.is_lowercase());
        let after_upper = index > 0 && characters[index - 1].is_uppercase();
        if character.is_uppercase() && (after_lower || (after_upper && before_lower)) && !current.is_empty() {
            words.push(std::mem::take(&mut current));
        }
        current.extend(character.to_lowercase());
    }
    words.extend((!current.is_empty()).then_some(current));
    words
}

/// Letters and digits that may stand in an identifier of every language.
pub fn is_of_a_name(character: char) -> bool {
    character.is_ascii_alphanumeric()
        || (!character.is_ascii() && character.is_alphanumeric() && syn::parse_str::<syn::Ident>(&format!("a{character}")).is_ok())
}

/// The name of a resource or a method: `2fa` is `n2fa`, since no language lets a name start with a digit.
pub fn of_segment(segment: &str) -> String {
    let name = snake(segment);
    if name.starts_with(|first: char| !first.is_alphabetic()) { format!("n{name}") } else { name }
}

/// `background_jobs`
pub fn snake(name: &str) -> String {
    words(name).join("_")
}

/// `BACKGROUND_JOBS`
pub fn screaming(name: &str) -> String {
    snake(name).to_uppercase()
}

/// `BackgroundJobs`
pub fn pascal(name: &str) -> String {
    words(name).iter().map(|word| capitalised(word)).collect()
}

/// `backgroundJobs`
pub fn camel(name: &str) -> String {
    let words = words(name);
    words.iter().enumerate().map(|(index, word)| if index == 0 { word.clone() } else { capitalised(word) }).collect()
}

/// `ListBackgroundJobs`: a method and its resource as the name of a type.
pub fn type_name(method: &str, resource: &[String]) -> String {
    format!("{}{}", pascal(method), pascal(&resource.join("_")))
}

/// The identifier, with a number where it would be another's: `lookAlike` beside `look_alike` is `look_alike_2`.
pub fn disambiguate<'a>(identifier: &str, others: impl Iterator<Item = &'a str> + Clone) -> String {
    let numbered = (2..).map(|number| format!("{identifier}_{number}"));
    let mut candidates = std::iter::once(identifier.to_owned()).chain(numbered);
    candidates.find(|candidate| others.clone().all(|other| other != candidate)).unwrap_or_default()
}

/// `CampaignSequences` has CampaignSequence as its items; what has no plural gets an `Item`.
pub fn singular(name: &str) -> String {
    let endings = [("ies", "y"), ("sses", "ss"), ("uses", "us"), ("xes", "x"), ("ches", "ch"), ("shes", "sh")];
    if let Some((stem, end)) = endings.iter().find_map(|(plural, one)| Some((name.strip_suffix(plural)?, one))) {
        return format!("{stem}{end}");
    }
    match name.strip_suffix('s') {
        Some(stem) if !stem.ends_with('s') && !stem.ends_with("tu") && !stem.ends_with("analytic") && !stem.ends_with("Analytic") => {
            stem.to_owned()
        }
        _ => format!("{name}Item"),
    }
}

fn capitalised(word: &str) -> String {
    let mut characters = word.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_split_where_a_reader_would() {
        let cases = [
            ("background-jobs", "background_jobs"),
            ("listBackgroundJob", "list_background_job"),
            ("CreateAPI Key", "create_api_key"),
            ("getAiSdrX", "get_ai_sdr_x"),
            ("x-as-workspace", "x_as_workspace"),
            ("in-progress", "in_progress"),
            ("page2size", "page2size"),
        ];
        for (name, expected) in cases {
            assert_eq!(snake(name), expected);
        }
        assert_eq!(pascal("in-progress"), "InProgress");
        assert_eq!(camel("background_jobs"), "backgroundJobs");
        assert_eq!(screaming("listBackgroundJob"), "LIST_BACKGROUND_JOB");
    }

    #[test]
    fn the_items_of_a_plural_are_its_singular() {
        let cases = [
            ("Sequences", "Sequence"),
            ("Entries", "Entry"),
            ("Status", "StatusItem"),
            ("Data", "DataItem"),
            ("Analytics", "AnalyticsItem"),
        ];
        for (plural, one) in cases {
            assert_eq!(singular(plural), one);
        }
    }
}
