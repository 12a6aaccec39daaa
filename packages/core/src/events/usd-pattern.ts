/** How US dollars are written: a decimal string, eight places as sent, `"0.01250000"`. Never a float. */
export const usdPattern = /^[0-9]+(\.[0-9]+)?$/;
