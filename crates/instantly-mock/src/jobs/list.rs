//! Filters, sorting and the cursor of `GET /api/v2/background-jobs`.

use super::job::Job;

/// The page size when `limit` is absent.
pub(crate) const DEFAULT_LIMIT: usize = 10;

/// The eleven query parameters, already validated.
#[derive(Clone, Debug, Default)]
pub(crate) struct ListQuery {
    pub(crate) limit: Option<usize>,
    pub(crate) starting_after: Option<String>,
    pub(crate) ids: Option<Vec<String>>,
    pub(crate) included_ids: Option<Vec<String>>,
    pub(crate) excluded_ids: Option<Vec<String>>,
    pub(crate) kind: Option<String>,
    pub(crate) entity_type: Option<String>,
    pub(crate) entity_id: Option<Vec<String>>,
    pub(crate) status: Option<Vec<String>>,
    pub(crate) by_update: bool,
    pub(crate) ascending: bool,
}

impl ListQuery {
    /// Reads the pairs of a query string; names it doesn't know are ignored, as the API does.
    pub(crate) fn new(pairs: &[(String, String)]) -> Self {
        let mut query = Self::default();
        for (name, value) in pairs {
            match name.as_str() {
                "limit" => query.limit = value.parse().ok(),
                "starting_after" => query.starting_after = Some(value.clone()),
                "ids" => query.ids = Some(split(value)),
                "included_ids" => query.included_ids = Some(split(value)),
                "excluded_ids" => query.excluded_ids = Some(split(value)),
                "type" => query.kind = Some(value.clone()),
                "entity_type" => query.entity_type = Some(value.clone()),
                "entity_id" => query.entity_id = Some(split(value)),
                "status" => query.status = Some(split(value)),
                "sort_column" => query.by_update = value == "updated_at",
                "sort_order" => query.ascending = value == "asc",
                _ => {}
            }
        }
        query
    }

    /// Whether the list asks after certain jobs, as one who waits for them does.
    pub(crate) fn names_jobs(&self) -> bool {
        self.ids.is_some() || self.included_ids.is_some()
    }

    fn takes(&self, job: &Job) -> bool {
        let among = |wanted: &Option<Vec<String>>, value: &str| wanted.as_ref().is_none_or(|list| list.iter().any(|item| item == value));
        let equal = |wanted: &Option<String>, value: &str| wanted.as_ref().is_none_or(|item| item == value);
        among(&self.ids, &job.id)
            && among(&self.included_ids, &job.id)
            && self.excluded_ids.as_ref().is_none_or(|list| !list.contains(&job.id))
            && equal(&self.kind, job.kind)
            && equal(&self.entity_type, job.entity_type)
            && self.entity_id.as_ref().is_none_or(|list| job.entity_id.as_ref().is_some_and(|id| list.contains(id)))
            && among(&self.status, job.step().status)
    }

    /// All jobs in the order in which they are held: what walks of a whole workspace ask for, however large it is.
    fn takes_all(&self) -> bool {
        let Self {
            limit: _,
            starting_after: _,
            ids,
            included_ids,
            excluded_ids,
            kind,
            entity_type,
            entity_id,
            status,
            by_update,
            ascending,
        } = self;
        let lists = [ids, included_ids, excluded_ids, entity_id, status];
        lists.iter().all(|list| list.is_none()) && kind.is_none() && entity_type.is_none() && !by_update && !ascending
    }

    fn key(&self, job: &Job) -> u64 {
        if self.by_update { job.updated_at } else { job.created_at }
    }
}

/// `starting_after` is no cursor this mock gave.
#[derive(Debug)]
pub(crate) struct ListError;

/// The jobs of one page, and the cursor of the next.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) indices: Vec<usize>,
    pub(crate) next: Option<String>,
}

pub(crate) fn page(jobs: &[Job], query: &ListQuery) -> Result<Page, ListError> {
    let after = query.starting_after.as_deref().map(|cursor| Cursor::parse(cursor).ok_or(ListError)).transpose()?;
    let limit = query.limit.unwrap_or(DEFAULT_LIMIT);
    if query.takes_all() {
        let first = after.map_or(0, |after| jobs.partition_point(|job| (job.created_at, job.id.as_str()) >= after.place()));
        let last = jobs.len().min(first + limit);
        let next = if last < jobs.len() { jobs[first..last].last().map(|job| Cursor::new(job.created_at, &job.id)) } else { None };
        return Ok(Page { indices: (first..last).collect(), next });
    }
    let mut taken: Vec<(u64, &str, usize)> =
        jobs.iter().enumerate().filter(|(_, job)| query.takes(job)).map(|(index, job)| (query.key(job), job.id.as_str(), index)).collect();
    taken.sort_unstable();
    if !query.ascending {
        taken.reverse();
    }
    if let Some(after) = after {
        taken.retain(|&(key, id, _)| if query.ascending { (key, id) > after.place() } else { (key, id) < after.place() });
    }
    let next = if taken.len() > limit { taken.get(limit - 1).map(|&(key, id, _)| Cursor::new(key, id)) } else { None };
    taken.truncate(limit);
    Ok(Page { indices: taken.into_iter().map(|(_, _, index)| index).collect(), next })
}

/// The place of the last job shown: its sort key and id, so that jobs which move meanwhile neither repeat nor hide others. It is
/// scrambled, since callers must not read meaning into it, let alone build one from an item.
struct Cursor {
    key: u64,
    id: String,
}

const SCRAMBLE: u8 = 0xa5;

impl Cursor {
    #[expect(clippy::new_ret_no_self, reason = "a cursor exists only as text, except while one is read")]
    fn new(key: u64, id: &str) -> String {
        format!("{key:012x}{id}").bytes().rev().map(|byte| format!("{:02x}", byte ^ SCRAMBLE)).collect()
    }

    fn parse(text: &str) -> Option<Self> {
        if !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        if text.len() == 24 {
            // An id as the document's example has it: the place right after a job of that id, by its time of creation.
            return Some(Self { key: u64::from_str_radix(&text[..8], 16).ok()? * 1000, id: text.to_owned() });
        }
        if text.len() != 72 {
            return None;
        }
        let pairs = (0..36).rev().map(|pair| u8::from_str_radix(&text[2 * pair..2 * pair + 2], 16).ok());
        let plain = String::from_utf8(pairs.map(|byte| byte.map(|byte| byte ^ SCRAMBLE)).collect::<Option<Vec<u8>>>()?).ok()?;
        let (key, id) = plain.split_at_checked(12)?;
        Some(Self { key: u64::from_str_radix(key, 16).ok()?, id: id.to_owned() })
    }

    fn place(&self) -> (u64, &str) {
        (self.key, &self.id)
    }
}

fn split(list: &str) -> Vec<String> {
    list.split(',').map(|item| item.trim().to_owned()).filter(|item| !item.is_empty()).collect()
}
