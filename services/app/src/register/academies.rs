//! Academies and what their forms show before anything is typed.

use std::borrow::Cow;
use std::sync::Arc;

use lanyard_access::{Action, Resource, ResourceKind};
use lanyard_domain::academy::{Academy, Open, SetCalendar, SetContacts};
use lanyard_domain::clock::SchoolCalendar;
use lanyard_domain::{Code, Refusal};
use lanyard_events::academy::{DeskContact, Term};
use lanyard_events::{AcademyId, Category, Day};
use lanyard_projections::directory::{self, AcademyRow};

use crate::app::App;
use crate::change::{Begin, Precondition};
use crate::context::{Context, Done};
use crate::error::AppError;

/// What is known of an academy when it is opened.
pub type AcademyDetails = Open;

/// What a form shows before anything is typed (R2; design.md 6).
#[derive(Debug, Clone)]
pub struct ConcernForm {
    /// Which academy.
    pub academy: AcademyId,
    /// Its name.
    pub academy_name: String,
    /// In the order in which they are to be shown.
    pub first: Vec<Cow<'static, str>>,
    /// The category asked for, or all of them.
    pub categories: Vec<Category>,
}

/// Shown first, whatever the category (R2).
const DANGER: &str = "Is anybody in danger now? Ring 999 first, then tell your safeguarding lead. \
                      Come back to this form afterwards.";
/// Shown to a child or a friend who reports.
const CHILDLINE: &str = "Young people can ring Childline on 0800 1111 at any time.";
/// Nobody reads this form at night.
const NOT_WATCHED: &str = "This form is not watched day and night.";
/// Shown for a suspected indecent image (R6).
const INDECENT_IMAGE: &str = "Stop. Do not look again, copy, print, send, save or upload it, and do \
                              not ask anybody to. Put the device where nobody can use it. Write down \
                              in words what you know.";
/// Shown for female genital mutilation (R5).
const FGM: &str = "If a girl under 18 has told you or you have seen it, you as a teacher must ring \
                   the police yourself on 101. Do not contact the family.";

impl App {
    /// Takes an academy into the record.
    ///
    /// # Errors
    /// `Forbidden`, a refusal, `NotRecorded`, `OutcomeUnknown`.
    pub async fn open_academy(
        &self,
        context: &Context,
        details: AcademyDetails,
    ) -> Result<(Done, AcademyId), AppError> {
        self.permit(
            context,
            Action::WriteAcademy,
            &Resource::new(ResourceKind::Academy),
        )?;
        let (id, content) = context.command()?;
        let academy = AcademyId::new(id.new_aggregate());
        let done = self
            .begin::<Academy>(
                context,
                Begin {
                    stream: academy.stream(),
                    academy: Some(academy),
                    command: details.into(),
                    id,
                    content,
                    occurred_at: None,
                    expires: true,
                },
            )
            .await?;
        Ok((done, academy))
    }

    /// Sets the term dates, all of them.
    ///
    /// # Errors
    /// `NotShown`, `Forbidden`, `PreconditionRequired`, `Stale`, a refusal.
    pub async fn set_calendar(
        &self,
        context: &Context,
        academy: AcademyId,
        terms: Vec<Term>,
        closed: Vec<Day>,
    ) -> Result<Done, AppError> {
        self.on_register(
            context,
            academy.stream(),
            Action::ReadAcademy,
            Action::WriteAcademy,
        )?;
        self.change::<Academy>(context, academy.stream(), Precondition::Required, |_, _| {
            Ok(SetCalendar {
                terms: terms.clone(),
                closed: closed.clone(),
            }
            .into())
        })
        .await
    }

    /// Sets how the desks of the local authority are reached, all of them.
    ///
    /// # Errors
    /// `NotShown`, `Forbidden`, `PreconditionRequired`, `Stale`, a refusal.
    pub async fn set_contacts(
        &self,
        context: &Context,
        academy: AcademyId,
        contacts: Vec<DeskContact>,
    ) -> Result<Done, AppError> {
        self.on_register(
            context,
            academy.stream(),
            Action::ReadAcademy,
            Action::WriteAcademy,
        )?;
        self.change::<Academy>(context, academy.stream(), Precondition::Required, |_, _| {
            Ok(SetContacts {
                contacts: contacts.clone(),
            }
            .into())
        })
        .await
    }

