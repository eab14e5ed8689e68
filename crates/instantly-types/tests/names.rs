//! Types named like what the macros use.

#![allow(dead_code, reason = "a model has methods that a test of names needn't call")]

// Names that this crate's macros use themselves.
instantly_types::model! {
    /// A person's name.
    pub struct Name {
        /// What comes first.
        pub first: Option<String> = "first",
    }
}

instantly_types::model! {
    /// A place in a book.
    pub struct Index {
        /// Whose.
        pub name: Option<Name> = "name",
        /// Above it.
        pub parts: Option<Box<Model>> = "parts",
    }
}

instantly_types::model! {
    /// A kind of car.
    pub struct Model {
        /// Who drives it.
        pub member: Option<Member> = "member",
    }
}

instantly_types::input! {
    /// Somebody in a club.
    pub struct Member {
        /// Whether it is so.
        pub input: Option<Input> = "input",
        ..
    }
}

instantly_types::union! {
    /// What is put in.
    pub enum Input {
        /// A name.
        Name(Box<Name>) from [Name],
        /// A text.
        Text(String) from [&str],
    }
}

#[test]
fn types_may_be_named_like_what_the_macros_use() {
    let text = r#"{"name":{"first":"Ada"},"parts":{"member":{"input":{"first":"Grace"},"since":1900}}}"#;
    let index: Index = instantly_types::decode(text.as_bytes()).unwrap();
    let member = index.parts.as_ref().and_then(|model| model.member.as_ref()).unwrap();
    assert_eq!(member.input, Some(Name { first: Some("Grace".to_owned()), ..Name::default() }.into()));
    assert_eq!(serde_json::to_string(&index).unwrap(), text);
}
