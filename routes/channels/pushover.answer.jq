# Pushover says what it did not take: {"status": 0, "errors": ["user identifier is invalid"]}. A 429 is the quota of the
# month, and X-Limit-App-Reset (seconds since 1970) its end: a page that waits longer than an hour is none, so that it is
# better dead at once, and told by the fallback. https://pushover.net/api#limits
import "page" as page;

(.headers["x-limit-app-reset"] // "" | if test("^[0-9]{1,12}$") then tonumber - now else null end) as $wait
| if page::is_page then page::verdict("Pushover")
  elif .status == 429 and $wait != null and $wait > 3600 then
    {class: "permanent", reason: "Pushover: the messages of the month are used up until \(.headers["x-limit-app-reset"])"}
  elif .status == 429 then
    if $wait == null then null else {class: "rate-limited", reason: "Pushover: the messages of the month are used up", retryAfter: $wait} end
  elif (.body | type) == "object" and .body.status != null and .body.status != 1 then
    {class: "permanent", reason: "Pushover: \(.body.errors // ["no words"] | map(tostring) | join(", "))"}
  else null end
