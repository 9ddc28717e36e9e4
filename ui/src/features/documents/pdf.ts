// PDF pages on a canvas. The web view of some systems shows no PDF by itself, and one that does brings its own ways to save what it shows.
// Parsing runs in a worker of its own, which ends with the document: a file that keeps it busy for ever keeps nothing else busy.

import { getDocument, GlobalWorkerOptions, RenderingCancelledException, type PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import worker from 'pdfjs-dist/legacy/build/pdf.worker.min.mjs?url';
import { OwnFonts } from './fonts';

GlobalWorkerOptions.workerSrc = worker;

export type { PDFPageProxy as PdfPage } from 'pdfjs-dist/legacy/build/pdf.mjs';

export type Pdf = { document: PDFDocumentProxy; close: () => void };

/** Takes over the bytes: they move to the worker. */
export async function openPdf(data: Uint8Array): Promise<Pdf> {
  // Nothing is fetched and nothing is run that stands in the file.
  const task = getDocument({ data, isEvalSupported: false, useWasm: false, enableXfa: false, useSystemFonts: false, StandardFontDataFactory: OwnFonts, disableAutoFetch: true, maxImageSize: 64_000_000, verbosity: 0 });
  const close = (): void => void task.destroy().catch(() => undefined);
  try {
    return { document: await task.promise, close };
  } catch (error) {
    close();
    throw error;
  }
}

export const asksForPassword = (error: unknown): boolean => error instanceof Error && error.name === 'PasswordException';
export const wasCancelled = (error: unknown): boolean => error instanceof RenderingCancelledException;
