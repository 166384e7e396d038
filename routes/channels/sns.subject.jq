# The subject of an SNS message: at most 100 characters, ASCII, no line break (SNS Publish, parameter Subject).
"[\(if .incident.status == "resolved" then "RESOLVED" else (.incident.severity // "info" | ascii_upcase) end)] \(.incident.title // "")"
| gsub("[^ -~]+"; " ")
| gsub(" +"; " ")
| if length > 100 then .[0:97] + "..." else . end
