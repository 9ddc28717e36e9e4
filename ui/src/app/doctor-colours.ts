/** The colours a doctor's column can have. Their tints are tokens; a colour another version wrote is no colour here. */
export const DOCTOR_COLOURS = ['petrol', 'plum', 'ochre', 'moss', 'brick', 'slate'] as const;

/** The CSS value of a doctor's colour, if there is one. */
export function doctorColour(name: string | null): string | undefined {
  const known = DOCTOR_COLOURS.find((each) => each === name);
  return known && `var(--doctor-${known})`;
}
