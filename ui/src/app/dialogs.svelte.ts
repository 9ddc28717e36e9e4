// The window's own dialogs: at most one is open.

export type DialogName = 'palette' | 'keys' | 'password';

class Dialogs {
  open = $state<DialogName | null>(null);

  show(name: DialogName): void {
    this.open = name;
  }

  toggle(name: DialogName): void {
    this.open = this.open === name ? null : name;
  }

  close(): void {
    this.open = null;
  }
}

export const dialogs = new Dialogs();
