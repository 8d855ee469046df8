//! The API's routes and its document (OpenAPI 3.1): one list gives both, so that they cannot differ. One file a noun.

pub mod agents;
pub mod arrivals;
pub mod article_sources;
pub mod articles;
pub mod assistant_turns;
pub mod assistants;
pub mod attachments;
pub mod audit;
pub mod board;
pub mod bulk;
pub mod calls;
pub mod categories;
pub mod category_fields;
pub mod companies;
pub mod contact_data;
pub mod contact_fields;
pub mod contact_merges;
pub mod contact_notes;
pub mod contacts;
pub mod conversation_table;
pub mod conversations;
pub mod domains;
pub mod drafts;
pub mod endings;
pub mod events;
mod examples;
pub mod following;
pub mod help;
pub mod holidays;
pub mod joining;
pub mod ledger;
pub mod mailboxes;
pub mod mailed;
pub mod merges;
pub mod messages;
pub mod own_sessions;
pub mod own_views;
pub mod participants;
pub mod passwords;
pub mod presences;
pub mod presets;
pub mod push;
pub mod queues;
mod refusals;
pub mod reports;
pub mod rules;
pub mod sandbox;
pub mod second_factor;
pub mod sessions;
pub mod settings;
pub mod setup;
pub mod signatures;
pub mod sla;
pub mod snippets;
pub mod splits;
pub mod surveys;
pub mod tags;
pub mod templates;
pub mod tokens;
pub mod trust_tests;
pub mod viewers;
pub mod views;
pub mod webhook_deliveries;
pub mod webhooks;

use std::sync::LazyLock;

use axum::{
    extract::DefaultBodyLimit,
    http::header,
    response::{IntoResponse, Response},
};
use utoipa::{
    Modify, OpenApi,
    openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme},
};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::Web;

/// Where all of it stands.
const BASE: &str = "/api/v1";

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Staffetta",
        description = "The desk's API: all that the user interface does. Errors are problem+json; every field is always present; every POST of a signed-in caller takes an Idempotency-Key, remembered for 24 hours. With the cookie (`__Host-staffetta` where the base URL is https) every change needs the header X-Staffetta.",
        license(name = "AGPL-3.0-or-later", identifier = "AGPL-3.0-or-later")
    ),
    components(schemas(crate::shown::webhooks::WebhookBody)),
    modifiers(&Security),
    security(("bearer" = []), ("cookie" = []))
)]
struct Document;

struct Security;

impl Modify for Security {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let components = document.components.get_or_insert_with(Default::default);
        let bearer = SecurityScheme::Http(HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build());
        components.add_security_scheme("bearer", bearer);
        let cookie = ApiKeyValue::new("staffetta");
        components.add_security_scheme("cookie", SecurityScheme::ApiKey(ApiKey::Cookie(cookie)));
    }
}

/// All routes with their document.
pub fn documented() -> OpenApiRouter<Web> {
    OpenApiRouter::with_openapi(Document::openapi()).nest(BASE, routes())
}

