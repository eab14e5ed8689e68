//! Regular expressions as the document writes them: a small backtracking matcher, so that a dozen short patterns don't bring a
//! regular expression engine of a megabyte into every language's native module. It knows literals, classes, groups, alternation,
//! anchors, repetition and lookahead.

/// A parsed pattern.
#[derive(Debug)]
pub(crate) struct Pattern(Node);

#[derive(Debug)]
enum Node {
    Any,
    Literal(char),
    Class { negated: bool, members: Vec<Member> },
    Start,
    End,
    Look { ahead: Box<Node>, negated: bool },
    Repeat { node: Box<Node>, least: usize, most: usize },
    Sequence(Vec<Node>),
    Either(Vec<Node>),
}

#[derive(Debug)]
enum Member {
    Range(char, char),
    Shorthand(char),
}

impl Pattern {
    /// None for a construct this matcher doesn't know.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let characters: Vec<char> = text.chars().collect();
        let mut parser = Parser { characters: &characters, at: 0 };
        let node = parser.either()?;
        (parser.at == characters.len()).then_some(Self(node))
    }

    /// Whether the pattern is found anywhere in `text`.
    pub(crate) fn is_found_in(&self, text: &str) -> bool {
        let characters: Vec<char> = text.chars().collect();
        (0..=characters.len()).any(|start| matches(&self.0, &characters, start, &mut |_| true))
    }

    /// A text in which the pattern is found, unless a lookahead objects to it.
    pub(crate) fn shortest(&self) -> String {
        let mut text = String::new();
        self.0.write_shortest(&mut text);
        text
    }
}

impl Node {
    fn write_shortest(&self, text: &mut String) {
        match self {
            Self::Any => text.push('a'),
            Self::Literal(literal) => text.push(*literal),
            Self::Class { negated, members } => {
                let fits = |&candidate: &char| members.iter().any(|member| member.has(candidate)) != *negated;
                text.extend((' '..='~').rev().find(fits));
            }
            Self::Start | Self::End | Self::Look { .. } => {}
            Self::Repeat { node, least, .. } => (0..*least).for_each(|_| node.write_shortest(text)),
            Self::Sequence(nodes) => nodes.iter().for_each(|node| node.write_shortest(text)),
            Self::Either(nodes) => nodes.iter().take(1).for_each(|node| node.write_shortest(text)),
        }
    }
}

/// Tries `node` at `at`; `then` is the rest of the pattern.
fn matches(node: &Node, text: &[char], at: usize, then: &mut dyn FnMut(usize) -> bool) -> bool {
    let single = |fits: bool, then: &mut dyn FnMut(usize) -> bool| fits && then(at + 1);
    match node {
        Node::Any => single(text.get(at).is_some_and(|&found| found != '\n' && found != '\r'), then),
        Node::Literal(wanted) => single(text.get(at) == Some(wanted), then),
        Node::Class { negated, members } => {
            single(text.get(at).is_some_and(|&found| members.iter().any(|member| member.has(found)) != *negated), then)
        }
        Node::Start => at == 0 && then(at),
        Node::End => at == text.len() && then(at),
        Node::Look { ahead, negated } => matches(ahead, text, at, &mut |_| true) != *negated && then(at),
        Node::Repeat { node, least, most } => repeat(node, *least, *most, text, at, then),
        Node::Sequence(nodes) => sequence(nodes, text, at, then),
        Node::Either(nodes) => nodes.iter().any(|node| matches(node, text, at, then)),
    }
}

fn sequence(nodes: &[Node], text: &[char], at: usize, then: &mut dyn FnMut(usize) -> bool) -> bool {
    match nodes.split_first() {
        None => then(at),
        Some((first, rest)) => matches(first, text, at, &mut |next| sequence(rest, text, next, then)),
    }
}

fn repeat(node: &Node, least: usize, most: usize, text: &[char], at: usize, then: &mut dyn FnMut(usize) -> bool) -> bool {
    let more = most > 0
        && matches(node, text, at, &mut |next| {
            // A turn that consumed nothing would repeat for ever.
            (next > at || least > 0) && repeat(node, least.saturating_sub(1), most - 1, text, next, then)
        });
    more || (least == 0 && then(at))
}

impl Member {
    fn has(&self, found: char) -> bool {
        match self {
            Self::Range(low, high) => (*low..=*high).contains(&found),
            Self::Shorthand(letter) => match letter.to_ascii_lowercase() {
                'd' => found.is_ascii_digit() == (*letter == 'd'),
                's' => found.is_whitespace() == (*letter == 's'),
                _ => (found.is_ascii_alphanumeric() || found == '_') == (*letter == 'w'),
            },
        }
    }
}

struct Parser<'a> {
    characters: &'a [char],
    at: usize,
}

