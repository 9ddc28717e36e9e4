// A paper on its way: the desk makes it, then it goes to the printer or into a file.

import { printer, refusalFrom, type Paper, type RefusalError } from '$/backend';

export type PaperStatus =
  | { at: 'rest' }
  | { at: 'printing' }
  | { at: 'saving' }
  /** `printer` is its name, where the system said it. */
  | { at: 'printed'; printer: string | null }
  | { at: 'saved' }
  | { at: 'refused'; refusal: RefusalError };

export class PaperWork {
  status = $state.raw<PaperStatus>({ at: 'rest' });
  readonly #make: () => Promise<Paper>;

  /** `make` asks the desk for the paper, anew each time: each copy that leaves the desk is recorded. */
  constructor(make: () => Promise<Paper>) {
    this.#make = make;
  }

  async print(): Promise<void> {
    await this.#send('printing', async (paper) => ({ at: 'printed', printer: await printer.print(paper) }));
  }

  async save(): Promise<void> {
    await this.#send('saving', async (paper) => ({ at: (await printer.save(paper)) ? 'saved' : 'rest' }));
  }

  async #send(at: 'printing' | 'saving', send: (paper: Paper) => Promise<PaperStatus>): Promise<void> {
    if (this.status.at === 'printing' || this.status.at === 'saving') return;
    this.status = { at };
    try {
      this.status = await send(await this.#make());
    } catch (error) {
      this.status = { at: 'refused', refusal: refusalFrom(error) };
    }
  }
}
