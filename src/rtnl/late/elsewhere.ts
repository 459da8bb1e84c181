// Links made in other namespaces, and many of them deleted at once. See ../late.ts.

export { deleteLinks } from '../delete-links.js';
export { addAndName, addElsewhere, indexElsewhere } from '../link-elsewhere.js';
export { streamBodies } from '../stream.js';
