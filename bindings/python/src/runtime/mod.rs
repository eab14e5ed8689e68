//! Where calls run: blocking ones in the caller's own thread, all others on one thread of the process.

mod background;
mod blocking;
mod settle;

pub use background::handle;
pub use blocking::{End, SIGNAL_INTERVAL, Slot, attached};
pub use settle::settle;
