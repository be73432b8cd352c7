//! Concerns, cases and actions: domain.md 1, table and rule 2.

use lanyard_access::{Action, Resource, ResourceKind, RoleSet, Scope};
use lanyard_events::Role;

use crate::scene::*;

#[test]
fn safeguarding_roles_read_and_work_on_what_is_routed_to_them_in_their_academy_only() {
    for role in PUPILS {
        for mut resource in pupil_matters(&[AMARA.into()]) {
            for action in CONTENT
                .into_iter()
                .filter(|a| a.kinds().contains(&resource.kind))
            {
                resource.academy = Some(OAKFIELD);
                assert!(
                    may(&person(&[role]), action, &resource),
                    "{role} {action:?}"
                );
                resource.academy = Some(BEACON);
                let everywhere = role == Role::TrustLead;
                assert_eq!(
                    may(&person(&[role]), action, &resource),
                    everywhere,
                    "{role}"
                );
            }
        }
    }
}

#[test]
fn a_safeguarding_lead_sees_no_adults_matter() {
    let dsl = person(&[Role::Staff, Role::Dsl, Role::DeputyDsl]);
    for route in [Role::Head, Role::TrustLead, Role::Chair] {
        let concern = matter(ResourceKind::Concern, &[route], &[COLLEAGUE.into()]);
        for action in CONTENT {
            assert!(!may(&dsl, action, &concern), "{action:?} routed to {route}");
        }
    }
}

/// Whoever it went to reads it and works on it; nobody else does, whatever their role.
#[test]
fn an_adults_matter_is_for_those_to_whom_it_went() {
    let about_adults = [
        Action::ReadAllegation,
        Action::WorkAllegation,
        Action::OwnAllegation,
        Action::CloseAllegation,
        Action::ListAllegations,
        Action::Search,
        Action::MarkConflict,
        Action::ReadReceipt,
        Action::ReadLogProof,
    ];
    for route in [Role::Head, Role::TrustLead, Role::Chair] {
        let mut adults = matter(ResourceKind::Allegation, &[route], &[COLLEAGUE.into()]);
        for role in Role::ALL {
            for action in about_adults {
                let permitted = may(&person(&[Role::Staff, *role]), action, &adults);
                assert_eq!(permitted, *role == route, "{role} {action:?} to {route}");
            }
            let counts = Scope::of(&person(&[*role]), Action::ReadTrustOverview);
            assert!(!counts.permits(&adults), "{role} counts it");
        }
        adults.academy = Some(BEACON);
        let elsewhere = may(&person(&[route]), Action::ReadAllegation, &adults);
        assert_eq!(elsewhere, route != Role::Head);
    }
    let mut about_me = matter(ResourceKind::Allegation, &[Role::Head], &[ME.into()]);
    assert!(!may(
        &person(&[Role::Head]),
        Action::ReadAllegation,
        &about_me
    ));
    about_me.people = vec![COLLEAGUE.into()];
    assert!(may(
        &person(&[Role::Head]),
        Action::ReadAllegation,
        &about_me
    ));
}

/// S03: neither the matter nor a count of it.
#[test]
fn the_central_team_counts_pupils_matters_only_and_opens_none() {
    let team = person(&[Role::TrustTeam]);
    let counts = Scope::of(&team, Action::ReadTrustOverview);
    let [mut concern, case, _, _] = pupil_matters(&[AMARA.into()]);
    concern.academy = Some(BEACON);
    assert!(counts.permits(&concern) && counts.permits(&case));
    assert!(may(
        &team,
        Action::ReadTrustOverview,
        &Resource::new(ResourceKind::Overview)
    ));
    for action in CONTENT {
        assert!(
            !may(&team, action, &concern) && !may(&team, action, &case),
            "{action:?}"
        );
    }
    for route in [Role::Head, Role::TrustLead, Role::Chair] {
        let adults = matter(ResourceKind::Case, &[route], &[COLLEAGUE.into()]);
        assert!(!counts.permits(&adults), "routed to {route}");
        assert!(!may(&team, Action::ReadTrustOverview, &adults));
    }
    let lead = Scope::of(&person(&[Role::TrustLead]), Action::ReadTrustOverview);
    assert!(lead.permits(&matter(
        ResourceKind::Case,
        &[Role::TrustLead],
        &[COLLEAGUE.into()]
    )));
}

