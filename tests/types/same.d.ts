/** Compiles if the types are assignable to each other and neither is `any`. */
export function same<Left, Right>(
  ...proof: [IsAny<Left>, IsAny<Right>, Fits<Left, Right>, Fits<Right, Left>] extends [false, false, true, true]
    ? []
    : [left: Left, differsFrom: Right]
): void;

/** Compiles if the first type is assignable to the second and is not `any`. */
export function fits<Part, Whole>(
  ...proof: [IsAny<Part>, Fits<Part, Whole>] extends [false, true] ? [] : [part: Part, doesNotFit: Whole]
): void;

type Fits<Part, Whole> = [Part] extends [Whole] ? true : false;
type IsAny<Type> = 0 extends 1 & Type ? true : false;
