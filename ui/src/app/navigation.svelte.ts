// Which screen is shown and about what: `#/patients?id=…`. In the address, so that back works and a reload comes back to it.

export type Place = { screen: string; params: Readonly<Record<string, string>> };

class Navigation {
  #place = $state<Place>({ screen: '', params: {} });

  get screen(): string {
    return this.#place.screen;
  }

  /** What the screen is about: a day, an id. Strings as they stand in the address. */
  get params(): Readonly<Record<string, string>> {
    return this.#place.params;
  }

  go(screen: string, params: Record<string, string | undefined> = {}): void {
    this.#move(screen, params, 'push');
  }

  /** The same place told more exactly (another day of the board): no step back is added. */
  replace(screen: string, params: Record<string, string | undefined> = {}): void {
    this.#move(screen, params, 'replace');
  }

  /** Follows the address. Call once; returns the way to stop. */
  start(): () => void {
    const follow = () => (this.#place = read(location.hash));
    follow();
    addEventListener('popstate', follow);
    addEventListener('hashchange', follow);
    return () => {
      removeEventListener('popstate', follow);
      removeEventListener('hashchange', follow);
    };
  }

  #move(screen: string, params: Record<string, string | undefined>, how: 'push' | 'replace'): void {
    const given = Object.entries(params).filter((entry): entry is [string, string] => entry[1] !== undefined);
    this.#place = { screen, params: Object.fromEntries(given) };
    const query = new URLSearchParams(given).toString();
    const hash = `#/${screen}${query === '' ? '' : `?${query}`}`;
    if (hash === location.hash) return;
    if (how === 'push') history.pushState(null, '', hash);
    else history.replaceState(null, '', hash);
  }
}

function read(hash: string): Place {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?');
  return { screen: path, params: Object.fromEntries(new URLSearchParams(query)) };
}

export const navigation = new Navigation();
