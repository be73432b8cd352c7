//! What a route is: how it is asked, by whom, what asking does. The table of them is in `routes.rs`.

use actix_web::http::Method;
use actix_web::{HttpRequest, guard, web};

/// How a route is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verb {
    /// GET, and HEAD with it.
    Get,
    /// POST.
    Post,
    /// PUT.
    Put,
}

/// Who may ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Anybody, without log-in.
    Anyone,
    /// Whoever has a token; the action of the access policies decides.
    Caller,
    /// Whom the operator has named; not by role.
    Operator,
}

/// What asking does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Shows something that is no content: registers, lists, forms.
    Reads,
    /// Shows content at an address: absent and denied answer alike.
    ReadsContent,
    /// Begins something. Needs an `Idempotency-Key`.
    Begins,
    /// Adds to something, whatever its revision. Needs an `Idempotency-Key`.
    Adds,
    /// Changes something. Needs an `Idempotency-Key` and `If-Match`.
    Changes,
    /// Puts something in the place of what was there. Needs `If-Match`.
    Replaces,
}

/// One route.
pub struct Route {
    /// How it is asked.
    pub verb: Verb,
    /// Path template.
    pub path: &'static str,
    /// Verb and path template, as command ids and access records have it: `POST /v1/concerns`.
    pub template: &'static str,
    /// The operation's id in the OpenAPI description.
    pub operation: &'static str,
    /// The action of the access policies that decides; empty where none does.
    pub action: &'static str,
    /// Who may ask.
    pub who: Who,
    /// What asking does.
    pub effect: Effect,
    pub(crate) handler: fn() -> actix_web::Route,
}

impl Verb {
    /// The method's name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
        }
    }

    pub(crate) fn route(self) -> actix_web::Route {
        match self {
            Self::Get => web::route().guard(guard::Any(guard::Get()).or(guard::Head())),
            Self::Post => web::post(),
            Self::Put => web::put(),
        }
    }

    fn answers(self, method: &Method) -> bool {
        match self {
            Self::Get => *method == Method::GET || *method == Method::HEAD,
            Self::Post => *method == Method::POST,
            Self::Put => *method == Method::PUT,
        }
    }
}

impl Route {
    /// Whether it shows or changes something whose very being is a secret: what is not shown at
    /// it is counted.
    #[must_use]
    pub const fn is_content(&self) -> bool {
        // Without log-in nothing is shown at all.
        if !matches!(self.who, Who::Caller) {
            return false;
        }
        match self.effect {
            Effect::ReadsContent | Effect::Adds | Effect::Changes | Effect::Replaces => true,
            Effect::Reads | Effect::Begins => false,
        }
    }

    /// Whether what is not shown at it is counted, and refused unseen once there was too much: content,
    /// and asking for it without being one of its readers.
    #[must_use]
    pub fn counts_not_shown(&self) -> bool {
        self.is_content() || self.action == "break_glass"
    }

    /// Whether a change must say on which revision it was made.
    #[must_use]
    pub const fn needs_if_match(&self) -> bool {
        matches!(self.effect, Effect::Changes | Effect::Replaces)
    }

    /// The file that its body holds, if it does: it may be longer than others, and take longer.
    #[must_use]
    pub fn file(&self) -> Option<SentFile> {
        if self.verb == Verb::Post {
            file_at(self.path)
        } else {
            None
        }
    }

    /// Whether it changes the record.
    #[must_use]
    pub const fn changes(&self) -> bool {
        !matches!(self.effect, Effect::Reads | Effect::ReadsContent)
    }

    pub(crate) fn handler(&self) -> actix_web::Route {
        (self.handler)()
    }
}

/// A file in a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SentFile {
    /// Evidence, as base64.
    Evidence,
    /// The file of a school before, as JSON.
    OfPupil,
}

/// The file that a POST to such a path brings.
pub(crate) fn file_at(path: &str) -> Option<SentFile> {
    if path.ends_with("/evidence") {
        Some(SentFile::Evidence)
    } else if path.ends_with("/received-files") {
        Some(SentFile::OfPupil)
    } else {
        None
    }
}

/// The routes of one path, left on the resource for whoever handles a request to it.
#[derive(Clone)]
pub(crate) struct Matched(pub(crate) Vec<&'static Route>);

/// What stands for the template where no route was met.
pub(crate) const UNKNOWN_ROUTE: &str = "none";

impl Matched {
    /// The route of a request.
    pub(crate) fn of(request: &HttpRequest) -> Option<&'static Route> {
        let matched: &Self = request.app_data()?;
        matched
            .0
            .iter()
            .copied()
            .find(|route| route.verb.answers(request.method()))
    }

    /// The path template of a request.
    pub(crate) fn path_of(request: &HttpRequest) -> &'static str {
        request
            .app_data()
            .and_then(|matched: &Self| matched.0.first())
            .map_or(UNKNOWN_ROUTE, |route| route.path)
    }
}
