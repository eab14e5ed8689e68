//! What types without a name of their own are called.

use super::singular;

/// What a type without a name of its own may be called: by the outermost thing it is in and its field, or by the whole way there.
#[derive(Clone)]
pub struct Name {
    pub(super) root: String,
    pub(super) short: String,
    pub(super) full: String,
    /// Not in a field of another.
    pub(super) outermost: bool,
}

impl Name {
    /// Of an outermost thing.
    pub fn new(name: &str) -> Self {
        Self { root: name.to_owned(), short: name.to_owned(), full: name.to_owned(), outermost: true }
    }

    /// Of what stands in an outermost thing of this name, as if it stood in another.
    pub fn within(root: &str, name: &str) -> Self {
        Self { root: root.to_owned(), short: name.to_owned(), full: name.to_owned(), outermost: true }
    }

    /// Of a field: `Campaign.campaign_schedule` is a CampaignSchedule, not a CampaignCampaignSchedule.
    pub(super) fn field(&self, own: &str) -> Self {
        let parts = |name: &str| name.strip_suffix("Response").filter(|rest| !rest.is_empty()).unwrap_or(name).to_owned();
        let (root, full) = (parts(&self.root), parts(&self.full));
        let join =
            |parent: &str| if own.starts_with(parent) && own.len() > parent.len() { own.to_owned() } else { format!("{parent}{own}") };
        Self { root: self.root.clone(), short: join(&root), full: join(&full), outermost: false }
    }

    /// Of an item.
    pub(super) fn item(&self) -> Self {
        Self { short: singular(&self.short), full: singular(&self.full), ..self.clone() }
    }

    pub(super) fn and(&self, more: &str) -> Self {
        Self { short: format!("{}{more}", self.short), full: format!("{}{more}", self.full), ..self.clone() }
    }
}
