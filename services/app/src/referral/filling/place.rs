//! The places that forms fill from, by the names that the head of `data/agencies.toml` lists. Each has a
//! source in this folder: a place that nothing is put into does not compile.

macro_rules! places {
    ($($variant:ident $name:literal,)+) => {
        /// A place that forms fill from.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum Place {
            $(#[doc = $name] $variant,)+
        }

        impl Place {
            /// As forms write it.
            pub(super) const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }
        }

        /// Every place with a source.
        #[cfg(test)]
        const WITH_SOURCE: &[&str] = &[$($name,)+];
    };
}

places! {
    AcademyAuthority "academy.local_authority",
    AcademyName "academy.name",
    AcademyUrn "academy.urn",
    AdultEarlierConcerns "adult.earlier_concerns",
    AdultEmployer "adult.employer",
    AdultLeftOn "adult.left_on",
    AdultName "adult.name",
    AdultRole "adult.role",
    AdultTold "adult.told",
    AdultWorkplace "adult.workplace",
    BreachCyber "breach.cyber",
    BreachFoundHow "breach.found_how",
    BreachHowMany "breach.how_many",
    BreachKindsOfData "breach.kinds_of_data",
    BreachKnownAt "breach.known_at",
    BreachLateReason "breach.late_reason",
    BreachLikelihood "breach.likelihood",
    BreachOccurredAt "breach.occurred_at",
    BreachOthersTold "breach.others_told",
    BreachPeopleTold "breach.people_told",
    BreachProtection "breach.protection",
    BreachSeverity "breach.severity",
    BreachStillAvailable "breach.still_available",
    BreachWhatChanges "breach.what_changes",
    BreachWhatHappened "breach.what_happened",
    BreachWhatWasDone "breach.what_was_done",
    BreachWhose "breach.whose",
    CaseChronology "case.chronology",
    CaseHistory "case.history",
    CaseOpenedOn "case.opened_on",
    CaseOwner "case.owner",
    CaseReference "case.reference",
    CaseSafetyPlan "case.safety_plan",
    CaseSupportOffered "case.support_offered",
    ChairContact "chair.contact",
    ChildCommunication "child.communication",
    ChildContacts "child.contacts",
    ChildDateOfBirth "child.date_of_birth",
    ChildDesignations "child.designations",
    ChildDoNotContact "child.do_not_contact",
    ChildKnownAs "child.known_as",
    ChildName "child.name",
    ChildOthers "child.others",
    ChildParentalResponsibility "child.parental_responsibility",
    ChildPlanStatus "child.plan_status",
    ChildSchool "child.school",
    ChildSiblings "child.siblings",
    ChildSocialWorker "child.social_worker",
    ChildUpn "child.upn",
    ChildWishes "child.wishes",
    ChildYearGroup "child.year_group",
    ConcernAccount "concern.account",
    ConcernAccountNames "concern.account_names",
    ConcernActionTaken "concern.action_taken",
    ConcernAddresses "concern.addresses",
    ConcernCategory "concern.category",
    ConcernDangerNow "concern.danger_now",
    ConcernExactWords "concern.exact_words",
    ConcernInjuries "concern.injuries",
    ConcernOccurredAt "concern.occurred_at",
    ConcernWhere "concern.place",
    ConcernPlatform "concern.platform",
    ConcernReportedAt "concern.reported_at",
    ConcernReportedHow "concern.reported_how",
    ConcernSuspect "concern.suspect",
    ConcernWitnesses "concern.witnesses",
    DeviceCustody "device.custody",
    DeviceDescription "device.description",
    DpoContact "dpo.contact",
    DslName "dsl.name",
    EvidenceHashes "evidence.hashes",
    EvidenceKept "evidence.kept",
    EvidenceList "evidence.list",
    HeadContact "head.contact",
    HeadName "head.name",
    HrName "hr.name",
    ItContact "it.contact",
    MatterOutcome "matter.outcome",
    MatterOutcomeReasons "matter.outcome_reasons",
    ParentsReasons "parents.reasons",
    ParentsTold "parents.told",
    ReferralLadoReference "referral.lado_reference",
    ReferralPoliceReference "referral.police_reference",
    ReferralSocialCareReference "referral.social_care_reference",
    ReferralSpokenTo "referral.spoken_to",
    ReferralToldSoFar "referral.told_so_far",
    ReporterName "reporter.name",
    ReporterRole "reporter.role",
    SubmissionAt "submission.at",
    SubmitterEmail "submitter.email",
    SubmitterName "submitter.name",
    SubmitterRole "submitter.role",
    ThresholdHarmed "threshold.limbs.harmed_or_may_have_harmed",
    ThresholdNotSuitable "threshold.limbs.may_not_be_suitable",
    ThresholdOffence "threshold.limbs.possible_offence",
    ThresholdReasons "threshold.reasons",
    ThresholdRisk "threshold.limbs.may_pose_a_risk",
    TrustName "trust.name",
}

