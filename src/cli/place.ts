// Files of this package that are reached by their place. What is built of this file lies in dist/cli or in dist/chunks: two
// folders below the package's own, as this does.

import { fileURLToPath } from 'node:url';

/** The path of the package's own description. */
export const description = (): string => fileURLToPath(new URL('../../package.json', import.meta.url));

/** The path of what the process of `netns exec` runs, as a source or built. */
export const execChild = (): string => fileURLToPath(new URL(`../cli/netns/exec-child.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url));

/** The path of the viewer's page, which is built whatever runs. */
export const viewerPage = (): string => fileURLToPath(new URL('../../dist/web/index.html', import.meta.url));

/** The folder of the suites that `conformance` runs. */
export const suitesFolder = (): string => fileURLToPath(new URL('../../suites', import.meta.url));
