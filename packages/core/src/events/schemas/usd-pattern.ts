/**
 * US dollars as a decimal string, sent with eight places: `"0.01250000"`. Never a float. A longer number is no amount:
 * the bound keeps adding amounts linear, and no account holds 10^20 dollars.
 */
export const usdPattern = /^[0-9]{1,20}(\.[0-9]{1,20})?$/;
