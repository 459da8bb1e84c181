// XDP programs of a link, by their ids: their names would have to be asked of bpf(2). iproute2: ip/iplink_xdp.c.

import type { AnyLink } from '../link.js';
import type { Printer } from './printer.js';

type Xdp = NonNullable<AnyLink['xdp']>;

/** XDP_ATTACHED_* of if_link.h. */
const XDP_ATTACHED_NONE = 0;
const XDP_ATTACHED_DRV = 1;
const XDP_ATTACHED_SKB = 2;
const XDP_ATTACHED_HW = 3;
const XDP_ATTACHED_MULTI = 4;

const MODES: Readonly<Record<number, string>> = {
  [XDP_ATTACHED_DRV]: 'xdp',
  [XDP_ATTACHED_SKB]: 'xdpgeneric',
  [XDP_ATTACHED_HW]: 'xdpoffload',
  [XDP_ATTACHED_MULTI]: 'xdpmulti',
};

/** The mode in the first line; without `whole`, in `ip addr`, with the program's id. In JSON this is all there is. */
export function showXdp(out: Printer, xdp: Xdp, whole: boolean): void {
  const mode = xdp.attached ?? XDP_ATTACHED_NONE;
  if (mode === XDP_ATTACHED_NONE) return;
  const id = xdp.progId ?? 0;
  out.text(`${MODES[mode] ?? `xdp[${mode}]`}${id !== 0 && !whole ? `/id:${id}` : ''} `);
  out.openObject('xdp');
  out.member('mode', mode);
  if (id !== 0) out.member('prog', { id });
  const { skbProgId, drvProgId, hwProgId } = xdp;
  out.openArray('attached');
  if (skbProgId === undefined && drvProgId === undefined && hwProgId === undefined) attached(out, mode, xdp.progId);
  attached(out, XDP_ATTACHED_SKB, skbProgId);
  attached(out, XDP_ATTACHED_DRV, drvProgId);
  attached(out, XDP_ATTACHED_HW, hwProgId);
  out.closeArray();
  out.closeObject();
}

function attached(out: Printer, mode: number, id: number | undefined): void {
  if (id !== undefined) out.member(undefined, { mode, prog: { id } });
}

/** A line for each program; in JSON they are part of {@link showXdp}. */
export function showXdpPrograms(out: Printer, xdp: Xdp): void {
  const mode = xdp.attached ?? XDP_ATTACHED_NONE;
  if (mode === XDP_ATTACHED_NONE) return;
  const line = (suffix: string, id: number | undefined): void => {
    if (id !== undefined && id !== 0) out.text(`${out.newline}    prog/xdp${suffix} id ${id} `);
  };
  line('', xdp.progId);
  if (mode !== XDP_ATTACHED_MULTI) return;
  line('generic', xdp.skbProgId);
  line('drv', xdp.drvProgId);
  line('offload', xdp.hwProgId);
}
