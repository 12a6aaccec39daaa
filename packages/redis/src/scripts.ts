/*
 * A key holds "claimed <owner>" or "done <owner>", and expires with its lease or its retention. Replies are strings,
 * because clients return numbers as numbers, strings or bigints, depending on their configuration.
 */

/** Takes the owner and the lease. */
export const claimScript = `
local claimed = 'claimed ' .. ARGV[1]
if redis.call('SET', KEYS[1], claimed, 'NX', 'PX', ARGV[2]) then return 'claimed' end
local held = redis.call('GET', KEYS[1])
if held == claimed then
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
  return 'claimed'
end
if string.sub(held, 1, 5) == 'done ' then return 'done' end
return 'in_progress'`;

/** Takes the owner and the retention. */
export const completeScript = `
local held = redis.call('GET', KEYS[1])
local done = 'done ' .. ARGV[1]
if held == done then
  if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[2]) then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
  return 'yes'
end
if held and string.sub(held, 1, 8) ~= 'claimed ' then return 'no' end
redis.call('SET', KEYS[1], done, 'PX', ARGV[2])
return 'yes'`;

/** Takes the owner. */
export const releaseScript = `
if redis.call('GET', KEYS[1]) ~= 'claimed ' .. ARGV[1] then return 'no' end
redis.call('DEL', KEYS[1])
return 'yes'`;
