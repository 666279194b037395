wrk.method = "POST"
wrk.body = '{"n":5}'
wrk.headers["Authorization"] = "Bearer " .. os.getenv("BENCH_TOKEN")
wrk.headers["Content-Type"] = "application/json"

function done(summary, latency)
  local errors = summary.errors
  print(string.format(
    '{"answers":%d,"p50":%.3f,"p99":%.3f,"failed":%d}',
    summary.requests, latency:percentile(50) / 1000, latency:percentile(99) / 1000,
    errors.connect + errors.read + errors.write + errors.timeout + errors.status
  ))
end
