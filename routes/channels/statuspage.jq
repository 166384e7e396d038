# The calls that keep one incident on a status page for each of ours, found by its metadata: asked for (where an earlier try may
# have made it), published, updated, resolved. Its own name is kept: {id, told}. Customers read it.
# https://developer.statuspage.io/#tag/incidents
import "ticket" as ticket;
import "plain" as plain;

# Whether the page reads HTML in a message is documented nowhere; these are brackets in no case.
def inert: replace("<"; "‹") | replace(">"; "›");

def component:
  {critical: "major_outage", high: "partial_outage", medium: "degraded_performance", low: "degraded_performance"}[.] // "operational";
def impact: {critical: "critical", high: "major", medium: "minor", low: "minor"}[.] // "none";

ticket::got as $got
| ticket::own as $own
| .notice.kind as $kind
| ($kind == "resolved" or .incident.status == "resolved") as $over
| (.delivery.address // "" | if . == "" then variable("page") else . end | @uri) as $page
| ticket::id as $ours
| (.delivery.idempotencyKey) as $key
| [$got.search.body | arrays | .[] | select(.metadata.tocsin.incident == $ours)][0] as $found
| ($got.create.body.id // $found.id // (if $own then null else .thread.id end)) as $id
# An update and this mark are written in one call: the mark says that the update is there.
| {tocsin: {incident: $ours, delivery: $key}} as $metadata
| (if $got.create or $got.update or $found.metadata.tocsin.delivery == $key or $got.incident.body.metadata.tocsin.delivery == $key
   then ticket::tell else . end)
| (if $own then del(.thread) elif $id then .thread.id = $id else del(.thread) end)
| ([.view.texts[].text | select(. != "")] + ([plain::more(4000)] | if . == [] then [] else [join("\n")] end)
   | if . == [] then null else join("\n\n") end) as $text
| ($text // .view.title | if . == "" then "…" else . end | cut(5000) | inert) as $words
| (variable("components") | [split(" ")[] | select(. != "")]) as $components
| (if $over then "operational" else .view.severity | component end) as $state
| (if $components == [] or $own then {}
   else {component_ids: $components, components: ($components | map({key: ., value: $state}) | from_entries)} end) as $affected
| "pages/\($page)/incidents" as $incidents
# What people said of it in the hub; that it is resolved says the notice.
| (.incident.publicStatus.status // null | if . == "resolved" then "monitoring" else . end) as $public
# A test publishes nothing: it only asks, as an incident would.
| if $kind == "test" then
    if $got.test then . else ticket::ask("test"; {method: "GET", path: "\($incidents)/unresolved?page=1&per_page=1"}) end
  elif $id == null and $got.create == null then
    if $got.search == null and (ticket::again or ($own or $kind == "opened" | not)) then
      ticket::ask("search"; {method: "GET", path: "\($incidents)/unresolved?page=1&per_page=20"})
    # What was never published need not be withdrawn.
    elif $over then .
    else
      ticket::ask("create"; {
        method: "POST",
        path: $incidents,
        body: {
          incident: (
            {
              name: (.view.title | if . == "" then "…" else . end | cut(255) | inert),
              status: ($public // (if .incident.status == "acknowledged" then "identified" else "investigating" end)),
              body: $words,
              metadata: $metadata,
              deliver_notifications: (variable("notify") == "true")
            }
            + $affected
            # Without components the page would call it an incident without any impact.
            + (if $affected == {} then {impact_override: (.view.severity | impact)} else {} end)
          )
        }
      })
    end
  # A digest is told; and an incident whose id was not told is found by the next notice.
  elif $own or $id == null or ticket::is_told then .
  elif ticket::again and $got.incident == null and $found == null then
    ticket::ask("incident"; {method: "GET", path: "\($incidents)/\($id | @uri)"})
  else
    ticket::ask("update"; {
      method: "PATCH",
      path: "\($incidents)/\($id | @uri)",
      body: {
        incident: (
          {body: $words, metadata: $metadata, deliver_notifications: (variable("notify") == "true")}
          # Otherwise what people set on the page stays.
          + (if $over then {status: "resolved"} elif $public != null then {status: $public}
             elif $kind == "acknowledged" then {status: "identified"} else {} end)
          + (if $over or $kind == "updated" then $affected else {} end)
        )
      }
    })
  end
