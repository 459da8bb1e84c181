// Traffic control. See ../late.ts.

export { actionBody, trafficControlBody } from '../traffic/traffic.js';
