import { beforeEach, expect, it } from 'vitest';
import { connect, RefusalError, type Paper, type Printer } from '$/backend';
import { FakeDesk } from '../../tests/fixtures/fake-desk';
import { PaperWork } from './paper.svelte';

const PAPER: Paper = { name: 'a.pdf', media_type: 'application/pdf', base64: 'JVBERi0=' };

/** A printer that waits until it is told how it went. */
class FakePrinter implements Printer {
  readonly printed: Paper[] = [];
  saves = true;
  #done: ((name: string | null) => void) | undefined;
  #failed: ((error: unknown) => void) | undefined;

  print(paper: Paper): Promise<string | null> {
    this.printed.push(paper);
    return new Promise((done, failed) => {
      this.#done = done;
      this.#failed = failed;
    });
  }

  async save(_paper: Paper): Promise<boolean> {
    return this.saves;
  }

  finish(name: string | null): void {
    this.#done?.(name);
  }

  fail(error: unknown): void {
    this.#failed?.(error);
  }
}

let printer: FakePrinter;
let made: number;
let work: PaperWork;

beforeEach(() => {
  printer = new FakePrinter();
  connect(new FakeDesk({}), printer);
  made = 0;
  work = new PaperWork(async () => {
    made += 1;
    return PAPER;
  });
});

it('says that it prints, then on which printer it came out', async () => {
  const printing = work.print();
  expect(work.status).toEqual({ at: 'printing' });
  await expect.poll(() => printer.printed).toEqual([PAPER]);
  printer.finish('Front-Desk');
  await printing;
  expect(work.status).toEqual({ at: 'printed', printer: 'Front-Desk' });
});

it('takes no second press while the first is under way', async () => {
  const printing = work.print();
  await work.print();
  await work.save();
  await expect.poll(() => printer.printed.length).toBe(1);
  printer.finish(null);
  await printing;
  expect(made).toBe(1);
});

it('keeps why it was refused until it is tried again', async () => {
  const printing = work.print();
  await expect.poll(() => printer.printed.length).toBe(1);
  printer.fail(new RefusalError({ code: 'paper.no_printer' }));
  await printing;
  expect(work.status).toMatchObject({ at: 'refused', refusal: { code: 'paper.no_printer' } });
  await work.save();
  expect(work.status).toEqual({ at: 'saved' });
});

it('says nothing when the person closes the dialog', async () => {
  printer.saves = false;
  await work.save();
  expect(work.status).toEqual({ at: 'rest' });
});

it('is refused where the desk makes no paper, and prints nothing', async () => {
  const denied = new PaperWork(() => Promise.reject(new RefusalError({ code: 'permission.denied' })));
  await denied.print();
  expect(denied.status).toMatchObject({ at: 'refused', refusal: { code: 'permission.denied' } });
  expect(printer.printed).toEqual([]);
});
