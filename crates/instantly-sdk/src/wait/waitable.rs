//! Objects that can be waited for.

use instantly_client::WaitPlan;
use instantly_types::FromJson;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// An object that can be waited for.
pub trait Waitable: DeserializeOwned + FromJson + Serialize + Clone + Send + Sync + 'static {
    /// How it is polled, and when it is done.
    fn plan() -> &'static WaitPlan;
    /// Its id.
    fn id(&self) -> &str;
    /// Its status.
    fn status(&self) -> &str;
}

pub(crate) type OnProgress<T> = Box<dyn FnMut(&T) + Send>;
