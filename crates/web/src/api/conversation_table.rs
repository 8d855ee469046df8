//! Conversations as a table to be saved (SO-15): what a list or a search shows, a line each, with a column for each field.
//! For whoever leads the team. It is written while it is read, so that none is too large.

use std::collections::BTreeMap;

use axum::{
    body::{Body as Bytes, Bytes as Piece},
    extract::State,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use desk::{CategoryFieldId, CategoryId, category_field::Templates, limits, permit::Action};
use futures::{StreamExt, stream};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::json;
use store::{Tx, audit, categories, category_fields, lists::Item};
use tokio::sync::mpsc;
use utoipa::IntoParams;

use super::conversations::Asking;
use crate::{
    Web,
    csv::{self, Value},
    problem::{Problem, ProblemBody},
    request::Parameters,
    shown::time,
    sign_in::Caller,
    writing::write,
};

/// Which conversations.
#[derive(Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct TableParameters {
    /// A view, or the id of an own view; open where nothing is said.
    #[param(example = "all")]
    view: Option<String>,
    /// What is open in this queue; goes with the view `open` only.
    queue: Option<String>,
    /// What is searched for, as in the list of conversations.
    q: Option<String>,
}

/// Conversations that are read at once.
const BATCH: usize = 200;
const COLUMNS: [&str; 14] = [
    "number", "subject", "status", "priority", "mailbox", "queue", "category", "customer", "address", "assignee",
    "tags", "messages", "created", "updated",
];

/// A piece of the table on its way, or why there is no more.
type Told = store::Result<Piece>;

/// What a view or a search shows as a table: CSV by RFC 4180, the newest first, up to 50,000 conversations. It is told by
/// the audit log.
#[utoipa::path(get, path = "/conversations/table", operation_id = "saveConversations", tag = "conversations", params(TableParameters),
    responses((status = 200, body = String, content_type = "text/csv"),
        (status = 400, body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, body = ProblemBody, content_type = "application/problem+json")))]
pub async fn save(
    State(web): State<Web>,
    caller: Caller,
    Parameters(asked): Parameters<TableParameters>,
) -> Result<Response, Problem> {
    caller.may(Action::LeadTeam)?;
    let asking = Asking::of(&web, &caller, (asked.view, asked.queue, asked.q)).await?;
    let (actor, now, view) = (caller.actor(), web.node.clock.now(), asking.word().to_string());
    let columns = write(&web, move |tx| {
        audit::add(tx, &actor, "conversations.exported", "conversation:all", &json!({"view": view}), now)?;
        Ok(columns(tx)?)
    });
    let columns = columns.await?;
    let (out, pieces) = mpsc::channel::<Told>(4);
    tokio::spawn(async move {
        if let Err(error) = tell(&web, asking, &columns, &out).await {
            tracing::error!(%error, "A table of conversations could not be handed over to the end.");
            // The answer breaks off, so that nobody takes it for whole.
            let _ = out.send(Err(error)).await;
        }
    });
    // Fused: compression asks once more after the end.
    let told = stream::unfold(pieces, async |mut pieces| pieces.recv().await.map(|piece| (piece, pieces))).fuse();
    let name = HeaderValue::from_static("attachment; filename=\"conversations.csv\"");
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/csv")),
        (header::CONTENT_DISPOSITION, name),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    Ok((headers, Bytes::from_stream(told)).into_response())
}

/// The fields that have a column, with the name of that.
fn columns(tx: &mut Tx<'_>) -> store::Result<Vec<(CategoryFieldId, String)>> {
    let paths = categories::list(tx)?.into_iter().map(|category| (category.id, category.path())).collect();
    Ok(named(&category_fields::templates(tx)?, &paths))
}

