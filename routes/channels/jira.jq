# The calls that keep one issue in Jira for an incident, found by a label: searched for (where an earlier try may have made
# it), made, commented, moved on when the incident is over. Jira's own name is kept: {key, told}.
# https://developer.atlassian.com/cloud/jira/platform/rest/v3/ and https://docs.atlassian.com/software/jira/docs/api/REST/latest/
import "ticket" as ticket;
import "jira-text" as jira;

def quoted: "\"\(replace("\\"; "\\\\") | replace("\""; "\\\""))\"";
def word: one_line | replace(" "; "_") | cut(255);

variable("api") as $api
| "rest/api/\($api)" as $rest
| ticket::got as $got
| ticket::own as $own
| .notice.kind as $kind
| ($kind == "resolved" or .incident.status == "resolved") as $over
| (.delivery.address // "" | if . == "" then variable("project") else . end) as $project
| ("tocsin-\(ticket::id)" | word) as $marker
| (if $own then null else .thread.key end) as $known
| ($got.create.body.key // $got.search.body.issues[0].key // $known) as $key
# What a comment ends with, so that a second try can see that it is there.
| "\(.view.footer | cut(300)) · \(.delivery.idempotencyKey)" as $mark
| (if $got.comment or (.delivery.idempotencyKey as $id | $got.comments.body | tostring | contains($id)) then ticket::tell else . end)
| (if $own then del(.thread) elif $key then .thread.key = $key else . end)
| def text: if $api == "2" then jira::wiki($mark) else jira::document($mark) end;
  if $key == null and $got.create == null then
    if $got.search == null and (ticket::again or ($own or $kind == "opened" | not)) then
      ticket::ask("search"; {
        method: "POST",
        path: "\($rest)/search\(if $api == "2" then "" else "/jql" end)",
        body: {
          jql: "project = \($project | quoted) AND labels = \($marker | quoted) ORDER BY created ASC",
          maxResults: 1,
          fields: ["status"]
        }
      })
    else
      (variable("priorities") | ticket::pairs)[.view.severity] as $priority
      | ticket::ask("create"; {
          method: "POST",
          path: "\($rest)/issue",
          body: {
            fields: (
              (variable("fields") | if . == "" then {} else fromjson end)
              + {
                  project: {key: $project},
                  issuetype: {name: variable("issueType")},
                  summary: (.view.summary | cut(255)),
                  description: text,
                  labels: (
                    ["tocsin", $marker, (if $own then "tocsin-\($kind)" else empty end)]
                    + [variable("labels") | split(" ")[] | select(. != "") | word] | unique
                  )
                }
              + (if $priority then {priority: {name: $priority}} else {} end)
            )
          }
        })
    end
  # A digest is told; and an issue whose key was not told is found by the next notice.
  elif $own or $key == null then .
  # What made the issue is told by it.
  elif ($got.create or ticket::is_told or ($kind == "opened" and ticket::again) | not) then
    if ticket::again and $got.comments == null then
      ticket::ask("comments"; {method: "GET", path: "\($rest)/issue/\($key | @uri)/comment?orderBy=-created&maxResults=5"})
    else
      ticket::ask("comment"; {
        method: "POST",
        path: "\($rest)/issue/\($key | @uri)/comment",
        body: {
          body: (
            if $api == "2" then "{noformat}\n\(.view.summary | cut(255) | jira::inert)\n{noformat}\n\(text)"
            else (.view.summary | cut(255)) as $summary | text | .content = [[$summary | jira::strong] | jira::paragraph] + .content end
          )
        }
      })
    end
  elif $over and variable("transition") != "" and $got.transition == null then
    if $got.issue == null then
      ticket::ask("issue"; {method: "GET", path: "\($rest)/issue/\($key | @uri)?fields=status&expand=transitions"})
    elif $got.issue.body.fields.status.statusCategory.key == "done" or ($got.issue.body.transitions | type) != "array" then .
    else
      (variable("transition") | ascii_downcase) as $wanted
      | [$got.issue.body.transitions[] | select(.id == $wanted or (.name | ascii_downcase) == $wanted or (.to.name // "" | ascii_downcase) == $wanted)][0].id as $id
      | ticket::ask("transition"; {
          method: "POST",
          path: "\($rest)/issue/\($key | @uri)/transitions",
          body: (
            {transition: {id: $id}}
            + (if variable("resolution") == "" then {} else {fields: {resolution: {name: variable("resolution")}}} end)
          )
        })
    end
  else . end
