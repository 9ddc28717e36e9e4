// Where a finished paper goes. The desk makes it; the system's printer, or a file where a person wants it, is the shell's business.

import { RefusalError } from './backend';
import type { Paper } from './bindings';

export interface Printer {
  /**
   * Sends a paper to the system's printer and answers its name, where the system said it. Throws `RefusalError`: `paper.no_printing`,
   * `paper.no_printer`, `paper.not_printed`.
   */
  print(paper: Paper): Promise<string | null>;
  /** Writes a paper where the person wants it; `false` when they thought better of it. */
  save(paper: Paper): Promise<boolean>;
}

/** A browser, in development and in tests: it has no printer of its own here, and saves as every page does. */
export class BrowserPrinter implements Printer {
  async print(_paper: Paper): Promise<string | null> {
    throw new RefusalError({ code: 'paper.no_printing' });
  }

  async save(paper: Paper): Promise<boolean> {
    const file = Uint8Array.from(atob(paper.base64), (letter) => letter.charCodeAt(0));
    const address = URL.createObjectURL(new Blob([file], { type: paper.media_type }));
    const link = document.createElement('a');
    link.href = address;
    link.download = paper.name;
    link.click();
    // Later: the browser has to begin reading it.
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
    return true;
  }
}
