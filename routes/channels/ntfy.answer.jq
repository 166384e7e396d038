# ntfy's answer to what it does not take: {code, http, error}. Its codes begin with the status, so that a 4xx is judged by
# that; only the messages of a day come back no sooner than at the day's end.
# https://docs.ntfy.sh/publish/#limitations
import "page" as page;

if page::is_page then page::verdict("ntfy")
elif (.body | type) == "object" and (.body.http // 0) >= 400 then
  {
    class: (if .status == 429 then "rate-limited" else "permanent" end),
    reason: "ntfy \(.body.code // .status): \(.body.error // "no words")",
    retryAfter: (if .body.code == 42908 then 3600 else null end)
  }
else null end
