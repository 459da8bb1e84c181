// npm's netlink decoding the same links: prints the median in milliseconds as a line of JSON.
const { readFileSync } = require('node:fs');
const [file, rounds = '40'] = process.argv.slice(2);
const { rt, parseMessages } = require('netlink');
const data = readFileSync(file);
const times = [];
let n = 0;
for (let i = 0; i < Number(rounds); i++) {
  const start = performance.now();
  n = parseMessages(data).map(({ type, data }) => rt.parseMessage(type, data)).length;
  times.push(performance.now() - start);
}
console.log(JSON.stringify({ n, ms: times.sort((a, b) => a - b)[times.length >> 1] }));
