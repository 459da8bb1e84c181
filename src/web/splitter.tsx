// The border between two panes: dragged, or moved by arrow keys.

import type { Signal } from '@preact/signals';

const STEP = 0.03;
const LEAST = 0.12;

interface Props {
  /** The share of the first pane, 0 to 1. */
  readonly share: Signal<number>;
  readonly direction: 'row' | 'column';
  readonly label: string;
  readonly controls: string;
}

const bounded = (share: number): number => Math.max(LEAST, Math.min(1 - LEAST, share));

export function Splitter({ share, direction, label, controls }: Props) {
  const across = direction === 'row';
  const drag = (event: PointerEvent): void => {
    const bar = event.currentTarget as HTMLElement;
    const box = bar.parentElement?.getBoundingClientRect();
    if (box === undefined || !bar.hasPointerCapture(event.pointerId)) return;
    share.value = bounded(across ? (event.clientX - box.left) / box.width : (event.clientY - box.top) / box.height);
  };
  const key = (event: KeyboardEvent): void => {
    const by = event.key === (across ? 'ArrowLeft' : 'ArrowUp') ? -STEP : event.key === (across ? 'ArrowRight' : 'ArrowDown') ? STEP : 0;
    if (by === 0) return;
    event.preventDefault();
    share.value = bounded(share.value + by);
  };
  return (
    <div
      class={`splitter ${direction}`}
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-controls={controls}
      aria-orientation={across ? 'vertical' : 'horizontal'}
      aria-valuemin={Math.round(LEAST * 100)}
      aria-valuemax={Math.round((1 - LEAST) * 100)}
      aria-valuenow={Math.round(share.value * 100)}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
      onKeyDown={key}
    />
  );
}
