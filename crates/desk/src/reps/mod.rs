//! Medical reps and their companies. For now they are kept and shown; working with them is to come.
