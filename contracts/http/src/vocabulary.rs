//! The words of `lanyard-events` as OpenAPI schemas.
//!
//! Ids, times, roles, places and people are the same in the record and over HTTP. Their JSON Schemas
//! come from the types themselves, so that the published description cannot drift from them. Each
//! type here is only the name of a schema, for `#[schema(value_type = …)]`.

use lanyard_events::{
    academy, access, allegation, case, case_links, concern, delivery, evidence, grant,
    investigation, pupil, referral, roles, snapshot, staff, step,
};
use schemars::generate::SchemaSettings;
use serde_json::Value;
use utoipa::openapi::{RefOr, Schema};

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident = $word:ty;)+) => {$(
        $(#[$doc])*
        #[derive(Debug)]
        pub enum $name {}

        impl utoipa::PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                schema_of::<$word>()
            }
        }

        impl utoipa::ToSchema for $name {
            fn name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }
        }
    )+};
}

words! {
    /// A bare lower-case UUID.
    Id = lanyard_events::CaseId;
    /// A moment in UTC, RFC 3339.
    Moment = lanyard_events::At;
    /// A day.
    Day = lanyard_events::Day;
    /// The kind of a stream and its id: `case-018f4e9a-…`.
    StreamName = lanyard_events::StreamId;
    /// Who acted: `staff:<id>`, `client:<id>`, `system` or `public`.
    Actor = lanyard_events::Actor;
    /// A role of domain.md 1.
    Role = roles::Role;
    /// By which rule counts are hidden.
    Suppression = snapshot::Suppression;
    /// What a line of a table is.
    SnapshotLine = snapshot::SnapshotLine;
    /// Is it about an adult here?
    AboutAdult = concern::AboutAdult;
    /// Where it happened.
    Place = concern::Place;
    /// A mark on the body map.
    BodyMark = concern::BodyMark;
    /// Who reported.
    Reporter = concern::Reporter;
    /// When something is due, by which rule, with the reckoning.
    Due = concern::Due;
    /// What triage decided.
    TriageDecision = concern::TriageDecision;
    /// Which text of a concern.
    ConcernText = concern::ConcernText;
    /// Somebody on a register, or described in words.
    PersonRef = lanyard_events::PersonRef;
    /// The part of a person in a matter.
    LinkRole = lanyard_events::LinkRole;
    /// A person with a part in a matter.
    LinkedPerson = lanyard_events::LinkedPerson;
    /// What a note is about.
    NoteKind = case::NoteKind;
    /// How a parent was reached.
    ContactHow = case::ContactHow;
    /// What two cases have to do with each other.
    CaseLinkKind = case_links::CaseLinkKind;
    /// What was assessed of a child, or agreed for them.
    AssessmentKind = case::AssessmentKind;
    /// How a child made their wishes and feelings known.
    WishesHow = case::WishesHow;
    /// What sort of measure was taken.
    MeasureKind = case::MeasureKind;
    /// Whether a desk was asked before parents were told.
    AskedFirst = case::AskedFirst;
    /// A device or a computer: its number and its place.
    Machine = investigation::Machine;
    /// What stops looking into misuse.
    StopRule = investigation::StopRule;
    /// What sort of plan a child is on.
    PlanKind = case::PlanKind;
    /// What a contact is to a child.
    ContactRelation = pupil::ContactRelation;
    /// A way to reach somebody.
    Reach = pupil::Reach;
    /// Whether somebody holds parental responsibility, and by what.
    ParentalResponsibility = pupil::ParentalResponsibility;
    /// Whether somebody may be told of a child's matters.
    MayBeTold = pupil::MayBeTold;
    /// What a child is entitled to, or is, for a time.
    DesignationKind = pupil::DesignationKind;
    /// One step of a playbook in a case.
    StepName = step::StepName;
    /// A step as its edition had it.
    PlaybookStep = step::PlaybookStep;
    /// How something reached a desk.
    SentHow = referral::SentHow;
    /// How a desk of the local authority is reached.
    DeskContact = academy::DeskContact;
    /// How a desk was told.
    ReferralSubmitted = referral::ReferralSubmitted;
    /// What a desk answered.
    ReferralAnswered = referral::ReferralAnswered;
    /// Why the trust does not agree with a desk.
    ReferralDisputed = referral::ReferralDisputed;
    /// Why nobody can read a piece of evidence.
    UnreadableWhy = evidence::UnreadableWhy;
    /// Who keeps what a piece of evidence is of, and where.
    EvidenceCustodyPassed = evidence::EvidenceCustodyPassed;
    /// To whom a piece of evidence was handed over.
    EvidenceReleased = evidence::EvidenceReleased;
    /// Somebody asks to open a piece of evidence.
    EvidenceOpeningAsked = evidence::EvidenceOpeningAsked;
    /// Two may read a piece of evidence for a while.
    EvidenceOpeningAgreed = evidence::EvidenceOpeningAgreed;
    /// Who employs somebody.
    Employer = staff::Employer;
    /// When somebody is sent an email that a matter needs them.
    EmailChoice = staff::EmailChoice;
    /// Why an email did not go out.
    MailFailure = delivery::MailFailure;
    /// How somebody is close to another.
    Relation = staff::Relation;
    /// Which ages an academy teaches.
    Phase = academy::Phase;
    /// One of the four Cs of online risk.
    FourC = lanyard_events::FourC;
    /// What is thought of somebody's having broken the glass.
    GlassFinding = grant::GlassFinding;
    /// How a look ended.
    LookResult = access::LookResult;
    /// A term.
    Term = academy::Term;

    /// The four limbs of the harm threshold (KCSIE Part 4), each yes, no or unknown.
    ThresholdLimbs = allegation::ThresholdLimbs;
    /// What is decided about the harm threshold.
    ThresholdDecision = allegation::ThresholdDecision;
    /// With whom it was talked over without names.
    Adviser = allegation::Adviser;
    /// Who is told, or not yet.
    ToBeTold = allegation::ToBeTold;
    /// When somebody is told.
    TellingTime = allegation::TellingTime;
    /// Whose advice a decision to tell rests on.
    TellingAdviser = allegation::TellingAdviser;
    /// What is done while the matter is looked into.
    InterimMeasure = allegation::InterimMeasure;
    /// The outcome in the statutory words.
    AllegationOutcome = allegation::AllegationOutcome;
    /// A legal duty to refer somebody, considered.
    DutyConsidered = allegation::DutyConsidered;
    /// Whether an agency was told.
    AgencyTold = allegation::AgencyTold;
}