fn routes() -> OpenApiRouter<Web> {
    let uploads = OpenApiRouter::new()
        .routes(routes!(attachments::upload))
        .layer(DefaultBodyLimit::max(attachments::REQUEST_BYTES));
    OpenApiRouter::new()
        .routes(routes!(setup::read, setup::set_up))
        .routes(routes!(sessions::sign_in, sessions::sign_out))
        .routes(routes!(sessions::me, sessions::change_me))
        .routes(routes!(joining::join))
        .routes(routes!(passwords::ask))
        .routes(routes!(passwords::set))
        .routes(routes!(passwords::change))
        .routes(routes!(signatures::read, signatures::change))
        .routes(routes!(signatures::below))
        .routes(routes!(own_sessions::list, own_sessions::end_others))
        .routes(routes!(own_sessions::end))
        .routes(routes!(push::read, push::set, push::end))
        .routes(routes!(second_factor::read, second_factor::begin, second_factor::confirm))
        .routes(routes!(second_factor::remove))
        .routes(routes!(second_factor::reset))
        .routes(routes!(tokens::list, tokens::add))
        .routes(routes!(tokens::end))
        .routes(routes!(agents::list, agents::invite))
        .routes(routes!(agents::read, agents::change))
        .routes(routes!(agents::invite_again, agents::cancel_invitation))
        .routes(routes!(agents::roles))
        .routes(routes!(board::read))
        .routes(routes!(board::set))
        .routes(routes!(presences::list, presences::add))
        .routes(routes!(presences::change, presences::delete))
        .routes(routes!(calls::list, calls::begin))
        .routes(routes!(calls::read))
        .routes(routes!(calls::answer))
        .routes(routes!(calls::end))
        .routes(routes!(views::list, own_views::add))
        .routes(routes!(own_views::change, own_views::delete))
        .routes(routes!(conversations::list, conversations::start))
        .routes(routes!(bulk::change))
        .routes(routes!(conversation_table::save))
        .routes(routes!(tags::list, tags::add))
        .routes(routes!(tags::read, tags::change, tags::delete))
        .routes(routes!(conversations::read, conversations::change))
        .routes(routes!(conversations::mark_read, conversations::mark_unread))
        .routes(routes!(following::agents))
        .routes(routes!(following::follow, following::unfollow))
        .routes(routes!(merges::merge, merges::undo))
        .routes(routes!(splits::split, splits::undo))
        .routes(routes!(viewers::list, viewers::set, viewers::leave))
        .routes(routes!(participants::set))
        .routes(routes!(messages::write))
        .routes(routes!(messages::raw))
        .routes(routes!(drafts::list))
        .routes(routes!(drafts::read, drafts::save, drafts::discard))
        .routes(routes!(drafts::read_new, drafts::save_new, drafts::discard_new))
        .routes(routes!(mailed::undo, mailed::send_now))
        .routes(routes!(mailed::publish))
        .merge(uploads)
        .routes(routes!(attachments::fetch))
        .routes(routes!(arrivals::list))
        .routes(routes!(arrivals::read))
        .routes(routes!(arrivals::raw))
        .routes(routes!(arrivals::retry))
        .routes(routes!(endings::release, endings::take_back))
        .routes(routes!(endings::delete, endings::undelete))
        .routes(routes!(endings::block, endings::unblock))
        .routes(routes!(mailboxes::list, mailboxes::add))
        .routes(routes!(mailboxes::test))
        .routes(routes!(presets::list))
        .routes(routes!(holidays::reading))
        .routes(routes!(surveys::summary))
        .routes(routes!(ledger::read))
        .routes(routes!(ledger::compare))
        .routes(routes!(mailboxes::set_up_forwarding))
        .routes(routes!(mailboxes::read, mailboxes::change, mailboxes::remove))
        .routes(routes!(trust_tests::read, trust_tests::begin))
        .routes(routes!(trust_tests::change_forwarders))
        .routes(routes!(domains::list))
        .routes(routes!(queues::list, queues::add))
        .routes(routes!(queues::read, queues::change, queues::delete))
        .routes(routes!(categories::list, categories::add))
        .routes(routes!(categories::read, categories::change, categories::delete))
        .routes(routes!(category_fields::list, category_fields::add))
        .routes(routes!(category_fields::order))
        .routes(routes!(category_fields::read, category_fields::change, category_fields::delete))
        .routes(routes!(assistants::list, assistants::add))
        .routes(routes!(assistants::read, assistants::change, assistants::delete))
        .routes(routes!(assistants::try_out))
        .routes(routes!(assistants::of_mailbox, assistants::place))
        .routes(routes!(assistant_turns::list))
        .routes(routes!(assistant_turns::dismiss))
        .routes(routes!(sla::list, sla::add))
        .routes(routes!(sla::read, sla::change, sla::delete))
        .routes(routes!(sla::order))
        .routes(routes!(rules::list, rules::add))
        .routes(routes!(rules::order))
        .routes(routes!(rules::rehearse))
        .routes(routes!(rules::read, rules::change, rules::delete))
        .routes(routes!(snippets::list, snippets::add))
        .routes(routes!(snippets::change, snippets::delete))
        .routes(routes!(templates::list))
        .routes(routes!(templates::read, templates::change, templates::reset))
        .routes(routes!(templates::preview))
        .routes(routes!(templates::test))
        .routes(routes!(webhooks::list, webhooks::add))
        .routes(routes!(webhooks::read, webhooks::change, webhooks::delete))
        .routes(routes!(webhooks::rotate))
        .routes(routes!(webhook_deliveries::list))
        .routes(routes!(webhook_deliveries::test))
        .routes(routes!(webhook_deliveries::replay_since))
        .routes(routes!(webhook_deliveries::replay))
        .routes(routes!(contacts::list))
        .routes(routes!(contacts::complete))
        .routes(routes!(contacts::read, contacts::change))
        .routes(routes!(contacts::conversations))
        .routes(routes!(contact_notes::add))
        .routes(routes!(contact_notes::remove))
        .routes(routes!(contact_data::export))
        .routes(routes!(contact_data::erase, contact_data::erasure))
        .routes(routes!(contact_fields::list, contact_fields::add))
        .routes(routes!(contact_fields::change, contact_fields::delete))
        .routes(routes!(contact_merges::merge, contact_merges::undo))
        .routes(routes!(help::read, help::choose))
        .routes(routes!(help::ask))
        .routes(routes!(articles::list, articles::add))
        .routes(routes!(articles::find))
        .routes(routes!(article_sources::import))
        .routes(routes!(articles::read, articles::change, articles::delete))
        .routes(routes!(article_sources::approve))
        .routes(routes!(companies::list, companies::add))
        .routes(routes!(companies::read, companies::change, companies::delete))
        .routes(routes!(reports::summary))
        .routes(routes!(reports::summary_table))
        .routes(routes!(reports::breakdown))
        .routes(routes!(reports::breakdown_table))
        .routes(routes!(audit::list))
        .routes(routes!(settings::read, settings::change))
        .routes(routes!(events::listen))
        .routes(routes!(sandbox::list))
        .routes(routes!(sandbox::raw))
}

/// The document as text; it is put together once, since whoever asks for it need not be signed in.
#[must_use]
pub fn openapi_text() -> &'static str {
    static TEXT: LazyLock<String> = LazyLock::new(|| {
        let (_, mut document) = documented().split_for_parts();
        refusals::complete(&mut document);
        examples::add(&mut document);
        document.to_pretty_json().unwrap_or_default()
    });
    &TEXT
}

/// The document as an answer.
pub async fn document() -> Response {
    ([(header::CONTENT_TYPE, "application/json")], openapi_text()).into_response()
}
