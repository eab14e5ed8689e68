//! Removing retired actions from an overlay's text, so that comments and the order of the others stay.

use std::collections::BTreeSet;

use anyhow::{Result, anyhow, ensure};
use serde_json::Value;

use super::super::load::parse;
use super::Site;

/// The text of an overlay without these parts, which are all of this file. What comes out is read again and has to be what was meant.
pub fn prune(text: &str, sites: &BTreeSet<&Site>, name: &str) -> Result<String> {
    let mut expected = parse(text, name)?;
    let actions = expected["actions"].as_array_mut().map_or(&mut [][..], Vec::as_mut_slice);
    let cuts = cuts(actions, sites);
    // From the back, so that the places before stay where they are.
    for cut in cuts.iter().rev() {
        if let Some((last, above)) = cut.path.split_last() {
            remove(actions.get_mut(cut.index).and_then(|action| at(action, above)), last);
        }
    }
    let whole: BTreeSet<usize> = cuts.iter().filter(|cut| cut.path.is_empty()).map(|cut| cut.index).collect();
    if let Some(actions) = expected["actions"].as_array_mut() {
        let mut index = 0;
        actions.retain(|_| {
            index += 1;
            !whole.contains(&(index - 1))
        });
    }

    let mut pruned = text.to_owned();
    for cut in cuts.iter().rev() {
        let range = range(&pruned, cut).ok_or_else(|| by_hand(name, cut))?;
        pruned.replace_range(range, "");
    }
    if expected["actions"].as_array().is_some_and(Vec::is_empty) {
        pruned = pruned
            .lines()
            .map(|line| if line.trim_end() == "actions:" { "actions: []\n".to_owned() } else { format!("{line}\n") })
            .collect();
    }
    let found = parse(&pruned, name).ok();
    ensure!(found.as_ref() == Some(&expected), "{}", by_hand(name, cuts.first().unwrap_or(&Cut { index: 0, path: Vec::new() })));
    Ok(pruned)
}

/// An action, or a member of one: `["update", "x-sdk", "resources", "leads"]`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Cut {
    index: usize,
    path: Vec<String>,
}

fn by_hand(name: &str, cut: &Cut) -> anyhow::Error {
    anyhow!("{name}#/actions/{}: can't be removed from the text as it is written\n  remove it by hand", cut.index)
}

/// What to cut: the parts themselves, or what would be empty without them.
fn cuts(actions: &[Value], sites: &BTreeSet<&Site>) -> BTreeSet<Cut> {
    let mut cuts: BTreeSet<Cut> = BTreeSet::new();
    for site in sites {
        let path = if site.path.is_empty() { Vec::new() } else { [&["update".to_owned()], site.path.as_slice()].concat() };
        cuts.insert(Cut { index: site.index, path });
    }
    loop {
        let emptied = cuts.iter().find_map(|cut| {
            let (_, above) = cut.path.split_last()?;
            let siblings =
                cuts.iter().filter(|other| other.index == cut.index && other.path.split_last().is_some_and(|(_, path)| path == above));
            let members = match get(actions.get(cut.index)?, above)? {
                Value::Object(members) => members.len(),
                Value::Array(items) => items.len(),
                _ => return None,
            };
            // Target and description are no reason to keep an action without an update.
            (above.is_empty() || members == siblings.count()).then(|| Cut { index: cut.index, path: above.to_vec() })
        });
        let Some(emptied) = emptied else { break };
        cuts.retain(|cut| cut.index != emptied.index || !cut.path.starts_with(&emptied.path));
        cuts.insert(emptied);
    }
    cuts
}

fn get<'a>(value: &'a Value, path: &[String]) -> Option<&'a Value> {
    path.iter().try_fold(value, |value, key| match value {
        Value::Array(items) => items.get(key.parse::<usize>().ok()?),
        value => value.get(key),
    })
}

fn at<'a>(value: &'a mut Value, path: &[String]) -> Option<&'a mut Value> {
    path.iter().try_fold(value, |value, key| match value {
        Value::Array(items) => items.get_mut(key.parse::<usize>().ok()?),
        value => value.get_mut(key),
    })
}

fn remove(holder: Option<&mut Value>, last: &str) {
    match holder {
        Some(Value::Object(members)) => drop(members.shift_remove(last)),
        Some(Value::Array(items)) => drop(last.parse().ok().filter(|index| *index < items.len()).map(|index: usize| items.remove(index))),
        _ => {}
    }
}

/// A line of the text: where it starts and ends (its line break included), and how far it is indented.
struct Line<'a> {
    start: usize,
    end: usize,
    text: &'a str,
}

impl Line<'_> {
    fn indent(&self) -> usize {
        self.text.len() - self.text.trim_start().len()
    }

    /// Nothing, or only a comment.
    fn is_silent(&self) -> bool {
        let text = self.text.trim();
        text.is_empty() || text.starts_with('#')
    }
}

fn lines(text: &str) -> Vec<Line<'_>> {
    let mut start = 0;
    text.split_inclusive('\n')
        .map(|line| {
            let own = Line { start, end: start + line.len(), text: line.trim_end_matches(['\n', '\r']) };
            start = own.end;
            own
        })
        .collect()
}