/// Whether what stands there may name somebody concerned: such a place stays empty for a desk that takes
/// no names.
pub(super) fn may_name(place: &str) -> bool {
    const NAMING: [&str; 5] = [
        "case.chronology",
        "case.history",
        "concern.suspect",
        "concern.witnesses",
        "reporter.name",
    ];
    let naming_part = { ["child.", "adult.", "evidence."].iter() }.any(|of| place.starts_with(of));
    naming_part || NAMING.contains(&place)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use lanyard_domain::policy::Shipped;
    use lanyard_events::referral::KEPT_OUT_OF_ENTRIES;

    use super::WITH_SOURCE;

    /// Places that the record holds nothing for, each with why.
    const NOT_RECORDED: &[(&str, &str)] = &[
        (
            "academy.address",
            "the register of academies holds no postal address",
        ),
        (
            "academy.centre_number",
            "the register of academies holds no number of an examining body",
        ),
        (
            "academy.phone",
            "the register of academies holds no telephone number of its own",
        ),
        (
            "adult.address",
            "HR's: the staff register holds no home address",
        ),
        (
            "adult.basis",
            "HR's: the staff register says who employs, not on which terms",
        ),
        ("adult.date_of_birth", "HR's: the staff register holds none"),
        ("adult.ethnicity", "HR's: the staff register holds none"),
        ("adult.known_as", "the staff register holds one name"),
        (
            "adult.other_work_with_children",
            "nobody is asked before the LADO asks",
        ),
        (
            "adult.own_children",
            "relations are for conflicts only and are shown to nobody else",
        ),
        ("adult.phone", "HR's: the staff register holds none"),
        ("adult.sex", "HR's: the staff register holds none"),
        (
            "adult.started_on",
            "HR's: the register's first day is not the first day of work",
        ),
        (
            "adult.teacher_reference",
            "HR's: the staff register holds none",
        ),
        ("breach.cause", "the register asks what happened, not why"),
        (
            "breach.how_many_records",
            "the register counts people, not records",
        ),
        (
            "breach.staff_trained",
            "training is by person, and a breach names nobody",
        ),
        (
            "case.summary",
            "nobody writes one: whoever refers chooses the words",
        ),
        ("child.address", "the roster has no address"),
        (
            "child.disability",
            "a designation says what a child is entitled to, not why",
        ),
        ("child.ethnicity", "the roster has none"),
        (
            "child.first_language",
            "the designation says that English is another, not which is first",
        ),
        ("child.phone", "the roster has none"),
        ("child.previous_address", "the roster has none"),
        ("child.religion", "the roster has none"),
        ("child.sex", "the roster has none"),
        (
            "device.serial",
            "the number of a device stands in its description",
        ),
        ("submitter.phone", "the staff register holds none"),
        (
            "trust.address",
            "the trust's record holds no postal address",
        ),
    ];

    fn asked() -> BTreeSet<&'static str> {
        let fields = Shipped::get().forms.iter().flat_map(|form| &form.fields);
        fields.filter_map(|field| field.from.as_deref()).collect()
    }

    #[test]
    fn every_place_of_every_form_has_a_source_or_a_reason_why_not() {
        for place in asked() {
            let has_source = WITH_SOURCE.contains(&place);
            let has_none = NOT_RECORDED.iter().any(|(name, _)| *name == place);
            assert!(has_source != has_none, "{place}");
        }
        for (place, why) in NOT_RECORDED {
            assert!(asked().contains(place), "no form asks for {place}: {why}");
        }
    }

    #[test]
    fn whom_nobody_may_contact_is_kept_out_of_every_timeline() {
        // ADR 20: the field that a form has for it, whatever its name.
        let people = [
            "child.contacts",
            "child.do_not_contact",
            "child.parental_responsibility",
        ];
        let fields = Shipped::get().forms.iter().flat_map(|form| &form.fields);
        for field in fields {
            let is_around = { field.from.as_deref() }.is_some_and(|from| people.contains(&from));
            let is_kept_out = KEPT_OUT_OF_ENTRIES.contains(&field.id.as_str());
            assert!(is_around == is_kept_out, "{}", field.id);
        }
    }
}
