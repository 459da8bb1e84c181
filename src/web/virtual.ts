// Which rows of a long list are on the screen. All rows are of one height, so a million rows cost as much as a screenful.

/** Browsers lay out no element that is much taller (Firefox ends at 17.9 million pixels): beyond it, one pixel scrolls over more than one pixel's worth of rows. */
export const MAX_HEIGHT = 16_000_000;

/** Rows that are rendered above and below the screen, so that scrolling finds them there. */
const OVERSCAN = 8;

/** A list of equal rows. */
export interface Rows {
  readonly count: number;
  /** Pixels. */
  readonly rowHeight: number;
}

/** The part of a list that is on the screen. */
export interface Viewport {
  readonly scrollTop: number;
  readonly height: number;
}

/** What is to be rendered. */
export interface Window {
  /** Pixels that the scrolled element is high. */
  readonly total: number;
  readonly first: number;
  /** The row behind the last one. */
  readonly end: number;
  /** The first row of which something is on the screen. */
  readonly uppermost: number;
  /** Where row `first` starts in the scrolled element. */
  readonly top: number;
}

function scaleOf({ count, rowHeight }: Rows, height: number): { readonly total: number; readonly scale: number } {
  const full = count * rowHeight;
  const total = Math.min(full, MAX_HEIGHT);
  return { total, scale: total > height ? (full - height) / (total - height) : 1 };
}

/** The rows to render. */
export function windowOf(rows: Rows, { scrollTop, height }: Viewport): Window {
  const { count, rowHeight } = rows;
  const { total, scale } = scaleOf(rows, height);
  const position = Math.max(0, Math.min(scrollTop, total - height)) * scale;
  const uppermost = Math.min(count, Math.floor(position / rowHeight));
  const first = Math.max(0, uppermost - OVERSCAN);
  const end = Math.min(count, Math.ceil((position + height) / rowHeight) + OVERSCAN);
  return { total, uppermost, first, end, top: scrollTop - (position - first * rowHeight) };
}

/** Where to scroll to have a row on the screen whole: not at all, where it is already. */
export function scrollTopFor(row: number, rows: Rows, { scrollTop, height }: Viewport): number {
  const { rowHeight } = rows;
  const { total, scale } = scaleOf(rows, height);
  const position = Math.max(0, Math.min(scrollTop, total - height)) * scale;
  const top = row * rowHeight;
  const wanted = top < position ? top : top + rowHeight > position + height ? top + rowHeight - height : position;
  return wanted === position ? scrollTop : wanted / scale;
}

/** Rows on one screen, at least one: how far a page key goes. */
export function pageOf({ rowHeight }: Rows, height: number): number {
  return Math.max(1, Math.floor(height / rowHeight) - 1);
}
