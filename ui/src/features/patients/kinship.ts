// What one person is to another, as it is chosen and told.

import type { Kinship } from '$/backend';

/** In the order they are offered. */
export const KINDS: readonly Kinship[] = [
  'child',
  'parent',
  'spouse',
  'sibling',
  'guardian',
  'ward',
  'grandparent',
  'grandchild',
  'relative',
];

const INVERSE: Partial<Record<Kinship, Kinship>> = {
  parent: 'child',
  child: 'parent',
  grandparent: 'grandchild',
  grandchild: 'grandparent',
  guardian: 'ward',
  ward: 'guardian',
};

/** The same bond from the other end. */
export const inverse = (kind: Kinship): Kinship => INVERSE[kind] ?? kind;

export const isKinship = (word: string | undefined): word is Kinship => KINDS.some((kind) => kind === word);

/** Whoever lives under one roof has one address more often than not. */
export const sharesHome = (kind: Kinship): boolean => ['child', 'spouse', 'ward', 'parent'].includes(kind);