fn schema_of<T: schemars::JsonSchema>() -> RefOr<Schema> {
    let mut settings = SchemaSettings::draft2020_12();
    settings.inline_subschemas = true;
    settings.meta_schema = None;
    let mut schema = settings
        .into_generator()
        .into_root_schema_for::<T>()
        .to_value();
    simplify(&mut schema);
    serde_json::from_value(schema).expect("JSON Schema 2020-12 is what OpenAPI 3.1 holds")
}

/// Says with `enum` what schemars says with `const`, which the OpenAPI types cannot hold.
fn simplify(schema: &mut Value) {
    match schema {
        Value::Object(fields) => {
            fields.remove("title");
            if let Some(only) = fields.remove("const") {
                fields.insert("enum".to_owned(), Value::Array(vec![only]));
            }
            fields.values_mut().for_each(simplify);
            if let Some(words) = fields.get("oneOf").and_then(closed_words) {
                fields.remove("oneOf");
                fields.insert("type".to_owned(), "string".into());
                fields.insert("enum".to_owned(), Value::Array(words));
            }
        }
        Value::Array(items) => items.iter_mut().for_each(simplify),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// The words of a list of alternatives, if every one is a fixed string.
fn closed_words(alternatives: &Value) -> Option<Vec<Value>> {
    let mut words = Vec::new();
    for alternative in alternatives.as_array()? {
        if alternative.get("type")?.as_str()? != "string" {
            return None;
        }
        words.extend_from_slice(alternative.get("enum")?.as_array()?);
    }
    Some(words)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use utoipa::PartialSchema;

    fn json<T: PartialSchema>() -> Value {
        serde_json::to_value(T::schema()).unwrap()
    }

    #[test]
    fn a_closed_list_is_an_enum_of_strings() {
        let phases = json::<Phase>();
        assert_eq!(phases["type"], "string");
        assert_eq!(
            phases["enum"],
            serde_json::json!(["primary", "secondary", "all_through", "special"])
        );
        assert_eq!(json::<Role>()["enum"].as_array().unwrap().len(), 17);
    }

    #[test]
    fn ids_and_times_carry_their_format() {
        assert_eq!(json::<Id>()["format"], "uuid");
        assert_eq!(json::<Moment>()["format"], "date-time");
        assert_eq!(json::<Day>()["format"], "date");
    }

    #[test]
    fn a_place_names_its_fields() {
        let place = json::<Place>();
        assert_eq!(place["properties"]["kind"]["type"], "string");
        assert_eq!(place["required"], serde_json::json!(["kind"]));
    }
}
