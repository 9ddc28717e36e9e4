// The fonts that every reader of PDFs has by itself, for files that count on it: laboratories' often do. Each is a part of the application of its own, read when a page
// asks for it; the page may fetch nothing else.

import { bytesOf } from './files';

const found = import.meta.glob<string>('/node_modules/pdfjs-dist/standard_fonts/*.{pfb,ttf}', { query: '?url&inline', import: 'default' });

/** As pdf.js asks for them, by the names of the files. */
export class OwnFonts {
  async fetch({ filename }: { filename: string }): Promise<Uint8Array> {
    const load = found[`/node_modules/pdfjs-dist/standard_fonts/${filename}`];
    if (!load) throw new Error('no such font');
    const address = await load();
    return bytesOf(address.slice(address.indexOf(',') + 1));
  }
}
