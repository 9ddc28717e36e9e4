//! What is counted, by codes whose sentences the screens show beside a report. The rule of each stands in `domain::reports` or with the
//! report that alone uses it.

domain::code_enum! {
    DefinitionCode {
        /// Every visit on its day whatever became of it, but one replaced by a later visit.
        Booked = "booked",
        /// The patient came: waits, is with the doctor, or it is over.
        Came = "came",
        /// A person counts once however often they came, also after two files became one.
        Person = "person",
        /// The first visit of a person at which they came, at any doctor and site.
        NewPatient = "new_patient",
        NoShow = "no_show",
        Cancelled = "cancelled",
        /// Minutes that pass within hours for patients, here or online: less closures, with extra openings; a day of 23 or 25 hours as it is.
        OpenMinute = "open_minute",
        /// Open minutes, but no more than the day's cap of patients fills with visits of the usual length.
        AvailableMinute = "available_minute",
        /// The length of every visit of a patient that holds the doctor's time.
        BookedMinute = "booked_minute",
        /// Booked minutes against available ones; above a hundred percent where more was booked than there was.
        Occupancy = "occupancy",
        /// Open for patients, over, and nobody came.
        IdleDay = "idle_day",
        /// The weekday, or hour, in which a visit was to begin by the clock on the wall.
        ByTheClock = "by_the_clock",
        /// Rep visits but those declined, merely asked for, or replaced.
        RepBooked = "rep_booked",
        /// The rep came and was let in.
        RepCame = "rep_came",
        /// As long as the summary says, and otherwise as long as was booked; of completed visits.
        RepTime = "rep_time",
        /// What completed visits of reps left, by their summaries.
        Samples = "samples",
        /// A block of hours, and on how many days of the period it is in force, before closures.
        WeeklyHours = "weekly_hours",
        /// A day with hours of which a closure takes at least a part.
        ClosedDay = "closed_day",
        /// A visit that holds the doctor's time and would be refused today by one of the five steps, were it not there already.
        Conflict = "conflict",
        /// From arriving until the visit began.
        Waiting = "waiting",
        /// From when the patient was due (the booked time, or the arrival if that was later) until the visit began; early is none.
        Lateness = "lateness",
        /// The one in the middle; of an even number the lower of the two.
        Median = "median",
        /// What became of visits that lost their time on a day of the period.
        RebookEnd = "rebook_end",
        /// Submitted within the period, not cancelled, not replaced by a correction.
        Prescription = "prescription",
        /// The sum of all movements up to now.
        OnHand = "on_hand",
        Expiring = "expiring",
        /// Operations at this desk; what was undone later is counted all the same.
        Deed = "deed",
        /// As clinic staff, in use today.
        ActiveDoctor = "active_doctor",
    }
}
