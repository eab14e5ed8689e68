//! How grave a change is for users of the SDK: the one place that decides it, each decision with its reason.
//!
//! Users are not strict clients of the API. Results are read leniently (unknown fields are kept, enums are open, a missing field
//! is absent), so less can break at run time; but their code is type-checked in three languages, so a name that goes or a type
//! that changes breaks them even where the wire would not. A rule that only the server decides, whatever version of the SDK is
//! installed, is no reason to call a new version breaking.

use super::change::ChangeKind;

/// From the gravest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Code that compiled, type-checked or ran before may not with the new version.
    Breaking,
    /// Something more can be done; nothing has to be.
    Additive,
    /// Nothing that code can notice.
    Cosmetic,
}

/// Whether users write a value or read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    Request,
    Response,
}

impl ChangeKind {
    /// The severity, and why; the reason is printed for what breaks, so it says what to expect.
    pub fn severity(&self, direction: Direction) -> (Severity, &'static str) {
        use Direction::{Request, Response};
        use Severity::{Additive, Breaking, Cosmetic};
        match (self, direction) {
            // Operations.
            (Self::OperationRemoved, _) => (Breaking, "the method goes"),
            (Self::OperationAdded, _) => (Additive, "a new method"),
            (Self::Moved { same_words: true, .. }, _) => (Cosmetic, "the SDK writes the path, and names come from its words"),
            (Self::Moved { same_words: false, .. }, _) => {
                (Breaking, "names come from the path, so the method would be renamed; x-sdk-name in the overlay keeps the name")
            }
            (Self::IdChanged { .. }, _) => (Cosmetic, "names come from the path"),
            (Self::Scopes { .. }, _) => (Cosmetic, "the server decides, whatever the version of the SDK"),
            (Self::ErrorAdded | Self::ErrorRemoved, _) => (Cosmetic, "every status has its error class, documented or not"),
            (Self::Deprecated, _) => (Additive, "it still works, and says that it will go"),
            (Self::NoLongerDeprecated, _) => (Cosmetic, "it works as before"),

            // Bodies and results as a whole.
            (Self::BodyAdded { required: true }, _) => (Breaking, "calls without a body are refused"),
            (Self::BodyAdded { required: false }, _) => (Additive, "a body may be given"),
            (Self::BodyRemoved, _) => (Breaking, "the arguments of the body go"),
            (Self::ResultAdded, _) => (Additive, "there was nothing to read before"),
            (Self::ResultRemoved, _) => (Breaking, "what was read is no longer returned"),
            (Self::Status { .. }, _) => (Cosmetic, "every 2xx is success"),
            (Self::MediaAdded(_), _) => (Additive, "another form, beside those there were"),
            (Self::MediaRemoved(_), _) => (Breaking, "the value has another form"),

            // Fields and parameters.
            (Self::Added { required: true, .. }, Request) => (Breaking, "calls without it are refused: pass it"),
            (Self::Added { .. }, _) => (Additive, "one more to use"),
            (Self::Removed, Request) => (Breaking, "the argument goes: don't pass it"),
            (Self::Removed, Response) => {
                (Breaking, "the attribute goes; a value that is still sent is found under its name among the unknown ones")
            }
            (Self::Required, Request) => (Breaking, "calls without it are refused: pass it"),
            (Self::Required, Response) => (Additive, "it can be read without asking whether it is there"),
            (Self::Optional, Request) => (Additive, "it may be left out"),
            (Self::Optional, Response) => (Breaking, "it may be absent: an Option in Rust, undefined in TypeScript, None in Python"),
            (Self::Nullable, Request) => (Additive, "null may be sent as well"),
            (Self::Nullable, Response) => (Breaking, "it may be null: an Option in Rust, null in TypeScript, None in Python"),
            (Self::NotNullable, Request) => (Breaking, "null is refused: don't pass it"),
            (Self::NotNullable, Response) => (Additive, "it can be read without asking for null"),
            (Self::Renamed { .. }, _) => (Cosmetic, "values of the path are given by position"),

            // Types.
            (Self::Type { .. }, _) => (Breaking, "the value has another type"),
            (Self::TypeName { .. }, _) => {
                (Breaking, "code that names the type names another; x-sdk-type-name in the overlay keeps the name")
            }
            (Self::Described(_) | Self::Undescribed, _) => (Breaking, "a free-form object is a map in Rust, one with fields is a struct"),
            (Self::VariantsAdded(_), Request) => (Additive, "one more form is accepted"),
            (Self::VariantsAdded(_), Response) => (Breaking, "code that handles every form misses one"),
            (Self::VariantsRemoved(_), _) => (Breaking, "the form's name goes from the types"),
            (Self::ValuesAdded(_), _) => (Additive, "enums are open: code has let unknown values pass already"),
            (Self::ValuesRemoved(_), Request) => (Breaking, "the value is refused, and its name goes from the types"),
            (Self::ValuesRemoved(_), Response) => (Breaking, "the value's name goes from the types"),
            (Self::EnumGiven(_) | Self::EnumDropped, _) => (Breaking, "plain text and an enum are two types in Rust"),
            (Self::Format { own_type: true, .. }, _) => (Breaking, "dates and times have a type of their own"),
            (Self::Format { own_type: false, .. }, _) => (Cosmetic, "the value has the same type whatever this format"),

            // Values.
            (Self::Limit { narrower: true, .. }, Request) => (Breaking, "values that were accepted are refused, some before they are sent"),
            (Self::Limit { narrower: false, .. }, Request) => (Additive, "more values are accepted"),
            (Self::Limit { .. }, Response) => (Cosmetic, "results are not checked against limits"),
            (Self::Default { .. }, _) => (Cosmetic, "the SDK sends no defaults; the server decides"),

            (Self::Details(_), _) => (Cosmetic, "nothing that code can notice"),
        }
    }
}
