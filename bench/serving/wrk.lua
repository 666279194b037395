local threads = {}
local requests = {}
not_ok = 0

function setup(thread)
  table.insert(threads, thread)
  thread:set("seed", #threads)
end

function init()
  math.randomseed(seed)
  local headers = {
    ["Authorization"] = "Bearer " .. os.getenv("BENCH_TOKEN"),
    ["Content-Type"] = "application/json",
  }
  for n = 0, 300 do
    requests[n] = wrk.format("POST", "/fibonacci", headers, '{"n":' .. n .. "}")
  end
end

function request()
  return requests[math.random(0, 300)]
end

function response(status)
  if status ~= 200 then not_ok = not_ok + 1 end
end

function done(summary)
  local failed = 0
  for _, thread in ipairs(threads) do failed = failed + thread:get("not_ok") end
  local errors = summary.errors
  print(string.format(
    '{"microseconds":%d,"answers":%d,"not_ok":%d,"connect":%d,"read":%d,"write":%d,"timeout":%d}',
    summary.duration, summary.requests, failed,
    errors.connect, errors.read, errors.write, errors.timeout
  ))
end
