/** US dollars as a decimal string, sent with eight places: `"0.01250000"`. Never a float. */
export const usdPattern = /^[0-9]+(\.[0-9]+)?$/;
