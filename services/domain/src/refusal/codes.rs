//! The one registry of codes: why a command was refused, for every aggregate.

/// What sort of refusal it is; the edge turns each sort into one status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefusalKind {
    /// The thing does not exist, or nothing readable is left of it.
    Absent,
    /// It exists, but in its present state this cannot be done.
    NotNow,
    /// A value sent is wrong; every wrong one is listed with its pointer.
    BadValue,
    /// This person may not do it, or a different second person is needed.
    NotThisPerson,
}

macro_rules! codes {
    ($($kind:ident { $($(#[$doc:meta])* $code:ident $name:literal),+ $(,)? })+) => {
        /// Why a command was refused. Names are stable: other systems rely on them.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Code {
            $($($(#[$doc])* $code,)+)+
        }

        impl Code {
            /// Every code.
            pub const ALL: &[Self] = &[$($(Self::$code),+),+];

            /// The stable name, in snake case.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $($(Self::$code => $name,)+)+ }
            }

            /// What sort of refusal it is.
            #[must_use]
            pub const fn kind(self) -> RefusalKind {
                match self { $($(Self::$code)|+ => RefusalKind::$kind,)+ }
            }
        }
    };
}

codes! {
    Absent {
        /// There is no such record.
        Absent "absent",
        /// Its content was erased; nothing can be done with it any more.
        Erased "erased",
        /// The case has no such action.
        NoSuchAction "no_such_action",
        /// No playbook of the case has such a step.
        NoSuchStep "no_such_step",
        /// Nobody proposed that role or edition, or it was withdrawn or replaced.
        NoSuchProposal "no_such_proposal",
        /// The matter is not marked for this person.
        NoSuchConflict "no_such_conflict",
        /// The pupil has no such contact, or not any more.
        NoSuchContact "no_such_contact",
        /// The child is on no plan in this case.
        NoSuchPlan "no_such_plan",
        /// No such measure is in force in this case.
        NoSuchMeasure "no_such_measure",
        /// There is no such court order.
        NoSuchCourtOrder "no_such_court_order",
        /// There is no such designation.
        NoSuchDesignation "no_such_designation",
        /// The rota of the academy has no such time on duty.
        NoSuchDuty "no_such_duty",
        /// The matter has no such record of looking into misuse.
        NoSuchInvestigation "no_such_investigation",
    }
    NotNow {
        /// A record with this id exists and says something else.
        AlreadyExists "already_exists",
        /// The case is closed.
        CaseClosed "case_closed",
        /// Closing with open actions takes a reason.
        OpenActions "open_actions",
        /// The action was done with another outcome.
        ActionAlreadyDone "action_already_done",
        /// The step was done already, and not as a decision that may be taken anew.
        StepAlreadyDone "step_already_done",
        /// The step may not be left out.
        StepNotSkippable "step_not_skippable",
        /// The step is done by the contacts with parents, or the decisions not to tell.
        StepTakesContacts "step_takes_contacts",
        /// The entry of a register cannot make that move as it stands.
        MoveNotOffered "move_not_offered",
        /// Another playbook runs that this one does not run beside.
        PlaybookExcluded "playbook_excluded",
        /// Closing with open duties takes a reason of its own.
        OpenDuties "open_duties",
        /// It was decided not to tell the desk.
        ReferralNotMade "referral_not_made",
        /// The desk has not been told yet.
        ReferralNotSubmitted "referral_not_submitted",
        /// The desk was told already.
        ReferralSubmitted "referral_submitted",
        /// The desk has answered.
        ReferralAnswered "referral_answered",
        /// Nothing is left to do with it.
        ReferralClosed "referral_closed",
        /// Nothing was said by telephone that is still to be put in writing.
        NothingToPutInWriting "nothing_to_put_in_writing",
        /// The desk has no form.
        NoForm "no_form",
        /// The desk never acts on matters of this kind (R8).
        DeskCannotAct "desk_cannot_act",
        /// It is about an adult: kept apart from pupils' cases (domain.md 1 rule 1).
        AdultMatter "adult_matter",
        /// The concern is part of a case already.
        ConcernInCase "concern_in_case",
        /// The case belongs to another academy.
        CaseOfAnotherAcademy "case_of_another_academy",
        /// The two cases are linked already, in another way.
        CaseAlreadyLinked "case_already_linked",
        /// The right person would have to go to other people than this matter did.
        RouteChanges "route_changes",
        /// The grant was not taken by breaking the glass.
        GlassNotBroken "glass_not_broken",
        /// It was reviewed already, with another finding.
        GlassReviewed "glass_reviewed",
        /// They read the case for their role.
        AlreadyReader "already_reader",
        /// The pupil has left.
        PupilLeft "pupil_left",
        /// A court ended the order already.
        CourtOrderDischarged "court_order_discharged",
        /// Nobody may write to, call or ask this person (domain.md 2, "Pupil").
        DoNotContact "do_not_contact",
        /// This person must not be told of the child's matters.
        MustNotBeTold "must_not_be_told",
        /// The member of staff has left.
        StaffLeft "staff_left",
        /// Another person has this log-in.
        LoginTaken "login_taken",
        /// The same role is proposed already.
        RoleAlreadyProposed "role_already_proposed",
        /// Other documents in force name it.
        NamedByOthers "named_by_others",
        /// It is added to and never taken out of force.
        StaysInForce "stays_in_force",
        /// No edition of the trust's own is in force.
        NothingPublished "nothing_published",
        /// One person may not hold both roles.
        RolesExclude "roles_exclude",
        /// The trust is established: set-up is over.
        TrustEstablished "trust_established",

        /// Nothing may be attached to this matter: it may be illegal to hold (R6).
        IllegalToHold "illegal_to_hold",
        /// Nobody can read this any more: it may be illegal to hold (R6).
        EvidenceUnreadable "evidence_unreadable",
        /// The file was destroyed.
        EvidenceDestroyed "evidence_destroyed",
        /// It is sealed, and not open to this person now.
        EvidenceSealed "evidence_sealed",
        /// It is not sealed.
        EvidenceNotSealed "evidence_not_sealed",
        /// Nobody has asked to open it.
        OpeningNotAsked "opening_not_asked",
        /// The half hour in which a second person could agree is over.
        OpeningLapsed "opening_lapsed",
        /// Only what nobody can read is destroyed on the instruction of the police.
        EvidenceStillReadable "evidence_still_readable",
        /// No written instruction is recorded.
        DestructionNotInstructed "destruction_not_instructed",
        /// The adult's matter is closed.
        AllegationClosed "allegation_closed",
        /// The concern is part of an adult's matter already.
        ConcernInAllegation "concern_in_allegation",
        /// It is about pupils: it becomes a case, never an adult's matter.
        PupilsMatter "pupils_matter",
        /// The matter belongs to another academy.
        AllegationOfAnotherAcademy "allegation_of_another_academy",
        /// Nobody has decided on the harm threshold yet.
        ThresholdUndecided "threshold_undecided",
        /// The threshold may be met, and there is no outcome yet.
        OutcomeMissing "outcome_missing",
        /// The child has no case of their own yet.
        NoChildCase "no_child_case",
        /// The conflict was marked, and nobody has confirmed it yet.
        ConflictNotConfirmed "conflict_not_confirmed",
        /// No legal hold stands on the matter.
        NotHeld "not_held",
        /// Figures are published when their time is over.
        NotOver "not_over",
        /// Figures of some of these days are out.
        PeriodOverlaps "period_overlaps",
        /// There is no academy to count.
        NothingToPublish "nothing_to_publish",
        /// A hidden figure could be worked out (R16).
        FiguresExposed "figures_exposed",
        /// The second senior has not agreed to look into it.
        InvestigationNotAgreed "investigation_not_agreed",
        /// It was stopped (M7): nothing more is looked at.
        InvestigationStopped "investigation_stopped",
        /// It was not stopped.
        InvestigationNotStopped "investigation_not_stopped",
        /// Both seniors have signed what came of it.
        InvestigationConcluded "investigation_concluded",
        /// A sitting goes on.
        SittingOpen "sitting_open",
        /// The sitting has ended.
        SittingEnded "sitting_ended",
        /// The row has no print to sign.
        NothingPrinted "nothing_printed",
        /// The row is struck.
        RowStruck "row_struck",
        /// Something else was written meanwhile: that is to be signed.
        JudgementReplaced "judgement_replaced",
        /// The police's reference stands there already.
        PoliceReferenceKnown "police_reference_known",
    }
    BadValue {
        /// A text that must say something is blank.
        TextBlank "text_blank",
        /// A text is too long.
        TextTooLong "text_too_long",
        /// A text has a character that cannot be stored.
        TextHasNul "text_has_nul",
        /// A text gives a password, a PIN or a code away.
        TextHoldsPassword "text_holds_password",
        /// An email address that no email can be sent to.
        NotAnEmailAddress "not_an_email_address",
        /// A list is too long.
        TooMany "too_many",
        /// A case is not linked with itself.
        CaseLinkedToItself "case_linked_to_itself",
        /// There is no such case.
        UnknownCase "unknown_case",
        /// The taxonomy has no such part.
        UnknownPart "unknown_part",
        /// The taxonomy has no such sub-risk.
        UnknownSubRisk "unknown_sub_risk",
        /// The taxonomy has no such category.
        UnknownCategory "unknown_category",
        /// The taxonomy has no such region of the body.
        UnknownBodyRegion "unknown_body_region",
        /// The taxonomy has no such outcome.
        UnknownOutcome "unknown_outcome",
        /// The same person stands in the list twice.
        PersonNamedTwice "person_named_twice",
        /// This person carries nothing out in matters: they see figures or a notice only.
        CannotCarryOut "cannot_carry_out",
        /// The person is not linked to this matter.
        PersonNotLinked "person_not_linked",
        /// The person is linked with another part already.
        PersonAlreadyLinked "person_already_linked",
        /// A description is no person on a register.
        PersonNotOnRegister "person_not_on_register",
        /// There is no such text yet.
        NothingToCorrect "nothing_to_correct",
        /// There is no such playbook.
        UnknownPlaybook "unknown_playbook",
        /// The question has no such answer.
        UnknownAnswer "unknown_answer",
        /// A "yes" hangs on other answers, and not all of them are "no" (R6).
        NotAllAnsweredNo "not_all_answered_no",
        /// A field that has to be filled in is not.
        FieldMissing "field_missing",
        /// There is no such field.
        UnknownField "unknown_field",
        /// The field takes another sort of value.
        WrongValue "wrong_value",
        /// The field is not asked as the others are answered, or not yet.
        FieldNotAsked "field_not_asked",
        /// Something stands there already.
        FieldAlreadyFilled "field_already_filled",
        /// The register has no such move.
        UnknownMove "unknown_move",
        /// The step does not send to that desk.
        UnknownAgency "unknown_agency",
        /// Say which desk.
        AgencyMissing "agency_missing",
        /// Say for which child.
        ChildMissing "child_missing",
        /// The step closes with other words.
        OtherWords "other_words",
        /// Only a member of staff can report in their own name.
        ReporterNotStaff "reporter_not_staff",
        /// Eight capital letters and digits.
        BadReference "bad_reference",
        /// The review is not after today.
        ReviewNotAhead "review_not_ahead",
        /// The review is more than a year away.
        ReviewTooFar "review_too_far",
        /// The time has passed.
        DueInThePast "due_in_the_past",
        /// A grant ends within 90 days.
        GrantTooLong "grant_too_long",
        /// The UPN's form or check letter is wrong.
        BadUpn "bad_upn",
        /// No pupil was born then.
        DateOfBirthImplausible "date_of_birth_implausible",
        /// National curriculum years are -1 (nursery) to 14.
        BadYearGroup "bad_year_group",
        /// The last day comes before the birth.
        LeftBeforeBirth "left_before_birth",
        /// The file is about another child.
        FileOfAnotherPupil "file_of_another_pupil",
        /// The pupil has no such contact, or not any more.
        UnknownContact "unknown_contact",
        /// Somebody of this child's must not be told: say which contact is meant.
        ContactNotNamed "contact_not_named",
        /// Another contact of the pupil has this id of the MIS.
        MisIdTaken "mis_id_taken",
        /// The end comes before the beginning.
        EndsBeforeItBegins "ends_before_it_begins",
        /// An interim measure says until when.
        NoEnd "no_end",
        /// The last day is still to come.
        LastDayAhead "last_day_ahead",
        /// Nobody is registered as close to themself.
        RelationToOneself "relation_to_oneself",
        /// The role is held for one academy.
        RoleNeedsAcademy "role_needs_academy",
        /// The role is held for the whole trust.
        RoleIsTrustWide "role_is_trust_wide",
        /// Set-up gives this role to nobody.
        RoleNotForSetUp "role_not_for_set_up",
        /// The end of the school day is a time like `15:30`.
        BadDayEnd "bad_day_end",
        /// A local authority code has three digits.
        BadLocalAuthority "bad_local_authority",
        /// A unique reference number has six digits.
        BadUrn "bad_urn",
        /// A calendar without a term.
        NoTerms "no_terms",
        /// A term ends before it begins.
        TermEndsBeforeItBegins "term_ends_before_it_begins",
        /// Terms overlap or are out of order.
        TermsOutOfOrder "terms_out_of_order",
        /// A closed day lies outside the terms.
        ClosedDayOutsideTerms "closed_day_outside_terms",
        /// Closed days are out of order or named twice.
        ClosedDaysOutOfOrder "closed_days_out_of_order",
        /// Files of this kind are not taken.
        MediaTypeNotTaken "media_type_not_taken",
        /// A photograph of an injury: marks are drawn on the body map (domain.md 2).
        PhotographOfInjury "photograph_of_injury",
        /// The file is not of the kind that it is said to be.
        ContentNotOfType "content_not_of_type",
        /// The file is empty.
        FileEmpty "file_empty",
        /// The file is too long.
        FileTooLarge "file_too_large",
        /// Only concerns and cases are matters.
        NotAMatter "not_a_matter",
        /// Sixty-four lower-case hexadecimal digits.
        BadDigest "bad_digest",
        /// Versions only rise.
        VersionNotHigher "version_not_higher",
        /// There is a mistake in the file, or it changes what may not be edited away.
        FileMistaken "file_mistaken",

        /// The answers to the four limbs and the decision say different things.
        LimbsContradict "limbs_contradict",
        /// A decision that comes back needs the day.
        ReviewMissing "review_missing",
        /// A suspension takes the alternatives that were considered.
        AlternativesMissing "alternatives_missing",
        /// The trust has settled on a rule that hides more.
        RuleTooLax "rule_too_lax",
        /// Figures are of a term: neither shorter nor longer.
        NoTerm "no_term",
        /// No pupil was named.
        NobodyNamed "nobody_named",
        /// A time on duty that is over, or began too long ago to be written down now.
        DutyIsPast "duty_is_past",
        /// A time on duty that is longer than a year.
        DutyTooLong "duty_too_long",
        /// Only safeguarding leads, their deputies, the head and the group's lead are on duty.
        CannotBeOnDuty "cannot_be_on_duty",

        /// Pupils use this computer.
        PupilsComputer "pupils_computer",
        /// The time is still to come.
        TimeAhead "time_ahead",
        /// Nobody looked before the second senior agreed.
        BeforeItOpened "before_it_opened",
        /// Another sitting went on at that time.
        SittingsOverlap "sittings_overlap",
        /// The record has no such sitting.
        UnknownSitting "unknown_sitting",
        /// The record has no such row.
        UnknownRow "unknown_row",
        /// Nobody sat together at that time.
        OutsideSitting "outside_sitting",
        /// This person was not at the sitting.
        NotPresent "not_present",
        /// Without a screenshot there is none to attach.
        NoScreenshot "no_screenshot",
        /// A sitting goes on, or a print lacks a signature.
        PrintsUnsigned "prints_unsigned",
        /// This is no evidence of the matter.
        EvidenceNotHere "evidence_not_here",
    }
    NotThisPerson {
        /// Only who raised it, or a senior.
        OnlyRaiserOrSenior "only_raiser_or_senior",
        /// Only the owner of the action, or a senior.
        OnlyActionOwnerOrSenior "only_action_owner_or_senior",
        /// Only the owner of the step, or a senior.
        OnlyStepOwnerOrSenior "only_step_owner_or_senior",
        /// A second, different person is needed.
        SecondPersonNeeded "second_person_needed",
        /// The person is conflicted.
        Conflicted "conflicted",
        /// The person is no senior here.
        NotASenior "not_a_senior",
        /// This person cannot propose or take away that role.
        MayNotGiveRole "may_not_give_role",
        /// Nobody changes their own roles.
        OwnRole "own_role",
        /// Nobody reviews their own breaking of the glass.
        OwnGlass "own_glass",
        /// Nobody gives leave to themself.
        GrantToOneself "grant_to_oneself",
        /// Nobody confirms or lifts their own conflict.
        OwnConflict "own_conflict",
        /// Only set-up does this.
        OnlySetUp "only_set_up",
        /// Only the two seniors of the record.
        OnlyInvestigators "only_investigators",
        /// This person does not see the matter.
        CannotSeeMatter "cannot_see_matter",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_a_name_of_its_own_in_snake_case() {
        let mut names: Vec<_> = Code::ALL.iter().map(|code| code.name()).collect();
        assert!(
            names
                .iter()
                .all(|name| name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'))
        );
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Code::ALL.len());
    }
}
