/** A time of day as minutes since midnight, 0 to 1440: what the board and the booking line reckon with. */
export type Minute = number;
