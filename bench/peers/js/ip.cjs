'use strict';
// What a JS user does today: spawn iproute2 with -j and JSON.parse
const { execFile, execFileSync, spawn, spawnSync } = require('child_process'); const { promisify } = require('util'); const x = promisify(execFile);
const { now, med, K, out } = require('./common.cjs'); const PEER = 'node+ip-json'; const [w, N0, F] = process.argv.slice(2); const N = +(N0 || 0);
const big = { maxBuffer: 1 << 30 };
(async () => {
  if (w === 'W1' || w === 'W2') { const t = []; let n, mv; for (let i = 0; i < K; i++) { const a = now(); const { stdout } = await x('ip', w === 'W1' ? ['-j', '-d', '-s', 'link'] : ['-j', '-d', '-N', 'route'], big); const o = JSON.parse(stdout); t.push(now() - a); n = o.length; if (w === 'W1') mv = o.some(l => l.linkinfo?.info_kind === 'macvlan' && l.linkinfo.info_data) ? 1 : 0; } out(PEER, w, n, med(t), t[0], { macvlan_data: mv }); }
  else if (w === 'W3a') { const a = now(); for (let i = 0; i < N; i++) JSON.parse((await x('ip', ['-j', '-d', '-s', 'link', 'show', 'dev', 'p0'])).stdout); out(PEER, w, N, now() - a); }
  else if (w === 'W3b') { const a = now(); for (let i = 0; i < N; i++) { const ip = `10.200.${i >> 8}.${(i & 255)}/32`; await x('ip', ['addr', 'add', ip, 'dev', 'p0']); await x('ip', ['addr', 'del', ip, 'dev', 'p0']); } out(PEER, w, 2 * N, now() - a); }
  else if (w === 'W4a') { const a = now(); for (let i = 0; i < N; i++) await x('ip', ['link', 'add', 'link', 'p0', 'name', 'b' + i, 'type', 'macvlan', 'mode', 'bridge']); const m = now(); for (let i = 0; i < N; i++) await x('ip', ['link', 'del', 'b' + i]); const e = now(); out(PEER, w, N, e - a, e - a, { create_ms: m - a, delete_ms: e - m }); }
  else if (w === 'W4p') { const bt = s => { const r = spawnSync('ip', ['-batch', '-'], { input: s }); if (r.status) throw Error(r.stderr + ''); }; const a = now(); let s = ''; for (let i = 0; i < N; i++) s += `link add link p0 name b${i} type macvlan mode bridge\n`; bt(s); const m = now(); s = ''; for (let i = 0; i < N; i++) s += `link del b${i}\n`; bt(s); const e = now(); out(PEER, w, N, e - a, e - a, { create_ms: m - a, delete_ms: e - m }); }
  else if (w === 'W6') { const p = spawn('ip', ['-o', '-d', 'monitor', 'link']); let n = 0, nob = 0, first = 0, last = 0, to; const fin = () => { p.kill(); out(PEER, w, n, last - first, 0, { enobufs: nob }); process.exit(0); };
    const arm = () => { clearTimeout(to); to = setTimeout(fin, 2500); }; arm(); let tail = ''; p.stdout.setEncoding('latin1'); p.stdout.on('data', d => { last = now(); first ||= last; const l = (tail + d).split('\n'); tail = l.pop(); n += l.filter(s => /^(Deleted )?\d+: /.test(s)).length; arm(); }); p.stderr.setEncoding('latin1'); p.stderr.on('data', d => { nob += (d.match(/No buffer space/g) || []).length; }); setTimeout(() => console.log('READY'), 150); }
  else if (w === 'W7') { console.log(JSON.parse(execFileSync('ip', ['-j', '-d', '-s', 'link'])).length); }
})();
