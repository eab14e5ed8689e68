//! What reviewers and tests read: the list of public names, and what the document says that the SDK does not carry over.

pub mod surface;
pub mod unsupported;
