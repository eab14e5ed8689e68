//! Code and prose in lines of a width: expressions on one line where they fit and else one part a line, text broken between words.

/// How a target's formatter breaks lines.
#[derive(Clone, Copy)]
pub struct Style {
    /// Longer lines than this are broken.
    pub width: usize,
    /// How much deeper a part stands than the line that opens its brackets.
    pub step: usize,
}

/// A piece of a program.
pub enum Code {
    /// As it is.
    Text(String),
    /// Parts between brackets, such as a list or a call.
    Group(Group),
}

pub struct Group {
    /// `[`, `vec![`, `client.leads.create(`
    pub open: String,
    pub parts: Vec<(String, Code)>,
    pub close: &'static str,
    /// A space inside of the brackets, where it is on one line.
    pub spaced: bool,
    /// What follows the last part and takes no comma, where there is something: `..Default::default()`.
    pub rest: &'static str,
    /// Whether the brackets of the only part stand close to these when broken: `f({`.
    pub hugs: bool,
}

impl Code {
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    pub fn group(open: impl Into<String>, parts: Vec<(String, Self)>, close: &'static str) -> Self {
        let open = open.into();
        let spaced = close.starts_with('}');
        Self::Group(Group { open, parts, close, spaced, rest: "", hugs: false })
    }

    /// A call, or a list.
    pub fn listed(open: impl Into<String>, parts: Vec<Self>, close: &'static str) -> Self {
        Self::group(open, parts.into_iter().map(|part| (String::new(), part)).collect(), close)
    }

    /// The text of a line that begins at `indent` and has so many characters before and after it.
    pub fn render(&self, style: Style, indent: usize, around: usize) -> String {
        let line = self.line();
        if indent + around + line.chars().count() <= style.width && !line.contains('\n') {
            return line;
        }
        match self {
            Self::Text(text) => text.clone(),
            Self::Group(group) if group.parts.is_empty() => line,
            Self::Group(group) if group.hugs => group.hugged(style, indent),
            Self::Group(group) => group.broken(style, indent),
        }
    }

    fn line(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Group(group) => group.line(),
        }
    }
}

impl Group {
    fn line(&self) -> String {
        let mut parts: Vec<String> = self.parts.iter().map(|(name, part)| format!("{name}{}", part.line())).collect();
        if !self.rest.is_empty() {
            parts.push(self.rest.to_owned());
        }
        let space = if self.spaced && !parts.is_empty() { " " } else { "" };
        format!("{}{space}{}{space}{}", self.open, parts.join(", "), self.close)
    }

    fn broken(&self, style: Style, indent: usize) -> String {
        let inner = indent + style.step;
        let mut text = format!("{}\n", self.open);
        for (name, part) in &self.parts {
            text += &format!("{:inner$}{name}{},\n", "", part.render(style, inner, name.len() + 1));
        }
        if !self.rest.is_empty() {
            text += &format!("{:inner$}{}\n", "", self.rest);
        }
        text + &format!("{:indent$}{}", "", self.close)
    }

    /// All parts but the last on the first line, which the last one's brackets end.
    fn hugged(&self, style: Style, indent: usize) -> String {
        let Some(((name, last), others)) = self.parts.split_last() else { return self.line() };
        let before: String = others.iter().map(|(name, part)| format!("{name}{}, ", part.line())).collect();
        let last = match last {
            Code::Group(group) => group.broken(style, indent),
            Code::Text(text) => text.clone(),
        };
        format!("{}{before}{name}{last}{}", self.open, self.close)
    }
}

/// The text in lines of at most so many characters; a longer word has a line of its own. A text without words has no lines.
pub fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}
