/** What the hardware addresses of stations begin with that requests are about, and no link has. */
export const STATIONS = '02:00:00:00:01:';
