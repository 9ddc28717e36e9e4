// The doctors' names by their ids, for places that are only told the id and the name as it is registered: a list of visits shows
// a doctor in the script of the screen, as the board does.

import { backend, type Doctor, type DoctorId } from '$/backend';
import { whenChanged } from './changes.svelte';
import { doctorName, doctorShort } from './names';
import { session } from './session.svelte';

let doctors = $state.raw<ReadonlyMap<DoctorId, Doctor>>(new Map());

async function read(): Promise<void> {
  const reply = await backend.call('doctors.list', { include_inactive: true });
  doctors = new Map(reply.doctors.map((doctor) => [doctor.id, doctor]));
}

/** Keeps the names current for as long as the component that calls this lives. */
export function followDoctorNames(): void {
  // A name that could not be read stands as it is registered.
  const reload = () => void (session.may('read_agenda') && read().catch(() => undefined));
  $effect(reload);
  whenChanged(['doctor'], reload);
}

/** The doctors who see patients, in the board's order. */
export function doctorsInUse(): Doctor[] {
  return [...doctors.values()].filter(({ active }) => active);
}

/** `Dr Karim Naguib`, «د. كريم نجيب»; for a doctor who was removed, the name as it was registered. */
export function nameOfDoctor(id: DoctorId, registered: string): string {
  const doctor = doctors.get(id);
  return doctor ? doctorName(doctor) : registered;
}

/** `Dr Karim`, «د. كريم»; nothing for a doctor who was removed. */
export function shortNameOfDoctor(id: DoctorId): string | undefined {
  const doctor = doctors.get(id);
  return doctor && doctorShort(doctor);
}
