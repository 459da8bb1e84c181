#!/usr/bin/env node
// The program: the process's words in, its exit code out.

// Whoever reads the output may stop reading: that is no error of ours. That there is no room for it is one that nobody would notice otherwise.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', async (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') return;
    const { because } = await import('./files.js');
    if (stream === process.stdout) process.stderr.write(`rtnl: ${(because('standard output', error) as Error).message}\n`);
    process.exit(1);
  });
}

// That node:ffi is experimental is nothing the user of a command can act on, and no line that `ip` prints.
process.removeAllListeners('warning');

// Compiling takes longer than most commands do: node keeps what it compiled, where it can (22.1 and later) and nobody forbids it (NODE_DISABLE_COMPILE_CACHE).
const { enableCompileCache } = process.getBuiltinModule('node:module') as { enableCompileCache?: () => void };
enableCompileCache?.();

const { main } = await import('./main.js');
process.exitCode = await main(process.argv.slice(2));
