// What reaches this machine's kernel, in one: what needs any of it loads it when it is needed.

export { echo } from './echo.js';
export { attachNamed, createNamed, deleteNamed, identifyNamed, listNamed, processesIn } from './named.js';
export { Namespace } from './namespace.js';
export { openSocket } from './socket.js';
export { readSysctl, writeSysctl } from './sysctl.js';
