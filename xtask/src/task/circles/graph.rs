//! Which file imports which, and the circles in that.

use std::collections::{BTreeMap, VecDeque};
use std::fmt::Write;

/// The texts of files by their path in the repository, with `/` on every machine.
pub type Sources = BTreeMap<String, String>;

/// Files, and the line of the first import of each by another.
#[derive(Debug, Default)]
pub struct Graph {
    imports: BTreeMap<String, BTreeMap<String, usize>>,
}

/// Files that import each other in a ring: each with the line that imports the next one, the last one the first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Circle(Vec<(String, usize)>);

impl Graph {
    /// Records that `line` of one file imports another; a file that imports itself is nothing to record.
    pub fn import(&mut self, from: &str, line: usize, to: &str) {
        if from != to {
            let first = self.imports.entry(from.to_owned()).or_default().entry(to.to_owned()).or_insert(line);
            *first = line.min(*first);
        }
    }

    /// How many imports there are.
    pub fn imports(&self) -> usize {
        self.imports.values().map(BTreeMap::len).sum()
    }

    /// Circles that have no import in common, the shortest first; any other circle has an import of one of these. So a file that imports
    /// forty others is reported once, with one of them, if all forty lead back to it.
    pub fn circles(mut self) -> Vec<Circle> {
        let mut circles = Vec::new();
        while let Some(circle) = self.shortest_circle() {
            for ((file, _), next) in circle.imports() {
                self.imports.entry(file.clone()).or_default().remove(next);
            }
            circles.push(circle);
        }
        circles
    }

    /// Of several, the one whose names come first.
    fn shortest_circle(&self) -> Option<Circle> {
        let imports = self.imports.iter().flat_map(|(from, targets)| targets.keys().map(move |to| (from, to)));
        let paths = imports.filter_map(|(from, to)| self.shortest(to, from));
        paths.map(|path| self.circle(path)).min_by_key(|circle| (circle.0.len(), circle.0.clone()))
    }

    /// The shortest way from one file to another along imports, both ends included.
    fn shortest<'a>(&'a self, from: &'a str, to: &'a str) -> Option<Vec<&'a str>> {
        let mut came_from = BTreeMap::from([(from, from)]);
        let mut open = VecDeque::from([from]);
        while let Some(file) = open.pop_front() {
            if file == to {
                let mut path = vec![file];
                while path[path.len() - 1] != from {
                    path.push(came_from[path[path.len() - 1]]);
                }
                path.reverse();
                return Some(path);
            }
            for next in self.imports.get(file).into_iter().flat_map(BTreeMap::keys) {
                if !came_from.contains_key(next.as_str()) {
                    came_from.insert(next, file);
                    open.push_back(next);
                }
            }
        }
        None
    }

    /// Starts with the file that comes first by name, so that each circle is found once.
    fn circle(&self, mut path: Vec<&str>) -> Circle {
        let first = path.iter().enumerate().min_by_key(|(_, file)| **file).map_or(0, |(index, _)| index);
        path.rotate_left(first);
        let next = path.iter().skip(1).chain(path.first());
        Circle(path.iter().zip(next).map(|(file, next)| ((*file).to_owned(), self.imports[*file][*next])).collect())
    }
}

impl Circle {
    /// `a → b → a`, and below it the file and line of each import; the line above leaves out the folder that all files share.
    pub fn describe(&self, folder: &str) -> String {
        let short = |file: &str| file.strip_prefix(folder).unwrap_or(file).trim_start_matches('/').to_owned();
        let mut names: Vec<_> = self.0.iter().map(|(file, _)| short(file)).collect();
        names.extend(names.first().cloned());
        let mut text = names.join(" → ");
        for ((file, line), next) in self.imports() {
            write!(text, "\n    {file}:{line} imports {}", short(next)).ok();
        }
        text
    }

    /// Each file, the line of its import, and the file that it imports.
    fn imports(&self) -> impl Iterator<Item = (&(String, usize), &String)> {
        let next = self.0.iter().skip(1).chain(self.0.first());
        self.0.iter().zip(next.map(|(file, _)| file))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn graph(imports: &[(&str, usize, &str)]) -> Graph {
        let mut graph = Graph::default();
        imports.iter().for_each(|(from, line, to)| graph.import(from, *line, to));
        graph
    }

    fn described(graph: Graph) -> Vec<String> {
        graph.circles().iter().map(|circle| circle.describe("").lines().next().unwrap_or_default().to_owned()).collect()
    }

    #[test]
    fn imports_in_one_direction_make_no_circle() {
        assert_eq!(graph(&[("a", 1, "b"), ("a", 2, "c"), ("b", 1, "c"), ("a", 3, "a")]).circles(), []);
    }

    #[test]
    fn a_circle_names_the_first_line_of_each_import() {
        let circles = graph(&[("x/b", 7, "x/a"), ("x/a", 9, "x/b"), ("x/a", 3, "x/b"), ("x/c", 1, "x/a")]).circles();
        assert_eq!(circles.len(), 1);
        assert_eq!(circles[0].describe("x"), "a → b → a\n    x/a:3 imports b\n    x/b:7 imports a");
    }

    #[test]
    fn one_import_that_closes_many_circles_is_reported_once() {
        let knot = graph(&[("a", 1, "b"), ("a", 2, "c"), ("b", 1, "d"), ("c", 1, "d"), ("d", 1, "a"), ("c", 2, "a")]);
        assert_eq!(described(knot), ["a → c → a", "a → b → d → a"]);
    }
}
