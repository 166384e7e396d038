# What Google Chat says where it takes nothing: {error: {code, status, message, details}}.
# https://cloud.google.com/apis/design/errors, https://developers.google.com/workspace/chat/limits
import "page" as page;

if page::is_page then page::verdict("Google Chat")
elif (.body | type) != "object" or (.body.error | type) != "object" then null
else
  .body.error as $error
  | {
      class: (
        {RESOURCE_EXHAUSTED: "rate-limited", UNAVAILABLE: "transient", INTERNAL: "transient", DEADLINE_EXCEEDED: "unknown",
         ABORTED: "transient"}[$error.status // ""] // (if .status == 429 then "rate-limited" else "permanent" end)
      ),
      reason: "Google Chat: \($error.status // .status): \($error.message // "")",
      retryAfter: ([$error.details[]?.retryDelay | strings | rtrimstr("s")][0])
    }
end
