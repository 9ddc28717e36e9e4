// What the two tables of refusals look like. A feature may keep its own codes in a file beside its sentences and join them here.

export type Params = Readonly<Record<string, unknown>>;
export type Refusals = {
  /** For a code that has no sentence: shows the code. */
  unknown: (code: string) => string;
  /** For something unexpected: shows its incident number. */
  fault: (incident: string) => string;
  codes: Readonly<Record<string, (params: Params) => string>>;
  /** What may be wrong with a field. */
  fields: Readonly<Record<string, (params: Params) => string>>;
};

/** A parameter as text, whatever was sent. */
export function text(params: Params, name: string): string {
  const value = params[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** A parameter as a number; 0 when it is none. */
export function number(params: Params, name: string): number {
  return Number(params[name] ?? 0) || 0;
}
