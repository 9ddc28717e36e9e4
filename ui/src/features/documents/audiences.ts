// For whom a document can be, as the screen offers it. The desk decides.

import type { DocumentAudience, Permission } from '$/backend';

/** Naming people is for those who read charts; what is set stays offered. */
export function audiencesFor(may: (right: Permission) => boolean, set?: DocumentAudience): DocumentAudience[] {
  const all: DocumentAudience[] = ['chart', 'pharmacy', 'registry', 'named'];
  return all.filter((each) => each !== 'named' || set === 'named' || may('read_charts'));
}
