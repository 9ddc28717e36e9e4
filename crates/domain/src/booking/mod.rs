//! The five-step check of a booking request, capacity, and the next free times.