#[test]
fn a_teacher_sees_the_status_of_their_own_concern_and_no_more() {
    let teacher = person(&[Role::Staff, Role::Pastoral]);
    let mut mine = matter(ResourceKind::Concern, &PUPILS, &[AMARA.into()]);
    mine.raised_by = Some(teacher.actor);
    let of_another = matter(ResourceKind::Concern, &PUPILS, &[AMARA.into()]);
    let own = [
        Action::SeeConcernStatus,
        Action::AddInformation,
        Action::AddEvidence,
        Action::ReportIllegal,
        Action::ListConcerns,
        Action::ReadReceipt,
        Action::ReadLogProof,
    ];
    for action in Action::ALL {
        assert_eq!(
            may(&teacher, *action, &mine),
            own.contains(action),
            "{action:?}"
        );
        assert!(!may(&teacher, *action, &of_another), "{action:?}");
    }
    let case = matter(ResourceKind::Case, &PUPILS, &[AMARA.into()]);
    assert!(
        !Action::ALL
            .iter()
            .any(|action| may(&teacher, *action, &case))
    );
}

#[test]
fn a_tutor_completes_the_action_given_to_them_and_does_not_see_the_case() {
    let tutor = person(&[Role::Staff, Role::Pastoral]);
    let mut action = matter(ResourceKind::CaseAction, &PUPILS, &[AMARA.into()]);
    assert!(!may(&tutor, Action::CompleteAction, &action));
    action.granted = vec![ME];
    assert!(may(&tutor, Action::CompleteAction, &action));
    assert!(Scope::of(&tutor, Action::ListMyActions).permits(&action));
    action.academy = Some(BEACON);
    assert!(!may(&tutor, Action::CompleteAction, &action));
    let mut case = matter(ResourceKind::Case, &PUPILS, &[AMARA.into()]);
    case.granted = vec![ME];
    assert!(!may(&tutor, Action::ReadCase, &case));
}

#[test]
fn a_teacher_completes_what_is_given_to_them_by_name_and_a_governor_or_analyst_has_no_list() {
    let mut action = matter(ResourceKind::CaseAction, &PUPILS, &[AMARA.into()]);
    for (role, may_it) in [
        (Role::Staff, true),
        (Role::Comms, true),
        (Role::Governor, false),
        (Role::TrustTeam, false),
        (Role::Elt, false),
        (Role::Auditor, false),
        (Role::Guest, false),
    ] {
        let caller = person(&[role]);
        action.granted = Vec::new();
        assert!(!may(&caller, Action::CompleteAction, &action), "{role}");
        action.granted = vec![ME];
        assert_eq!(
            may(&caller, Action::CompleteAction, &action),
            may_it,
            "{role}"
        );
        let scope = Scope::of(&caller, Action::ListMyActions);
        assert_eq!(scope.permits(&action), may_it, "{role}");
        let case = matter(ResourceKind::Case, &PUPILS, &[AMARA.into()]);
        assert!(!may(&caller, Action::ReadCase, &case), "{role}");
    }
}

