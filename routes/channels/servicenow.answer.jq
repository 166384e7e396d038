# ServiceNow says when an hourly limit ends, as seconds since 1970, and not always in Retry-After.
# https://www.servicenow.com/docs/r/api-reference/rest-api-explorer/inbound-REST-API-rate-limiting.html
if .status == 429 and .headers["retry-after"] == null and ((.headers["x-ratelimit-reset"] // "") | test("^[0-9]{1,12}$")) then
  {
    class: "rate-limited",
    reason: "ServiceNow: the hourly limit \(.headers["x-ratelimit-rule"] // "" | cut(100)) is reached (HTTP 429)",
    retryAfter: ([(.headers["x-ratelimit-reset"] | tonumber) - now | floor, 0] | max)
  }
elif .status >= 200 and .status < 300 and (.body | type) == "string" and (.body | test("^\\s*([\\[{]|$)") | not) then
  {class: "unknown", reason: "ServiceNow: an answer that is no JSON, such as the page of a login (HTTP \(.status))"}
else null end
