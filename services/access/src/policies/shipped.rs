//! The files of the folder `policies/`, as they are built in.

/// What policies may speak about.
pub(super) const SCHEMA: &str = include_str!("../../policies/lanyard.cedarschema");

const FILES: [&str; 6] = [
    include_str!("../../policies/conflicts.cedar"),
    include_str!("../../policies/matters.cedar"),
    include_str!("../../policies/pupils.cedar"),
    include_str!("../../policies/registers.cedar"),
    include_str!("../../policies/staff.cedar"),
    include_str!("../../policies/trust.cedar"),
];

/// All policies as one text.
pub(super) fn policies() -> String {
    FILES.join("\n")
}
