# The subject of an SNS message: at most 100 characters, ASCII, no line break (SNS Publish, parameter Subject).
"[\(if .incident.status == "resolved" then "RESOLVED" else (.incident.severity // "info" | ascii_upcase) end)] \(.incident.title // "")"
| explode | map(if . >= 32 and . <= 126 then . else 32 end) | implode
| split(" ") | map(select(. != "")) | join(" ")
| if length > 100 then .[0:97] + "..." else . end
