// What `rtnetlink/macvlan` exports.

export * from './kind.js';
export * from './macvlan.js';
export * from './options.js';
export * from './requests.js';
