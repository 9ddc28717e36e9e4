//! What a role may do. The desk asks here before every command; the screen only reflects the answer.

use crate::account::Role;

crate::code_enum! {
    /// One right. Every command of the command table asks for exactly one, for a session, or for nothing.
    Permission {
        /// Clinic name, sites, working rules, preferences of the whole clinic.
        ManageClinic = "manage_clinic",
        ManageAccounts = "manage_accounts",
        /// Doctors, specialties, hours and day limits.
        ManageSchedules = "manage_schedules",
        ManageClosures = "manage_closures",
        ReadAgenda = "read_agenda",
        ReadPatients = "read_patients",
        ManagePatients = "manage_patients",
        /// Book, move, confirm and cancel appointments.
        Book = "book",
        /// Book over a refusal of the five steps, with a reason.
        Overbook = "overbook",
        /// Arrive, start, complete, no-show.
        RunQueue = "run_queue",
        ReadReps = "read_reps",
        /// Companies and reps, credentials and blocks.
        ManageReps = "manage_reps",
        /// Undo one's own operations.
        Undo = "undo",
        /// Undo what somebody else did.
        UndoOthers = "undo_others",
        ReadLedger = "read_ledger",
        /// How days went: figures and what stands open.
        ReadReports = "read_reports",
        /// What a chart holds of a person's health.
        ReadCharts = "read_charts",
        WriteCharts = "write_charts",
        /// Look into why somebody opened a chart that was not theirs to open.
        ReviewCharts = "review_charts",
        ReadPrescriptions = "read_prescriptions",
        Prescribe = "prescribe",
        /// Hand out what was prescribed.
        Dispense = "dispense",
        /// Medicines, lots, receipts, counts.
        ManageStock = "manage_stock",
        /// Put documents into a patient's file, and say what they are.
        AttachDocuments = "attach_documents",
        /// Look into the inbox. What of it one sees and settles takes the right that the work itself takes.
        SettleMatters = "settle_matters",
    }
}

impl Permission {
    /// Whether the role has this right by itself. An account may be granted `Overbook` on top of its role.
    pub const fn is_held_by(self, role: Role) -> bool {
        use Permission as P;
        match role {
            Role::Admin => true,
            Role::Doctor => {
                matches!(
                    self,
                    P::ReadAgenda
                        | P::ReadPatients
                        | P::Book
                        | P::Overbook
                        | P::RunQueue
                        | P::ReadReps
                        | P::Undo
                        | P::ReadReports
                        | P::ReadCharts
                        | P::WriteCharts
                        | P::ReadPrescriptions
                        | P::Prescribe
                        | P::AttachDocuments
                        | P::SettleMatters
                )
            }
            Role::Receptionist => matches!(
                self,
                P::ReadAgenda
                    | P::ReadPatients
                    | P::ManagePatients
                    | P::Book
                    | P::RunQueue
                    | P::ManageClosures
                    | P::ReadReps
                    | P::ManageReps
                    | P::Undo
                    | P::ReadReports
                    | P::AttachDocuments
                    | P::SettleMatters
            ),
            Role::Pharmacist => matches!(
                self,
                P::ReadAgenda
                    | P::ReadPatients
                    | P::ReadReps
                    | P::Undo
                    | P::ReadPrescriptions
                    | P::Dispense
                    | P::ManageStock
                    | P::SettleMatters
            ),
            Role::Viewer => matches!(self, P::ReadAgenda | P::ReadReports),
            Role::Patient | Role::Rep => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Permission;
    use crate::account::Role;
    use crate::code::Code as _;

    /// A column per role: admin, doctor, receptionist, pharmacist, viewer, patient, rep.
    const MATRIX: &str = "
        manage_clinic     x - - - - - -
        manage_accounts   x - - - - - -
        manage_schedules  x - - - - - -
        manage_closures   x - x - - - -
        read_agenda       x x x x x - -
        read_patients     x x x x - - -
        manage_patients   x - x - - - -
        book              x x x - - - -
        overbook          x x - - - - -
        run_queue         x x x - - - -
        read_reps         x x x x - - -
        manage_reps       x - x - - - -
        undo              x x x x - - -
        undo_others       x - - - - - -
        read_ledger       x - - - - - -
        read_reports      x x x - x - -
        read_charts       x x - - - - -
        write_charts      x x - - - - -
        review_charts     x - - - - - -
        read_prescriptions x x - x - - -
        prescribe         x x - - - - -
        dispense          x - - x - - -
        manage_stock      x - - x - - -
        attach_documents  x x x - - - -
        settle_matters    x x x x - - -
    ";

    #[test]
    fn every_right_is_decided_for_every_role() {
        let rows: Vec<Vec<&str>> =
            MATRIX.trim().lines().map(|line| line.split_whitespace().collect()).collect();
        assert_eq!(rows.len(), Permission::ALL.len());
        for (row, permission) in rows.iter().zip(Permission::ALL) {
            assert_eq!((row[0], row.len()), (permission.code(), 1 + Role::ALL.len()));
            for (cell, role) in row[1..].iter().zip(Role::ALL) {
                let expected = *cell == "x";
                assert_eq!(
                    permission.is_held_by(*role),
                    expected,
                    "{} for {}",
                    permission.code(),
                    role.code()
                );
            }
        }
    }
}
