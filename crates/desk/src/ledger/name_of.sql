select full_name as name from patient where id = :id
union all select full_name from doctor where id = :id
union all select full_name from account where id = :id
union all select name from site where id = :id
union all select full_name from rep where id = :id
union all select name from company where id = :id
union all select name from specialty where id = :id
union all select key from setting where id = :id
union all select patient.full_name from appointment join patient on patient.id = patient_id where appointment.id = :id
union all select patient.full_name from wait_list join patient on patient.id = patient_id where wait_list.id = :id
union all select patient.full_name from wait_call join wait_list on wait_list.id = wait_list_id join patient on patient.id = patient_id
    where wait_call.id = :id
union all select patient.full_name from reminder_call join appointment on appointment.id = appointment_id
    join patient on patient.id = patient_id where reminder_call.id = :id
union all select patient.full_name from series join patient on patient.id = patient_id where series.id = :id
union all select rep.full_name from rep_visit join rep on rep.id = rep_id where rep_visit.id = :id
union all select rep.full_name from rep_addendum join rep_visit on rep_visit.id = rep_visit_id join rep on rep.id = rep_id
    where rep_addendum.id = :id
union all select coalesce(site.name, doctor.full_name, company.name) from rep_rule left join site on site.id = rep_rule.site_id
    left join doctor on doctor.id = rep_rule.doctor_id left join company on company.id = rep_rule.company_id where rep_rule.id = :id
union all select doctor.full_name from hours join doctor on doctor.id = doctor_id where hours.id = :id
union all select doctor.full_name from day_limit join doctor on doctor.id = doctor_id where day_limit.id = :id
union all select name from diagnosis_code where id = :id
union all select patient.full_name from patient join (
    select patient_id from encounter where id = :id
    union all select patient_id from encounter join diagnosis on diagnosis.encounter_id = encounter.id where diagnosis.id = :id
    union all select patient_id from condition where id = :id
    union all select patient_id from allergy where id = :id
    union all select patient_id from medication where id = :id
    union all select patient_id from vitals where id = :id
    union all select patient_id from lab_test where id = :id
    union all select patient_id from document where id = :id
    union all select patient_id from consultation_log where id = :id
    union all select patient_id from break_glass where id = :id
) of_chart on of_chart.patient_id = patient.id
-- Two corrections of one prescription are of one patient: the number tells them apart.
union all select prescription.ref || ' · ' || patient.full_name from prescription join patient on patient.id = patient_id
    where prescription.id = :id
union all select patient.full_name from prescription_item line join prescription on prescription.id = line.prescription_id
    join patient on patient.id = prescription.patient_id where line.id = :id
union all select patient.full_name from prescription_test test join prescription on prescription.id = test.prescription_id
    join patient on patient.id = prescription.patient_id where test.id = :id
union all select name from prescription_favourite where id = :id
union all select name from medicine where id = :id
union all select medicine.name from lot join medicine on medicine.id = medicine_id where lot.id = :id
union all select medicine.name from stock_movement join lot on lot.id = lot_id join medicine on medicine.id = medicine_id
    where stock_movement.id = :id
union all select prescription.ref from fulfilment join prescription on prescription.id = prescription_id where fulfilment.id = :id
limit 1
