// A long list of which the screenful alone is rendered. It has the focus itself, and the keys: what is
// selected is told by aria-activedescendant, so that rows that are not rendered can be. Lint rules that want a row to have both are off in this folder.

import { useSignal } from '@preact/signals';
import type { ComponentChildren, RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { pageOf, type Rows, scrollTopFor, type Viewport, windowOf } from './virtual.js';

/** What a list is made of. */
interface Props {
  readonly rows: Rows;
  /** The place that is kept on the screen when it changes; -1 for none. */
  readonly at: number;
  readonly render: (place: number) => ComponentChildren;
  /** Moves what is selected, so many places down. */
  readonly onMove: (by: number) => void;
  /** Of keys that the list itself has no use for. */
  readonly onKey?: (event: KeyboardEvent) => void;
  /** Stays at the top when the list is scrolled. */
  readonly head?: ComponentChildren;
  readonly headHeight?: number;
  readonly class: string;
  readonly id: string;
  readonly role: 'grid' | 'tree' | 'listbox';
  readonly label: string;
  /** Id of the element that is selected. */
  readonly active: string | undefined;
  /** Columns of a grid. */
  readonly columns?: number;
  readonly minWidth?: number;
  readonly scroller?: RefObject<HTMLDivElement | null>;
  readonly onScroll?: (viewport: Viewport) => void;
}

/** Places that a key moves by; undefined for other keys. */
function distance(key: string, rows: Rows, height: number): number | undefined {
  switch (key) {
    case 'ArrowDown':
      return 1;
    case 'ArrowUp':
      return -1;
    case 'PageDown':
      return pageOf(rows, height);
    case 'PageUp':
      return -pageOf(rows, height);
    case 'Home':
      return -rows.count;
    case 'End':
      return rows.count;
    default:
      return undefined;
  }
}

export function VirtualList(props: Props) {
  const { rows, at, render, onMove, onKey, head, headHeight = 0, role, label, active, columns, minWidth } = props;
  const own = useRef<HTMLDivElement>(null);
  const scroller = props.scroller ?? own;
  const viewport = useSignal<Viewport>({ scrollTop: 0, height: 600 });

  const look = (): void => {
    const element = scroller.current;
    if (element === null) return;
    const { scrollTop, clientHeight } = element;
    const now = { scrollTop, height: Math.max(1, clientHeight - headHeight) };
    props.onScroll?.(now);
    if (now.scrollTop !== viewport.peek().scrollTop || now.height !== viewport.peek().height) viewport.value = now;
  };

  useLayoutEffect(() => {
    look();
    const observer = new ResizeObserver(look);
    if (scroller.current !== null) observer.observe(scroller.current);
    return () => observer.disconnect();
  }, []);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null || at < 0 || at >= rows.count) return;
    const wanted = scrollTopFor(at, rows, { scrollTop: element.scrollTop, height: Math.max(1, element.clientHeight - headHeight) });
    if (wanted !== element.scrollTop) element.scrollTop = wanted;
    look();
  }, [at, active, rows.count, rows.rowHeight]);

  const { total, first, end, top } = windowOf(rows, viewport.value);
  const places = Array.from({ length: Math.max(0, end - first) }, (_, i) => first + i);

  return (
    <div
      ref={scroller}
      id={props.id}
      class={`scroller ${props.class}`}
      role={role}
      aria-label={label}
      aria-activedescendant={active}
      aria-rowcount={role === 'grid' ? rows.count + (head === undefined ? 0 : 1) : undefined}
      aria-colcount={columns}
      tabIndex={0}
      onScroll={look}
      onKeyDown={(event) => {
        const by = event.ctrlKey || event.metaKey || event.altKey ? undefined : distance(event.key, rows, viewport.peek().height);
        if (by === undefined) return onKey?.(event);
        event.preventDefault();
        onMove(by);
      }}
    >
      {head}
      <div class="sizer" role="presentation" style={{ height: `${total}px`, ...(minWidth !== undefined && { minWidth: `${minWidth}px` }) }}>
        <div class="window" role="presentation" style={{ transform: `translateY(${top}px)` }}>
          {places.map(render)}
        </div>
      </div>
    </div>
  );
}
