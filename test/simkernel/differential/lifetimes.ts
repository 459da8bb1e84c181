// Lifetimes that sequences give: far enough apart that the seconds of a run do not take one for another.

export const LIFETIMES: readonly number[] = [1000, 2000, 5000, 0xffffffff];
