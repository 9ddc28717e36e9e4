import { afterEach, describe, expect, it, vi } from 'vitest';
import { Actions, type Action } from './actions.svelte';
import { matchingActions } from './palette-search';
import { session } from './session.svelte';
import { cap, matches } from './shortcuts';

/** A press as the browser tells it. Under an Arabic layout `key` is another letter and `code` the same. */
function press(code: string, given: Partial<KeyboardEvent> = {}): KeyboardEvent {
  const none = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, isComposing: false, target: null };
  return { ...none, code, preventDefault: vi.fn(), ...given } as unknown as KeyboardEvent;
}

class FakeElement {
  isContentEditable = false;
  constructor(readonly role: string | null = null) {}
}
vi.stubGlobal('HTMLElement', FakeElement);
vi.stubGlobal('HTMLInputElement', class extends FakeElement { type = 'text'; });
vi.stubGlobal('HTMLTextAreaElement', class extends FakeElement {});
const field = new (globalThis.HTMLInputElement as unknown as new () => EventTarget)();

describe('a shortcut', () => {
  it('is the key at its place, whatever it types', () => {
    expect(matches({ code: 'KeyB' }, press('KeyB', { key: 'لا' }))).toBe(true);
  });

  it('of one key waits until no field has focus', () => {
    expect(matches({ code: 'KeyB' }, press('KeyB', { target: field }))).toBe(false);
    expect(matches({ code: 'KeyK', ctrl: true }, press('KeyK', { target: field, ctrlKey: true }))).toBe(true);
    expect(matches({ code: 'F2' }, press('F2', { target: field }))).toBe(true);
  });

  it('is not another one with more keys held', () => {
    expect(matches({ code: 'Slash' }, press('Slash', { shiftKey: true }))).toBe(false);
    expect(matches({ code: 'KeyZ', ctrl: true }, press('KeyZ', { ctrlKey: true, shiftKey: true }))).toBe(false);
  });

  it('stands on its cap as it is pressed', () => {
    expect(cap({ code: 'KeyK', ctrl: true })).toBe('Ctrl K');
    expect(cap({ code: 'Slash', shift: true })).toBe('?');
    expect(cap({ code: 'Digit1', alt: true })).toBe('Alt 1');
  });
});

describe('the registry', () => {
  afterEach(() => (session.account = null));
  const action = (given: Partial<Action>): Action => ({ id: 'a', label: () => 'Book', run: vi.fn(), ...given });

  it('hides what the account may not do', () => {
    const actions = new Actions();
    actions.register([action({ needs: 'book' })]);
    expect(actions.all).toHaveLength(0);
    session.account = { permissions: ['book'] } as never;
    expect(actions.all).toHaveLength(1);
  });

  it('runs the one registered last, and the earlier one again when that is gone', () => {
    const actions = new Actions();
    const [first, second] = [action({ id: 'a', shortcuts: [{ code: 'KeyB' }] }), action({ id: 'b', shortcuts: [{ code: 'KeyB' }] })];
    actions.register([first]);
    const takeOut = actions.register([second]);
    expect(actions.handle(press('KeyB'))).toBe(true);
    takeOut();
    actions.handle(press('KeyB'));
    expect(second.run).toHaveBeenCalledTimes(1);
    expect(first.run).toHaveBeenCalledTimes(1);
  });

  it('lets a screen take over an action of every screen', () => {
    const actions = new Actions();
    const [everywhere, here] = [action({}), action({})];
    actions.register([everywhere]);
    const takeOut = actions.register([here]);
    expect(actions.all).toEqual([here]);
    takeOut();
    expect(actions.all).toEqual([everywhere]);
  });

  it('leaves a key alone whose action cannot be done now', () => {
    const actions = new Actions();
    actions.register([action({ shortcuts: [{ code: 'KeyA' }], when: () => false })]);
    const event = press('KeyA');
    expect(actions.handle(event)).toBe(false);
    expect(event.preventDefault).not.toHaveBeenCalled();
  });

  it('passes a key on to the earlier action when the later one cannot be done now', () => {
    const actions = new Actions();
    const earlier = action({ id: 'a', shortcuts: [{ code: 'KeyB' }] });
    actions.register([earlier, action({ id: 'b', shortcuts: [{ code: 'KeyB' }], when: () => false })]);
    expect(actions.handle(press('KeyB'))).toBe(true);
    expect(earlier.run).toHaveBeenCalledTimes(1);
  });

  it('knows of one action whether it can be done, and asks no other', () => {
    const actions = new Actions();
    const [now, elsewhere] = [vi.fn(() => true), vi.fn(() => true)];
    actions.register([action({ id: 'a', when: now }), action({ id: 'b', when: elsewhere, shortcuts: [{ code: 'KeyB' }] })]);
    expect(actions.isAvailable('a')).toBe(true);
    now.mockReturnValue(false);
    expect(actions.isAvailable('a')).toBe(false);
    expect(actions.isAvailable('c')).toBe(false);
    // An arrow on a full board asks nobody whether a dialog is open.
    actions.handle(press('ArrowDown'));
    expect(elsewhere).not.toHaveBeenCalled();
  });
});

describe('the palette', () => {
  const named = (id: string, label: string, words = ''): Action => ({ id, label: () => label, words: () => words, run: () => undefined });
  const all = [named('lock', 'Lock the screen'), named('book', 'Book a visit'), named('ar', 'حجز موعد'), named('pw', 'Change password', 'lock')];

  it('finds by any word, names that start so first', () => {
    expect(matchingActions(all, 'lock').map(({ id }) => id)).toEqual(['lock', 'pw']);
    expect(matchingActions(all, 'visit book').map(({ id }) => id)).toEqual(['book']);
  });

  it('puts the place that is called so before what merely speaks of it', () => {
    const places = [named('per', 'Report: Patients per day'), named('go', 'Go to Patients')];
    expect(matchingActions(places, 'patients').map(({ id }) => id)).toEqual(['go', 'per']);
  });

  it('folds the spellings of Arabic', () => {
    expect(matchingActions(all, 'مَوعد').map(({ id }) => id)).toEqual(['ar']);
  });

  it('shows everything to who typed nothing', () => expect(matchingActions(all, '  ')).toHaveLength(4));
});
