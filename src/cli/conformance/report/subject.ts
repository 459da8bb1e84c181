// What a report is about.

export interface Subject {
  readonly target: string;
  /** The release that a target is, or behaves like. */
  readonly kernel?: string;
  /** What a codec calls itself. */
  readonly library?: string;
  /** What a codec never tells, and is not compared. */
  readonly silent?: string;
}

/** That something is not compared, where that is so. */
export const remark = ({ library, silent }: Subject): string | undefined => (silent === undefined ? undefined : `not told by ${library}, and not compared: ${silent}`);