    /// The academies that the caller has to do with.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn academies(&self, context: &Context) -> Result<Vec<AcademyRow>, AppError> {
        let mut rows = self.query(directory::academies).await?;
        rows.retain(|row| self.may_see_academy(context, row.academy));
        Ok(rows)
    }

    /// One academy.
    ///
    /// # Errors
    /// `NotShown`, `Unavailable`.
    pub async fn academy(
        &self,
        context: &Context,
        academy: AcademyId,
    ) -> Result<AcademyRow, AppError> {
        if !self.may_see_academy(context, academy) {
            return Err(AppError::NotShown);
        }
        self.query(move |views| directory::academy(views, academy))
            .await?
            .ok_or(AppError::NotShown)
    }

    fn may_see_academy(&self, context: &Context, academy: AcademyId) -> bool {
        self.permit(
            context,
            Action::ReadAcademy,
            &Resource::at(ResourceKind::Academy, academy),
        )
        .is_ok()
    }

    /// What the form of an academy shows before anything is typed; nothing in it is personal, so
    /// nobody has to log in.
    ///
    /// # Errors
    /// `NotShown` when there is no such academy, a refusal for an unknown category.
    pub async fn concern_form(
        &self,
        academy: AcademyId,
        category: Option<String>,
    ) -> Result<ConcernForm, AppError> {
        let row = self
            .query(move |views| directory::academy(views, academy))
            .await?
            .ok_or(AppError::NotShown)?;
        let mut first = vec![Cow::from(DANGER)];
        first.extend(at_night(&row.contacts));
        let taxonomy = self.taxonomy()?;
        let categories = match category.as_deref() {
            None => {
                first.extend([CHILDLINE, NOT_WATCHED].map(Cow::from));
                let open = taxonomy.categories.iter().filter(|it| !it.closed);
                open.cloned().collect()
            }
            Some(text) => {
                let category = taxonomy.open_category(text).ok_or_else(|| {
                    Refusal::of_field(
                        Code::UnknownCategory,
                        "/category",
                        "There is no such category; GET /v1/taxonomy lists them.",
                    )
                })?;
                first.extend(advice(text).map(Cow::from));
                vec![category.clone()]
            }
        };
        Ok(ConcernForm {
            academy,
            academy_name: row.name,
            first,
            categories,
        })
    }

    /// The form for whoever is not logged in: 999 and Childline first, whatever is chosen (S09).
    ///
    /// # Errors
    /// As `concern_form`.
    pub async fn public_concern_form(
        &self,
        academy: AcademyId,
        category: Option<String>,
    ) -> Result<ConcernForm, AppError> {
        let mut form = self.concern_form(academy, category).await?;
        let advice = form.first.split_off(1);
        form.first.extend([CHILDLINE, NOT_WATCHED].map(Cow::from));
        let more = advice
            .into_iter()
            .filter(|it| *it != CHILDLINE && *it != NOT_WATCHED);
        form.first.extend(more);
        Ok(form)
    }

    /// The calendar of an academy that a request names; refused where there is none.
    pub(crate) async fn calendar_of(
        &self,
        academy: AcademyId,
    ) -> Result<Arc<SchoolCalendar>, AppError> {
        self.calendar(academy).await?.ok_or_else(|| {
            Refusal::of_field(Code::Absent, "/academy", "There is no such academy.").into()
        })
    }
}

/// Who takes a child in danger at night, as the trust has entered it (R2, S18).
fn at_night(contacts: &[DeskContact]) -> Option<Cow<'static, str>> {
    let desk = contacts.iter().find(|it| it.desk == "social_care")?;
    let number = desk.out_of_hours.as_ref()?;
    Some(Cow::from(format!(
        "Children's social care at night, at weekends and on holidays: {number}."
    )))
}

fn advice(category: &str) -> Option<&'static str> {
    match category {
        "suspected_indecent_image" | "nudes_and_semi_nudes_between_pupils" => Some(INDECENT_IMAGE),
        "female_genital_mutilation" => Some(FGM),
        _ => None,
    }
}
