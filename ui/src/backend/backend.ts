// The one way to the desk. Screens know this interface; which door stands behind it (the window's own, or the HTTP bridge
// of development and browser tests) is settled once, in `connect`.

import type { Commands } from './bindings';

export type CommandName = keyof Commands;
export type Input<K extends CommandName> = Commands[K]['input'];
export type Output<K extends CommandName> = Commands[K]['output'];

/**
 * The tables that a write somewhere touched, announced after it is safe on the disk; `null` when so much was missed that
 * everything shown must be read anew.
 */
export type Change = { tables: string[] | null };

export interface Backend {
  /** Throws `RefusalError` for every answer other than "done". */
  call<K extends CommandName>(name: K, input: Input<K>): Promise<Output<K>>;
  /** Hears of every change, of this window's own making too. Returns the way to stop. */
  onChange(heard: (change: Change) => void): () => void;
}

/** One field of an input and what is wrong with it. */
export type FieldProblem = { field: string; code: string; params: Record<string, unknown> };

/**
 * An answer other than "done". With `incident` it is a fault: something unexpected, logged under that number. Without, it is
 * a refusal: the desk says no, for a reason a person can act on.
 */
export class RefusalError extends Error {
  readonly code: string;
  readonly params: Record<string, unknown>;
  readonly fields: FieldProblem[];
  readonly incident: string | null;

  constructor(answer: { code: string; params?: object; fields?: FieldProblem[]; incident?: string | null }) {
    super(answer.code);
    this.name = 'RefusalError';
    this.code = answer.code;
    this.params = { ...answer.params };
    this.fields = answer.fields ?? [];
    this.incident = answer.incident ?? null;
  }

  /** The problem of a field of the input, if it has one. */
  field(path: string): FieldProblem | undefined {
    return this.fields.find((problem) => problem.field === path);
  }
}

/** Makes a refusal of whatever came back from the other side, also when it is nothing we know. */
export function refusalFrom(answer: unknown): RefusalError {
  if (answer instanceof RefusalError) return answer;
  if (typeof answer === 'object' && answer !== null && 'code' in answer && typeof answer.code === 'string') {
    const { code, params, fields, incident } = answer as Partial<RefusalError> & { code: string };
    return new RefusalError({
      code,
      params: params ?? {},
      fields: (fields ?? []).map((problem) => ({ ...problem, params: problem.params ?? {} })),
      incident: incident === undefined || incident === null ? null : String(incident),
    });
  }
  return new RefusalError({ code: 'desk.unreachable' });
}