/// The part of the text that a cut takes away.
fn range(text: &str, cut: &Cut) -> Option<std::ops::Range<usize>> {
    let lines = lines(text);
    let head = lines.iter().position(|line| line.text.trim_end() == "actions:")?;
    let first = head + 1 + lines[head + 1..].iter().position(|line| !line.is_silent())?;
    let indent = lines[first].indent();
    let is_item = |line: &Line| line.indent() == indent && line.text.trim_start().starts_with('-') && !line.is_silent();
    let start = (first..lines.len()).filter(|number| is_item(&lines[*number])).nth(cut.index)?;
    let end = block_end(&lines, start, indent);
    if cut.path.is_empty() {
        return Some(lines[start].start..lines[end - 1].end);
    }
    // The first key of an item is on the line of its dash.
    let mut from = start;
    let mut block = (start, end);
    let mut column = indent + 1 + lines[start].text[indent + 1..].len() - lines[start].text[indent + 1..].trim_start().len();
    for (depth, key) in cut.path.iter().enumerate() {
        let is_dash = |number: &usize| lines[*number].indent() == column && lines[*number].text[column..].starts_with('-');
        if let (Some(position), true) = (key.parse::<usize>().ok(), (from..block.1).any(|number| number > start && is_dash(&number))) {
            // Parts of an item aren't cut: the whole item, or what holds it.
            let number = (from..block.1).filter(is_dash).nth(position).filter(|_| depth + 1 == cut.path.len())?;
            return Some(lines[number].start..lines[block_end(&lines, number, column) - 1].end);
        }
        let is_key = |number: &usize| {
            let line = &lines[*number];
            let own = if *number == start { line.text.get(column..) } else { Some(line.text.trim_start()) };
            (*number == start || line.indent() == column) && own.is_some_and(|own| value_of(own, key).is_some())
        };
        let Some(number) = (from..block.1).find(is_key) else { return in_flow(text, lines[start].start + column, &cut.path) };
        block = (number, block_end(&lines, number, column));
        if depth + 1 == cut.path.len() {
            return Some(lines[number].start..lines[block.1 - 1].end);
        }
        let value = value_of(lines[number].text.trim_start().trim_start_matches("- "), key)?;
        if value.trim_start().starts_with(['{', '[']) {
            let open = lines[number].start + lines[number].text.len() - value.trim_start().len();
            return in_flow(text, open, &cut.path[depth + 1..]);
        }
        from = number + 1;
        column = lines[from..block.1].iter().find(|line| !line.is_silent())?.indent();
    }
    None
}

/// The line behind what belongs to this one: all that is indented further, without the comments and empty lines at its end.
fn block_end(lines: &[Line], start: usize, indent: usize) -> usize {
    let mut end = start + 1;
    for (number, line) in lines.iter().enumerate().skip(start + 1) {
        if line.is_silent() {
            continue;
        }
        if line.indent() <= indent {
            break;
        }
        end = number + 1;
    }
    end
}

/// What stands behind `key:`, if the line starts with that.
fn value_of<'a>(line: &'a str, key: &str) -> Option<&'a str> {
    let quoted = [key.to_owned(), format!("'{key}'"), format!("\"{key}\"")];
    quoted.iter().find_map(|key| line.strip_prefix(key.as_str())?.strip_prefix(':'))
}

/// An entry of a mapping or a list in braces or brackets, and the comma that goes with it.
fn in_flow(text: &str, open: usize, path: &[String]) -> Option<std::ops::Range<usize>> {
    let (key, rest) = path.split_first()?;
    let entries = entries(text, open)?;
    let position = match text.as_bytes().get(open)? {
        b'[' => key.parse().ok()?,
        _ => entries.iter().position(|entry| value_of(text[entry.clone()].trim_start(), key).is_some())?,
    };
    let entry = entries.get(position)?.clone();
    if !rest.is_empty() {
        let value = if text.as_bytes()[open] == b'[' { &text[entry.clone()] } else { value_of(text[entry.clone()].trim_start(), key)? };
        return in_flow(text, entry.end - value.trim_start().len(), rest);
    }
    Some(match (entries.get(position + 1), position.checked_sub(1).and_then(|before| entries.get(before))) {
        // The white space before it stays, for the next entry.
        (Some(next), _) => {
            let white = |range: &std::ops::Range<usize>| text[range.clone()].len() - text[range.clone()].trim_start().len();
            entry.start + white(&entry)..next.start + white(next)
        }
        (None, Some(before)) => {
            before.end - (text[before.clone()].len() - text[before.clone()].trim_end().len())..entry.start + text[entry].trim_end().len()
        }
        (None, None) => entry,
    })
}

/// The entries between the brackets that open here, without their commas.
fn entries(text: &str, open: usize) -> Option<Vec<std::ops::Range<usize>>> {
    let bytes = text.as_bytes();
    let (mut entries, mut depth, mut start) = (Vec::new(), 0, open + 1);
    let mut at = open;
    while at < bytes.len() {
        match bytes[at] {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => {
                depth -= 1;
                if depth == 0 {
                    if !text[start..at].trim().is_empty() {
                        entries.push(start..at);
                    }
                    return Some(entries);
                }
            }
            b',' if depth == 1 => {
                entries.push(start..at);
                start = at + 1;
            }
            // A quote inside of a plain word is an apostrophe.
            quote @ (b'"' | b'\'') if at > 0 && !bytes[at - 1].is_ascii_alphanumeric() => {
                at += 1;
                while at < bytes.len() && bytes[at] != quote {
                    at += if quote == b'"' && bytes[at] == b'\\' { 2 } else { 1 };
                }
            }
            _ => {}
        }
        at += 1;
    }
    None
}
