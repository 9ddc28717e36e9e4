// Between a file on this PC and what the desk takes: its bytes as text, its kind, its size in words.

import { count } from '$/lib/format';
import { documents as words } from '$messages/documents';

/** What the desk takes, for the dialog that chooses. The desk looks into the file itself. */
export const ACCEPTED = 'image/jpeg,image/png,image/webp,application/pdf,.jpg,.jpeg,.png,.webp,.pdf';

/** As the desk has it: a larger one is not even read. */
export const MOST_BYTES = 20 * 1024 * 1024;

const BY_ENDING: Record<string, string> = { jpg: 'image/jpeg', jpeg: 'image/jpeg', png: 'image/png', webp: 'image/webp', pdf: 'application/pdf' };

/** What the file is taken for: what the system says, or else its name. */
export function typeOf({ type, name }: Pick<File, 'type' | 'name'>): string {
  return type || (BY_ENDING[name.split('.').at(-1)?.toLowerCase() ?? ''] ?? 'application/octet-stream');
}

/** The file in base64. */
export function base64Of(file: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onerror = () => reject(reader.error ?? new DOMException('unreadable', 'NotReadableError'));
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,?/, ''));
    reader.readAsDataURL(file);
  });
}

export function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at += 1) bytes[at] = text.charCodeAt(at);
  return bytes;
}

export function sizeWords(bytes: number): string {
  if (bytes < 1_000) return words.bytes({ count: count(bytes) });
  if (bytes < 1_000_000) return words.kilobytes({ count: count(Math.round(bytes / 1_000)) });
  return words.megabytes({ count: count(Math.round(bytes / 100_000) / 10) });
}