/// IT, auditor, governor, officers and guests read no narrative, even were it routed to them.
#[test]
fn roles_without_narrative_read_no_matter_however_it_is_routed() {
    let seniors = RoleSet::SENIORS;
    for role in Role::ALL.iter().filter(|role| !seniors.contains(**role)) {
        let caller = person(&[*role]);
        for mut resource in pupil_matters(&[AMARA.into()]) {
            resource.routed_to = RoleSet::from_roles(Role::ALL.iter().copied());
            for action in Action::ALL {
                let counts = *role == Role::TrustTeam
                    && *action == Action::ReadTrustOverview
                    && !matches!(
                        resource.kind,
                        ResourceKind::CaseAction | ResourceKind::Referral
                    );
                // Who looked and who could, until when it is kept, never the case.
                let reviews = *role == Role::Dpo
                    && resource.kind == ResourceKind::Case
                    && matches!(
                        action,
                        Action::ReadLooks
                            | Action::ExplainAccess
                            | Action::ListRetention
                            | Action::HoldMatter
                    );
                assert_eq!(
                    may(&caller, *action, &resource),
                    counts || reviews,
                    "{role} {action:?}"
                );
            }
        }
    }
}

/// Who looked at an adult's matter, and who could see it, is for those to whom it went.
#[test]
fn who_looked_at_an_adults_matter_is_for_those_who_manage_it_and_for_nobody_else() {
    let asked = [Action::ReadLooks, Action::ExplainAccess];
    for went_to in [Role::Head, Role::TrustLead, Role::Chair] {
        let adults = matter(ResourceKind::Allegation, &[went_to], &[COLLEAGUE.into()]);
        let of_mine = matter(ResourceKind::Allegation, &[went_to], &[ME.into()]);
        for role in Role::ALL {
            let who = person(&[*role]);
            for action in asked {
                assert_eq!(may(&who, action, &adults), *role == went_to, "{role}");
                assert!(!may(&who, action, &of_mine), "{role} is the accused");
            }
        }
    }
    // Whoever has leave to read it by name does not answer for it.
    let adults = matter(ResourceKind::Allegation, &[Role::Head], &[COLLEAGUE.into()]);
    let mut granted = person(&[Role::Hr]);
    granted.granted_matters.extend(adults.stream);
    assert!(may(&granted, Action::ReadAllegation, &adults));
    assert!(!{ asked.iter() }.any(|action| may(&granted, *action, &adults)));
}

/// R17: the officer learns of pupils' cases when they are reviewed, and of no adult's matter that there is one.
#[test]
fn who_holds_what_and_who_is_told_until_when_it_is_kept() {
    let case = matter(ResourceKind::Case, &PUPILS, &[AMARA.into()]);
    let adults = matter(ResourceKind::Allegation, &[Role::Head], &[COLLEAGUE.into()]);
    for (role, listed, holds, lifts) in [
        (Role::Dpo, true, true, false),
        (Role::TrustLead, true, true, true),
        (Role::Dsl, true, false, false),
        (Role::DeputyDsl, true, false, false),
        (Role::Head, true, false, false),
        (Role::Chair, false, false, false),
        (Role::TrustTeam, false, false, false),
        (Role::Governor, false, false, false),
    ] {
        let who = person(&[role]);
        let met = [Action::ListRetention, Action::HoldMatter, Action::LiftHold]
            .map(|action| may(&who, action, &case));
        assert_eq!(met, [listed, holds, lifts], "{role}");
        let met = [Action::ListRetention, Action::HoldMatter, Action::LiftHold]
            .map(|action| may(&who, action, &adults));
        assert_eq!(met, [role == Role::Head; 3], "{role}");
    }
}

/// Governors are told of a serious incident by those who direct the matter, and by no other reader of it.
#[test]
fn who_tells_the_governors() {
    let case = matter(ResourceKind::Case, &PUPILS, &[AMARA.into()]);
    let adults = matter(ResourceKind::Allegation, &[Role::Head], &[COLLEAGUE.into()]);
    for role in Role::ALL {
        let met = [&case, &adults].map(|it| may(&person(&[*role]), Action::TellGovernors, it));
        let expected = [
            matches!(role, Role::Head | Role::TrustLead),
            *role == Role::Head,
        ];
        assert_eq!(met, expected, "{role}");
    }
}
