//! Who a patient is: names, phones, age, and how likely two records are one person.

crate::code_enum! {
    Gender {
        Male = "male",
        Female = "female",
        Other = "other",
    }
}
