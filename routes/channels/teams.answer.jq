# What Teams says in a 2xx: the older connectors hide every refusal in the text of a 200, and a flow can answer with an error
# of its own. https://github.com/MicrosoftDocs/msteams-docs/issues/7425
import "page" as page;

def class: if . == 429 then "rate-limited" elif . == 408 or . >= 500 then "transient" else "permanent" end;
if page::is_page then page::verdict("Teams")
elif .status >= 300 then null
elif (.body | type) == "string" and (.body | test("HTTP error [0-9]{3}")) then
  (.body | capture("HTTP error (?<code>[0-9]{3})").code | tonumber) as $code
  | {class: ($code | class), reason: "Teams: \(.body)"}
elif (.body | type) == "string" and (.body | contains("delivery failed") or contains("HTTP error")) then
  {class: "transient", reason: "Teams: \(.body)"}
elif (.body | type) == "object" and .body.error then
  {
    class: (
      if (.body.error | tostring | ascii_downcase | contains("429") or contains("toomanyrequests") or contains("throttl")) then "rate-limited"
      else .body.statusCode // 400 | class end
    ),
    reason: "Teams: \(.body.error | if type == "object" then "\(.code // ""): \(.message // "")" else tostring end)"
  }
else null end
