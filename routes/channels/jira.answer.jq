# What Jira says beside its status: which limit was reached, a write that came between, and that an issue which is not done
# cannot be moved as the receiver wants.
# https://developer.atlassian.com/cloud/jira/platform/rate-limiting/
def words: if (.body | type) == "object" then
    [.body.errorMessages[]?, (.body.errors // {} | to_entries[] | "\(.key): \(.value)")] | join("; ") | cut(600)
  else .body // "" | tostring | cut(600) end;

(variable("transition") | ascii_downcase) as $wanted
| if .status == 429 then
    {class: "rate-limited", reason: "Jira: \(.headers["ratelimit-reason"] // "too many requests" | cut(100)) (HTTP 429)"}
  elif .status == 409 then {class: "transient", reason: "Jira: another change came between (HTTP 409) \(words)"}
  elif .status == 200 and (.body | type) == "object" and (.body.transitions | type) == "array"
      and .body.fields.status.statusCategory.key != "done"
      and (any(.body.transitions[]; .id == $wanted or (.name | ascii_downcase) == $wanted or (.to.name // "" | ascii_downcase) == $wanted) | not) then
    {
      class: "permanent",
      reason: "Jira: no transition \(variable("transition")) from \(.body.fields.status.name) for this user; there are \([.body.transitions[].name] | join(", ") | cut(300))"
    }
  elif .status >= 400 and .status < 500 and words != "" then {class: "permanent", reason: "Jira: \(words) (HTTP \(.status))"}
  elif .status >= 200 and .status < 300 and (.body | type) == "string" and (.body | test("^\\s*([\\[{]|$)") | not) then
    {class: "unknown", reason: "Jira: an answer that is no JSON, such as the page of a login (HTTP \(.status))"}
  else null end
