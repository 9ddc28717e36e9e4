// How sentences are kept. A feature's sentences stand in `messages/<feature>/en.ts` and `ar.ts`; `index.ts` beside them
// joins the two with `inLanguages`. English sets the shape, and the compiler refuses Arabic that lacks a sentence, names
// one that is not there, or takes other parameters. Nothing is fetched, so switching needs no reload.

import { count } from './format';
import { locale, type Language } from './locale.svelte';

/** A sentence, one that needs values, or a group: a word for each code of an enum, say. */
export type Sentence = string | ((values: never) => string) | Sentences;
export type Sentences = { readonly [name: string]: Sentence };

/** The same sentences in another language: same names, same values. */
export type Translated<S extends Sentences> = {
  readonly [N in keyof S]: S[N] extends string ? string : S[N] extends Sentences ? Translated<S[N]> : S[N];
};

/** Sentences that follow the language on screen. Read them where they are drawn: they are reactive. */
export function inLanguages<S extends Sentences>(tables: { en: S; ar: Translated<S> }): Translated<S> {
  return new Proxy(tables.en as Translated<S>, {
    get: (_, name) => Reflect.get(tables[locale.language], name),
  });
}

type Forms<L extends Language> = L extends 'en'
  ? { one: string; other: string }
  : { zero: string; one: string; two: string; few: string; many: string; other: string };

const RULES = { en: new Intl.PluralRules('en'), ar: new Intl.PluralRules('ar') };

/**
 * The form that fits a count, by the plural rules of the language. `#` in it becomes the count, in the digits on screen.
 * Arabic needs all six forms.
 */
export const plural = {
  en: (n: number, forms: Forms<'en'>) => choose('en', n, forms),
  ar: (n: number, forms: Forms<'ar'>) => choose('ar', n, forms),
};

function choose(language: Language, n: number, forms: Partial<Record<Intl.LDMLPluralRule, string>>): string {
  const form = forms[RULES[language].select(n)] ?? forms.other ?? '';
  return form.replaceAll('#', count(n));
}

/**
 * A value of unknown direction (a name, a phone, a reference) inside a sentence: first-strong isolate. The plain-text
 * counterpart of `<bdi>`, so that it also works in accessible names.
 */
export function isolate(value: string): string {
  return `\u2068${value}\u2069`;
}
