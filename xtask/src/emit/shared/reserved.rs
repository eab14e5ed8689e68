//! Names that the generated files of a language have from elsewhere, and what that means for the classes of resources.

use crate::ir::pascal;

/// Names that the generated files have from elsewhere: a type of the API that is called so would hide it.
pub const RUST: &str = "BTreeMap Base64 Box Call Client Copy Debug Default Err Error From HashMap Input Into Iterator List ListRequest None Nullable \
    Number Ok Option Page Request Result Self Some StartedJob String Timestamp Value Vec WaitManyRequest WaitRequest Waitable";

/// Names that the generated files import: a type of the API that is called so would hide it.
pub const PYTHON: &str = "Any AsyncPager AsyncResource AsyncResources AsyncStartedJob Body BodyOptions CallOptions Callable ClassVar Client \
    Instantly IntEnum JSON JobOf ListOf Literal Mapping Model ModelOf NOTHING None Omit Operation Page PageOf RawMethods \
    Resource Sequence Set StartedJob SyncResource SyncResources TEXT Type TypeAlias TypedDict Unpack ValueOf WaitOptions";

/// Names that the package exports itself, and those that generated code uses of the language.
pub const NODE: &str = "APIConnectionError APIError APIPromise APIResponse APIResponseValidationError APIStatusError APITimeoutError Array \
    AuthenticationError BadRequestError CallOptions Caller ClientOptions ConflictError Date Error ErrorAnswer Function Instantly \
    InstantlyError InternalServerError InvalidArgumentError JobFailedError Map NotFoundError Number Object Page PagePromise \
    PayloadTooLargeError PaymentRequiredError PermissionDeniedError Promise QueryValue RateLimitError Readonly Record Request \
    RequestAbortedError RequestOptions Resource Resources Response ResponseHeaders StartedJob String Symbol \
    UnprocessableEntityError WaitOptions WaitTimeoutError WithResponse";

/// All of them.
pub fn words() -> impl Iterator<Item = &'static str> {
    [RUST, PYTHON, NODE].into_iter().flat_map(str::split_whitespace)
}

/// The class of a resource, of one name in every language: `Leads`, or `PageResource` where a language or its package has a `Page`.
pub fn class(resource: &[String]) -> String {
    let name = pascal(&resource.join("_"));
    let is_taken = words().any(|taken| taken == name);
    if is_taken { format!("{name}Resource") } else { name }
}
