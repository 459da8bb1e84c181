// The entry of the page; built into one file by scripts/page.ts.

import { render } from 'preact';
import { App } from './app.js';
import { openServed } from './sources.js';
import { Themes } from './theme.js';
import { Viewer } from './viewer.js';

const viewer = new Viewer((work) => requestAnimationFrame(work));
const themes = new Themes();
themes.follow();
render(<App viewer={viewer} themes={themes} />, document.body);
void openServed(viewer);
