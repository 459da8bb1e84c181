// Dark or light: as the system has it, until the switch says otherwise. Kept for the next time where the browser lets a page keep anything.

import { effect, signal } from '@preact/signals';

/** `auto` is the system's. */
export type Theme = 'auto' | 'light' | 'dark';

const KEY = 'rtnetlink-theme';
const NEXT: Readonly<Record<Theme, Theme>> = { auto: 'dark', dark: 'light', light: 'auto' };

/** A page from a file may be refused any storage. */
function stored(): Theme {
  try {
    const kept = localStorage.getItem(KEY);
    return kept === 'light' || kept === 'dark' ? kept : 'auto';
  } catch {
    return 'auto';
  }
}

function keep(theme: Theme): void {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // It lasts as long as the page.
  }
}

/** The theme of this page. */
export class Themes {
  readonly theme = signal<Theme>(stored());

  /** Makes the document follow it. */
  follow(): void {
    effect(() => {
      document.documentElement.dataset.theme = this.theme.value;
    });
  }

  /** On to the next: auto, dark, light. */
  turn(): void {
    this.theme.value = NEXT[this.theme.value];
    keep(this.theme.value);
  }
}
