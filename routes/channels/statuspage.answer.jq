# Statuspage limits with 420 or 429, and says in JSON what it does not like. A list that was too long to be read is no answer.
# https://developer.statuspage.io/#section/Rate-Limiting
if .status == 420 or .status == 429 then {class: "rate-limited", reason: "Statuspage: too many requests (HTTP \(.status))"}
elif .status == 200 and (.body | type) == "string" and (.body | startswith("[")) then
  {class: "transient", reason: "Statuspage: the list of unresolved incidents is too long to look for ours in it"}
elif .status >= 400 and .status < 500 and (.body | type) == "object" and .body.error then
  {class: "permanent", reason: "Statuspage: \(.body.error | if type == "array" then map(tostring) | join("; ") else tostring end | cut(600)) (HTTP \(.status))"}
elif .status >= 200 and .status < 300 and (.body | type) == "string" and (.body | test("^\\s*([\\[{]|$)") | not) then
  {class: "unknown", reason: "Statuspage: an answer that is no JSON, such as the page of a login (HTTP \(.status))"}
else null end
