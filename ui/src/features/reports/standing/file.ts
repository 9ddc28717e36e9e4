// A text on its way into a file: the shell takes it the way it takes papers.

import type { Paper } from '$/backend/bindings';

/** UTF-8 in base64, as `save_paper` reads it. */
export function fileOf({ name, text }: { name: string; text: string }): Paper {
  const bytes = new TextEncoder().encode(text);
  let letters = '';
  // In pieces: a call cannot take a hundred thousand arguments.
  for (let at = 0; at < bytes.length; at += 8192) letters += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return { name, media_type: 'text/csv', base64: btoa(letters) };
}
