#!/usr/bin/env node
// The program: the process's words in, its exit code out.

import { main } from './main.js';

// Whoever reads the output may stop reading: that is no error of ours.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

// That node:ffi is experimental is nothing the user of a command can act on, and no line that `ip` prints.
process.removeAllListeners('warning');

process.exitCode = await main(process.argv.slice(2));
