# The calls that keep one record in ServiceNow for an incident, found by its correlation_id: asked for (where an earlier try
# may have made it), made, told what is new in its work notes, resolved. Its own name is kept: {sys_id, number, told}.
# https://www.servicenow.com/docs/r/api-reference/rest-apis/c_TableAPI.html
import "ticket" as ticket;
import "plain" as plain;

def urgency: {critical: ["1", "1"], high: ["2", "1"], medium: ["2", "2"], low: ["3", "2"]}[.] // ["3", "3"];

ticket::got as $got
| ticket::own as $own
| .notice.kind as $kind
| "api/now/table/\(variable("table") | @uri)" as $table
| ($kind == "resolved" or .incident.status == "resolved") as $over
| (if $own then null else .thread end) as $thread
| ($got.create.body.result // $got.search.body.result[0]
   // (if $thread.sys_id then {sys_id: $thread.sys_id, number: $thread.number} else null end)) as $record
# What the work notes of this delivery end with, so that a second try can see that they are there.
| "Tocsin \(.delivery.idempotencyKey)" as $mark
| (if $got.tell or (.delivery.idempotencyKey as $key | $got.notes.body | tostring | contains($key)) then ticket::tell else . end)
| (if $own then del(.thread) elif $record then .thread = ((.thread // {}) + $record) else . end)
| if $record == null and $got.create == null then
    if $got.search == null and (ticket::again or ($own or $kind == "opened" | not)) then
      ticket::ask("search"; {
        method: "GET",
        path: "\($table)?sysparm_query=\("correlation_id=\(ticket::id)" | @uri)&sysparm_fields=sys_id%2Cnumber&sysparm_limit=1"
      })
    else
      ticket::ask("create"; {
        method: "POST",
        path: "\($table)?sysparm_fields=sys_id%2Cnumber",
        body: (
          (variable("fields") | ticket::pairs)
          + {
              short_description: (.view.summary | cut(160)),
              description: plain::text(3900),
              correlation_id: (ticket::id | cut(100)),
              correlation_display: (if $kind == "test" then "Tocsin test" else "Tocsin" end)
            }
          + ((if $kind == "test" then "info" else .view.severity end | urgency) | {impact: .[0], urgency: .[1]})
        )
      })
    end
  # A digest is told; and a record whose sys_id was not told is found by the next notice.
  elif $own or $record == null or ticket::is_told then .
  elif ($got.create or ($kind == "opened" and ticket::again)) and ($over | not) then .
  elif ticket::again and $got.notes == null and $got.create == null then
    ticket::ask("notes"; {
      method: "GET",
      path: "\($table)/\($record.sys_id | @uri)?sysparm_fields=work_notes&sysparm_display_value=true"
    })
  else
    ticket::ask("tell"; {
      method: "PATCH",
      path: "\($table)/\($record.sys_id | @uri)?sysparm_fields=sys_id%2Cnumber",
      body: (
        {work_notes: "\(.view.summary | cut(160))\n\n\(plain::text(3400))\n\($mark)"}
        + if $over then
            {
              state: variable("resolvedState"),
              close_code: variable("closeCode"),
              close_notes: ([.view.texts[-1:][].text, .view.summary] | map(select(. != "")) | .[0] | cut(3900))
            }
          else {} end
      )
    })
  end
