/** A summary as it is being written: chosen by digits or typed, with the samples that the visit was announced with at hand. */
import type { RepVisitDetail, VisitSummary, WallDate } from '$/backend';
import { reps } from '$messages/reps';

interface SampleRow {
  key: number;
  product: string;
  quantity: number | undefined;
  lot: string;
  expires: WallDate | undefined;
}

type Announced = Pick<RepVisitDetail, 'products'>;

export class SummaryDraft {
  topic = $state('');
  feedback = $state('');
  /** Left empty, the desk counts from the start of the visit. */
  minutes: number | undefined = $state();
  samples: SampleRow[] = $state([]);
  #next = 0;

  constructor({ products }: Announced) {
    this.samples = products.map((product) => this.#row(product));
    if (products.length === 0) this.addSample();
  }

  get topics(): readonly string[] {
    return Object.values(reps.topics);
  }

  get feedbacks(): readonly string[] {
    return Object.values(reps.feedbacks);
  }

  #row(product: string): SampleRow {
    return { key: this.#next++, product, quantity: undefined, lot: '', expires: undefined };
  }

  /** What the digit stands for: topics first, then feedback. Chosen twice, it is taken back. */
  choose(digit: number): boolean {
    const topic = this.topics[digit - 1];
    if (topic !== undefined) {
      this.topic = this.topic === topic ? '' : topic;
      return true;
    }
    const feedback = this.feedbacks[digit - 1 - this.topics.length];
    if (feedback === undefined) return false;
    this.feedback = this.feedback === feedback ? '' : feedback;
    return true;
  }

  addSample(): void {
    this.samples.push(this.#row(''));
  }

  removeSample(index: number): void {
    this.samples.splice(index, 1);
  }

  /** A row without a quantity was not left. */
  get #left(): SampleRow[] {
    return this.samples.filter(({ quantity }) => quantity !== undefined && quantity > 0);
  }

  /** Where the desk finds the row, for what it says of it. */
  position(row: SampleRow): number {
    return this.#left.findIndex(({ key }) => key === row.key);
  }

  get summary(): VisitSummary {
    const textOrNull = (text: string) => (text.trim() === '' ? null : text.trim());
    return {
      samples: this.#left.map(({ product, quantity, lot, expires }) => ({
        product: product.trim(),
        quantity: quantity ?? 0,
        lot: textOrNull(lot),
        expires: expires ?? null,
      })),
      minutes: this.minutes ?? null,
      topic: textOrNull(this.topic),
      feedback: textOrNull(this.feedback),
    };
  }
}
