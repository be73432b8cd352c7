//! A set of roles in one integer, so that SQL can ask it with one `&`.

use lanyard_events::Role;

/// A set of roles: one bit per role, in the order of [`Role::ALL`].
///
/// The order is part of the view schema: a new role goes to the end of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct RoleSet(u32);

impl RoleSet {
    /// No role.
    pub const EMPTY: Self = Self(0);

    /// Roles to which matters are routed (domain.md 1, "Routing"): only their holders read them.
    pub const SENIORS: Self = Self(
        Self::bit(Role::Dsl)
            | Self::bit(Role::DeputyDsl)
            | Self::bit(Role::Head)
            | Self::bit(Role::TrustLead)
            | Self::bit(Role::Chair),
    );

    const fn bit(role: Role) -> u32 {
        1 << (role as u32)
    }

    /// The set of these roles.
    #[must_use]
    pub fn from_roles(roles: impl IntoIterator<Item = Role>) -> Self {
        Self(
            roles
                .into_iter()
                .fold(0, |bits, role| bits | Self::bit(role)),
        )
    }

    /// The set of one role.
    #[must_use]
    pub const fn of(role: Role) -> Self {
        Self(Self::bit(role))
    }

    /// Whether the role is in the set.
    #[must_use]
    pub const fn contains(self, role: Role) -> bool {
        self.0 & Self::bit(role) != 0
    }

    /// Whether any role is in both sets.
    #[must_use]
    pub const fn overlaps(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether the set is empty.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The roles, in the order of [`Role::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Role> {
        Role::ALL
            .iter()
            .copied()
            .filter(move |role| self.contains(*role))
    }

    /// The stored form.
    #[must_use]
    pub const fn bits(self) -> u32 {
        self.0
    }

    /// Takes back what `bits` gave.
    #[must_use]
    pub const fn from_bits(bits: u32) -> Self {
        Self(bits)
    }
}

impl FromIterator<Role> for RoleSet {
    fn from_iter<I: IntoIterator<Item = Role>>(roles: I) -> Self {
        Self::from_roles(roles)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_follow_the_order_of_all_roles() {
        for (place, role) in Role::ALL.iter().enumerate() {
            assert_eq!(RoleSet::of(*role).bits(), 1 << place, "{role}");
        }
    }

    #[test]
    fn a_set_holds_what_was_put_in_and_nothing_else() {
        let set = RoleSet::from_roles([Role::Head, Role::TrustLead]);
        assert_eq!(
            set.iter().collect::<Vec<_>>(),
            [Role::Head, Role::TrustLead]
        );
        assert_eq!(RoleSet::from_bits(set.bits()), set);
        assert!(set.overlaps(RoleSet::SENIORS));
        assert!(!set.overlaps(RoleSet::of(Role::Dsl)));
        assert!(RoleSet::EMPTY.is_empty());
    }

    #[test]
    fn the_seniors_are_those_of_the_register() {
        for role in Role::ALL {
            assert_eq!(RoleSet::SENIORS.contains(*role), role.is_senior(), "{role}");
        }
    }
}
