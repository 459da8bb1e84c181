// What stands there before there is a recording.

import type { Viewer } from './viewer.js';

interface Props {
  readonly viewer: Viewer;
  readonly choose: () => void;
  readonly paste: () => void;
}

export function Welcome({ viewer, choose, paste }: Props) {
  return (
    <main class="welcome">
      <div class="drop-zone">
        <svg viewBox="0 0 48 48" aria-hidden="true">
          <circle cx="10" cy="24" r="6" />
          <circle cx="38" cy="10" r="6" />
          <circle cx="38" cy="38" r="6" />
          <path d="M16 22 L32 13 M16 26 L32 35" />
        </svg>
        <h1>Drop a netlink recording here</h1>
        <p>
          <button type="button" class="primary" onClick={choose}>
            Choose a file
          </button>{' '}
          <button type="button" onClick={paste}>
            Paste hex or strace
          </button>
        </p>
        <p class="formats">
          pcap and pcapng of an nlmon device, <code>strace</code> logs, <code>rtmon</code> files, <code>rtnl --record</code>, hex dumps; of either byte order, gzip or not.
        </p>
        <p class="formats">Nothing leaves this page: it has no access to the network.</p>
        {viewer.failure.value !== undefined && (
          <p class="complaint" role="alert">
            {viewer.failure.value}
          </p>
        )}
      </div>
    </main>
  );
}
