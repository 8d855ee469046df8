//! The views of the sidebar with their counts.

use axum::{Json, extract::State};
use desk::{QueueId, conversation, limits, permit::Action};
use serde::Serialize;
use store::{arrivals, lists, queues, views};
use utoipa::ToSchema;

use crate::{
    Web,
    problem::Problem,
    search,
    shown::views::{OwnView, OwnViewCount},
    sign_in::Caller,
};

/// Counts end here.
const COUNTED: i64 = 1_000;

/// A view's name.
#[derive(Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum ViewId {
    /// Open, and the caller's.
    Mine,
    /// Open, and nobody's.
    Unassigned,
    /// New, open and answered.
    Open,
    /// Where a note mentions the caller.
    Mentions,
    /// Waiting for a date.
    Postponed,
    /// Where the caller has begun to write.
    Drafts,
    /// Where the caller has written to somebody.
    Sent,
    /// Every status but spam and trash.
    All,
    /// Set aside as spam.
    Spam,
    /// Set aside to be deleted.
    Trash,
}

impl From<conversation::View> for ViewId {
    fn from(view: conversation::View) -> Self {
        match view {
            conversation::View::Mine => Self::Mine,
            conversation::View::Unassigned => Self::Unassigned,
            conversation::View::Open => Self::Open,
            conversation::View::Mentions => Self::Mentions,
            conversation::View::Postponed => Self::Postponed,
            conversation::View::Drafts => Self::Drafts,
            conversation::View::Sent => Self::Sent,
            conversation::View::All => Self::All,
            conversation::View::Spam => Self::Spam,
            conversation::View::Trash => Self::Trash,
        }
    }
}

/// A view.
#[derive(Serialize, ToSchema)]
pub struct View {
    /// Its name.
    pub id: ViewId,
    /// Conversations in it, counted up to 1,000.
    pub count: i64,
    /// How many of them the caller has not seen; null where it is not counted.
    #[schema(required)]
    pub unread: Option<i64>,
    /// True when there are more than were counted.
    pub more: bool,
}

/// A queue that the caller is in.
#[derive(Serialize, ToSchema)]
pub struct QueueCount {
    /// Which.
    #[schema(value_type = String)]
    pub id: QueueId,
    /// Its name.
    #[schema(example = "Orders")]
    pub name: String,
    /// What is open in it, counted up to 1,000.
    pub count: i64,
    /// True when there is more than was counted.
    pub more: bool,
}

/// All views.
#[derive(Serialize, ToSchema)]
pub struct ViewList {
    /// In the order of the sidebar.
    pub items: Vec<View>,
    /// The caller's own views and those that are shared, oldest first.
    pub own: Vec<OwnViewCount>,
    /// The queues that the caller is in, by name: those of which they are a member, and those of the whole team.
    pub queues: Vec<QueueCount>,
    /// Mail in quarantine or waiting, counted up to 1,000.
    pub held: i64,
}

/// The views with their counts.
#[utoipa::path(get, path = "/views", operation_id = "listViews", tag = "conversations", responses((status = 200, body = ViewList)))]
pub async fn list(State(web): State<Web>, caller: Caller) -> Result<Json<ViewList>, Problem> {
    caller.may(Action::Read)?;
    let (caller, agent) = (caller.agent.clone(), caller.agent.id);
    let counted = web.node.db.read(move |tx| {
        let mut items = Vec::new();
        for view in conversation::View::ALL {
            let count = lists::count(tx, view, agent)?;
            let unread = match view {
                conversation::View::Mentions => Some(lists::personal::unread_mentions(tx, agent)?.min(COUNTED)),
                _ => None,
            };
            items.push(View { id: view.into(), count: count.min(COUNTED), unread, more: count > COUNTED });
        }
        let mut queues = Vec::new();
        for queue in queues::list(tx)? {
            if flow::queues::is_in(&caller, &queue) {
                let count = lists::count_of_queue(tx, queue.id, agent)?;
                let (count, more) = (count.min(COUNTED), count > COUNTED);
                queues.push(QueueCount { id: queue.id, name: queue.name, count, more });
            }
        }
        let mut own = Vec::new();
        for stored in views::for_agent(tx, agent, limits::VIEWS_LISTED)? {
            let (count, more) =
                search::count(tx, agent, &stored.filter)?.map_or((None, false), |(count, more)| (Some(count), more));
            own.push(OwnViewCount { view: OwnView::of(stored, &caller), count, more });
        }
        Ok(ViewList { items, own, queues, held: arrivals::count_held(tx, Some(agent))?.min(COUNTED) })
    });
    Ok(Json(counted.await?))
}
