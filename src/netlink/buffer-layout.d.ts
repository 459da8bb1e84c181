// The part of buffer-layout 1.2 that struct.ts uses; the package ships no types.
declare module 'buffer-layout' {
  export interface Layout<T> {
    readonly span: number;
    readonly property: string | undefined;
    decode(bytes: Uint8Array, offset?: number): T;
    encode(value: T, bytes: Uint8Array, offset?: number): number;
  }
  export interface Structure<T> extends Layout<T> {
    readonly fields: readonly Layout<unknown>[];
    offsetOf(property: string): number | undefined;
  }
  type Scalar = (property?: string) => Layout<number>;
  export interface BufferLayout {
    readonly u8: Scalar;
    readonly s8: Scalar;
    readonly u16: Scalar;
    readonly u16be: Scalar;
    readonly u32: Scalar;
    readonly u32be: Scalar;
    readonly s32: Scalar;
    readonly s32be: Scalar;
    readonly nu64: Scalar;
    readonly nu64be: Scalar;
    blob(length: number, property?: string): Layout<Uint8Array>;
    struct<T>(fields: readonly Layout<unknown>[]): Structure<T>;
  }
  const layout: BufferLayout;
  export default layout;
}
