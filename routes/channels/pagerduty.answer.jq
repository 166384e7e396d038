# A 429 is not ingested. PagerDuty sends no Retry-After with it, and advises to try again after 30 seconds.
# https://developer.pagerduty.com/docs/events-api-v2/rate-limits/
import "page" as page;

if page::is_page then page::verdict("PagerDuty")
elif .status == 429 and .headers["retry-after"] == null then
  {class: "rate-limited", reason: "PagerDuty: too many events for this key (HTTP 429)", retryAfter: 30}
else null end