impl Parser<'_> {
    fn either(&mut self) -> Option<Node> {
        let mut branches = vec![self.sequence()?];
        while self.take('|') {
            branches.push(self.sequence()?);
        }
        Some(if branches.len() == 1 { branches.remove(0) } else { Node::Either(branches) })
    }

    fn sequence(&mut self) -> Option<Node> {
        let mut nodes = Vec::new();
        while self.peek().is_some_and(|next| next != '|' && next != ')') {
            let node = self.atom()?;
            nodes.push(self.repeated(node)?);
        }
        Some(Node::Sequence(nodes))
    }

    fn atom(&mut self) -> Option<Node> {
        match self.next()? {
            '.' => Some(Node::Any),
            '^' => Some(Node::Start),
            '$' => Some(Node::End),
            '[' => self.class(),
            '(' => self.group(),
            '\\' => {
                let escaped = self.next()?;
                Some(if is_shorthand(escaped) {
                    Node::Class { negated: false, members: vec![Member::Shorthand(escaped)] }
                } else {
                    Node::Literal(unescape(escaped)?)
                })
            }
            '*' | '+' | '?' | '{' => None,
            literal => Some(Node::Literal(literal)),
        }
    }

    fn group(&mut self) -> Option<Node> {
        let kind = self.take('?').then(|| self.next());
        let node = match kind {
            None | Some(Some(':')) => self.either()?,
            Some(Some(sign @ ('=' | '!'))) => Node::Look { ahead: Box::new(self.either()?), negated: sign == '!' },
            Some(_) => return None,
        };
        self.take(')').then_some(node)
    }

    fn class(&mut self) -> Option<Node> {
        let negated = self.take('^');
        let mut members = Vec::new();
        while !self.take(']') {
            let low = match self.next()? {
                '\\' => match self.next()? {
                    letter if is_shorthand(letter) => {
                        members.push(Member::Shorthand(letter));
                        continue;
                    }
                    escaped => unescape(escaped)?,
                },
                literal => literal,
            };
            let is_range = self.peek() == Some('-') && self.characters.get(self.at + 1).is_some_and(|&next| next != ']');
            let high = if is_range {
                self.at += 1;
                self.next()?
            } else {
                low
            };
            members.push(Member::Range(low, high));
        }
        Some(Node::Class { negated, members })
    }

    fn repeated(&mut self, node: Node) -> Option<Node> {
        let (least, most) = match self.peek() {
            Some('*') => (0, usize::MAX),
            Some('+') => (1, usize::MAX),
            Some('?') => (0, 1),
            Some('{') => {
                self.at += 1;
                let least = self.number()?;
                let most = if self.take(',') { self.number().unwrap_or(usize::MAX) } else { least };
                return self.take('}').then(|| Node::Repeat { node: Box::new(node), least, most });
            }
            _ => return Some(node),
        };
        self.at += 1;
        Some(Node::Repeat { node: Box::new(node), least, most })
    }

    fn number(&mut self) -> Option<usize> {
        let start = self.at;
        while self.peek().is_some_and(|next| next.is_ascii_digit()) {
            self.at += 1;
        }
        self.characters[start..self.at].iter().collect::<String>().parse().ok()
    }

    fn peek(&self) -> Option<char> {
        self.characters.get(self.at).copied()
    }

    fn next(&mut self) -> Option<char> {
        let next = self.peek();
        self.at += usize::from(next.is_some());
        next
    }

    fn take(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        self.at += usize::from(found);
        found
    }
}

fn is_shorthand(letter: char) -> bool {
    matches!(letter, 'd' | 'D' | 's' | 'S' | 'w' | 'W')
}

fn unescape(letter: char) -> Option<char> {
    match letter {
        'n' => Some('\n'),
        'r' => Some('\r'),
        't' => Some('\t'),
        letter if letter.is_ascii_alphanumeric() => None,
        punctuation => Some(punctuation),
    }
}

#[cfg(test)]
mod tests {
    use super::Pattern;

    #[test]
    fn patterns_of_the_document() {
        for (pattern, good, bad) in [
            ("^([01][0-9]|2[0-3]):([0-5][0-9])$", "23:59", "24:00"),
            ("^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}$", "019ffad2-5c7d", "019ffad2-5c7"),
            ("^\\s*\\S+\\.[a-zA-Z]{2,}\\s*$", " example.com ", "example.c"),
            (".*\\S.*", " x ", "  "),
            ("^https?://", "http://example.com", "ftp://example.com"),
            ("^ptid_(?!ptid_)[A-Za-z0-9_-]{1,45}$", "ptid_a-b", "ptid_ptid_a"),
            ("^[^\\n\\r]*$", "one line", "two\nlines"),
            ("^rule-(0|[1-9][0-9]*)$", "rule-10", "rule-01"),
            ("^\\s*$|^(ptid_)?(?!ptid_)[A-Za-z0-9_-]{1,45}$", "", "ptid_ptid_"),
        ] {
            let parsed = Pattern::parse(pattern).expect(pattern);
            assert!(parsed.is_found_in(good), "{pattern} {good:?}");
            assert!(!parsed.is_found_in(bad), "{pattern} {bad:?}");
            assert!(parsed.is_found_in(&parsed.shortest()), "{pattern} {:?}", parsed.shortest());
        }
        assert!(Pattern::parse("(?<=a)b").is_none());
    }
}
