//! POST /v1/search

use actix_web::HttpRequest;
use lanyard_app::views::search as rows;
use lanyard_http::{Found, FoundMatter, FoundPerson, FoundText, Search};

use crate::answers::Answer;
use crate::asked::{Find, Limit};
use crate::people::person_ref;
use crate::state::ApiState;

/// Search the texts and names of what the caller may see.
///
/// A POST, so that no name stands in an address; it records nothing but the look.
#[utoipa::path(post, path = "/v1/search", request_body = Search,
    responses((status = 200, description = "What was found.", body = Found)))]
pub(crate) async fn search(state: ApiState, find: Find<Search>, request: HttpRequest) -> Answer {
    let limit = Limit::of(find.body.limit)?.0;
    let found = state
        .app()
        .search(&find.context, find.body.text, find.body.cursor, limit)
        .await?;
    let body = Found {
        items: found.texts.rows.into_iter().map(text).collect(),
        matters: found.matters.into_iter().map(matter).collect(),
        people: found.people.into_iter().map(person).collect(),
        next: found.texts.next,
    };
    Ok(state.page_of(&body, body.next.as_deref(), &request))
}

fn text(row: rows::FoundText) -> FoundText {
    FoundText {
        position: row.position.0,
        kind: row.kind,
        at: row.at,
        matter: matter(row.matter),
    }
}

fn matter(row: rows::FoundMatter) -> FoundMatter {
    FoundMatter {
        matter: row.matter,
        academy: row.academy,
        reference: row.reference,
        category: row.category,
    }
}

fn person(row: rows::FoundPerson) -> FoundPerson {
    FoundPerson {
        person: person_ref(row.person),
        name: row.name,
        academy: row.academy,
    }
}