/// A name that several fields have, or a column, stands with the category.
fn named(templates: &Templates, paths: &BTreeMap<CategoryId, String>) -> Vec<(CategoryFieldId, String)> {
    let all = || templates.fields.iter().map(|field| field.draft.name.as_str()).chain(COLUMNS);
    let taken = |name: &str| all().filter(|other| other.to_lowercase() == name.to_lowercase()).count() > 1;
    let column = |field: &desk::category_field::CategoryField| {
        let name = &field.draft.name;
        let path = field.category.and_then(|id| paths.get(&id)).map_or("*", String::as_str);
        (field.id, if taken(name) { format!("{name} ({path})") } else { name.clone() })
    };
    templates.fields.iter().map(column).collect()
}

/// Writes the table piece by piece; whoever does not take it any more ends it.
async fn tell(
    web: &Web,
    mut asking: Asking,
    columns: &[(CategoryFieldId, String)],
    out: &mpsc::Sender<Told>,
) -> store::Result<()> {
    let text = |text: &str| Value::Text(text.to_string());
    let head: Vec<Value> =
        COLUMNS.iter().copied().chain(columns.iter().map(|(_, name)| name.as_str())).map(text).collect();
    let mut piece = csv::begun() + &csv::line(&head);
    let mut left = limits::EXPORTED_CONVERSATIONS;
    loop {
        let (page, next) = asking.page(web, BATCH.min(left)).await?;
        left = left.saturating_sub(page.len());
        piece.extend(page.iter().map(|item| csv::line(&row(item, columns))));
        if out.send(Ok(Piece::from(std::mem::take(&mut piece)))).await.is_err() {
            return Ok(());
        }
        match next.filter(|_| left > 0) {
            Some(next) => asking = next,
            None => return Ok(()),
        }
    }
}

fn row(item: &Item, columns: &[(CategoryFieldId, String)]) -> Vec<Value> {
    let text = |text: &str| Value::Text(text.to_string());
    let maybe = |found: Option<&String>| found.map_or(Value::None, |found| text(found));
    let at = |at: Timestamp| Value::Text(at.to_string());
    let field = |(id, _): &(CategoryFieldId, String)| {
        maybe(item.fields.iter().find(|filled| filled.field == *id).map(|filled| &filled.value))
    };
    let own = [
        Value::Number(item.id.0),
        text(&item.subject),
        text(item.status.word()),
        text(item.priority.word()),
        text(&item.mailbox.2),
        maybe(item.queue.as_ref().map(|(_, name)| name)),
        maybe(item.category.as_ref().map(|(_, path)| path)),
        maybe(item.contact.1.as_ref()),
        text(&item.contact.2),
        maybe(item.assignee.as_ref().map(|(_, name, _)| name)),
        text(&item.tags.join(", ")),
        Value::Number(item.message_count),
        at(time(item.created_at)),
        at(time(item.updated_at)),
    ];
    own.into_iter().chain(columns.iter().map(field)).collect()
}

#[cfg(test)]
mod tests {
    use desk::{
        category_field::{CategoryField, Draft},
        custom_field::Kind,
    };

    use super::*;

    /// SO-15: two columns never have one name.
    #[test]
    fn a_column_is_named_apart() {
        let field = |id, category, name: &str| CategoryField {
            id: CategoryFieldId(id),
            category,
            draft: Draft {
                name: name.into(),
                kind: Kind::Text,
                choices: Vec::new(),
                required: false,
                help: String::new(),
            },
            former: BTreeMap::new(),
        };
        let (orders, money) = (Some(CategoryId(1)), Some(CategoryId(2)));
        let fields = vec![
            field(1, orders, "Number"),
            field(2, money, "Paid"),
            field(3, orders, "Level"),
            field(4, money, "level"),
            field(5, None, "x"),
        ];
        let paths =
            BTreeMap::from([(CategoryId(1), "Orders".to_string()), (CategoryId(2), "Orders › Money".to_string())]);
        let columns = named(&Templates { fields, parents: BTreeMap::new() }, &paths);
        let names: Vec<&str> = columns.iter().map(|(_, name)| name.as_str()).collect();
        assert_eq!(names, ["Number (Orders)", "Paid", "Level (Orders)", "level (Orders › Money)", "x"]);
    }
}
