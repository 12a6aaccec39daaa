/**
 * The described fields of a payload type. Schemas that keep unknown fields give their types an index signature. Without
 * it, a misspelled field is a compile error.
 */
export type OmitIndexSignature<T> = T extends readonly (infer Item)[]
  ? readonly OmitIndexSignature<Item>[]
  : T extends object
    ? KnownFields<T>
    : T;

type KnownFields<T> = [DescribedKeys<T>] extends [never]
  ? T
  : {
      readonly [Key in keyof T as string extends Key ? never : number extends Key ? never : Key]: OmitIndexSignature<
        T[Key]
      >;
    };

type DescribedKeys<T> = keyof {
  [Key in keyof T as string extends Key ? never : number extends Key ? never : Key]: true;
};
