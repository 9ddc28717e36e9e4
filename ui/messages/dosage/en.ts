// How far along a prescription is, and how its lines are read: dose, how often, how.

import type { DoseUnit, Frequency, PrescriptionState } from '$/backend/bindings';

const states: Record<PrescriptionState, string> = {
  draft: 'Draft',
  submitted: 'Submitted',
  partly_fulfilled: 'Partly handed out',
  fulfilled: 'Handed out',
  replaced: 'Replaced',
  cancelled: 'Cancelled',
};
const frequencies: Record<Frequency, string> = {
  daily: 'once a day',
  morning: 'every morning',
  night: 'every night',
  twice: 'twice a day',
  thrice: 'three times a day',
  four_times: 'four times a day',
  every_4h: 'every 4 h',
  every_6h: 'every 6 h',
  every_8h: 'every 8 h',
  every_12h: 'every 12 h',
  weekly: 'once a week',
  once: 'once',
  as_needed: 'when needed',
};
const instructions: Record<string, string> = {
  after_food: 'after food',
  before_food: 'before food',
  with_food: 'with food',
  empty_stomach: 'on an empty stomach',
  before_sleep: 'before sleep',
  with_water: 'with water',
};
const units: Record<DoseUnit, string> = {
  tablet: 'tablet',
  capsule: 'capsule',
  ml: 'ml',
  spoon: 'spoon',
  drop: 'drop',
  spray: 'spray',
  puff: 'puff',
  suppository: 'suppository',
  sachet: 'sachet',
  injection: 'injection',
  patch: 'patch',
  application: 'application',
  piece: 'piece',
};
const several: Record<DoseUnit, string> = {
  tablet: 'tablets',
  capsule: 'capsules',
  ml: 'ml',
  spoon: 'spoons',
  drop: 'drops',
  spray: 'sprays',
  puff: 'puffs',
  suppository: 'suppositories',
  sachet: 'sachets',
  injection: 'injections',
  patch: 'patches',
  application: 'applications',
  piece: 'pieces',
};
const severities: Record<string, string> = { mild: 'mild', moderate: 'moderate', severe: 'severe' };
const families: Record<string, string> = {
  penicillin: 'penicillins',
  cephalosporin: 'cephalosporins',
  sulfonamide: 'sulfonamides',
  nsaid: 'anti-inflammatory painkillers (NSAIDs)',
  macrolide: 'macrolides',
  quinolone: 'quinolones',
  tetracycline: 'tetracyclines',
  statin: 'statins',
  ace_inhibitor: 'ACE inhibitors',
  sartan: 'sartans',
  beta_blocker: 'beta blockers',
  ppi: 'proton pump inhibitors',
  benzodiazepine: 'benzodiazepines',
  triptan: 'triptans',
};

export const en = {
  states,
  frequencies,
  instructions,
  severities,
  families,
  dose: (p: { number: string; unit: DoseUnit; isOne: boolean }) => `${p.number} ${p.isOne ? units[p.unit] : several[p.unit]}`,
};
