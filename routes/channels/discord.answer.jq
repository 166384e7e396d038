# What Discord says where it takes nothing: how long to wait is in the body of a 429, and a message that somebody deleted
# cannot be edited, which stops nothing.
# https://discord.com/developers/docs/topics/rate-limits, https://discord.com/developers/docs/topics/opcodes-and-status-codes
import "page" as page;

if page::is_page then page::verdict("Discord")
elif (.body | type) != "object" then null
elif .status == 429 then
  {
    class: "rate-limited",
    reason: "Discord: \(.body.message // "rate limited")",
    retryAfter: .body.retry_after
  }
elif .status == 404 and .body.code == 10008 then {class: "taken"}
elif .status >= 400 then
  {class: "permanent", reason: "Discord: \(.body.message // "refused") (\(.body.code // .status))"}
else null end
