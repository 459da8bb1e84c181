// A BPF program as `ip` writes it. iproute2: ip/iproute_lwtunnel.c: print_encap_bpf_prog().

import type { Printer } from '../show/printer.js';

/** A BPF program by its name; also the end point of a seg6local action. */
export function showProgram(out: Printer, key: string, name: string | undefined): void {
  out.both(key, name ?? '<unknown>', name === undefined ? `${key} ` : `${key} ${name} `);
}
