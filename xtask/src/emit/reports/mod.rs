//! Reports for reviewers and tests: the list of public names, and the constructs of the document that the SDK does not carry over.

pub mod surface;
pub mod unsupported;
