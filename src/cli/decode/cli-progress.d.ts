// What we use of cli-progress, which comes without types.

declare module 'cli-progress' {
  /** How a bar looks. */
  export interface Preset {
    readonly barCompleteChar: string;
    readonly barIncompleteChar: string;
  }

  export interface Options {
    readonly format: string;
    readonly barsize: number;
    readonly clearOnComplete: boolean;
    readonly hideCursor: boolean;
    readonly stream: NodeJS.WritableStream;
  }

  export class SingleBar {
    constructor(options: Options, preset: Preset);
    start(total: number, at: number): void;
    update(at: number): void;
    stop(): void;
  }

  export const Presets: { readonly shades_classic: Preset };
}
