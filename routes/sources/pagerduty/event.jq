# A PagerDuty Events API v2 event. A dedup_key counts within one routing key, so within one source of the hub: its identity.
# Acknowledge tells nothing: it says something of the incident, not of the trouble.
# https://developer.pagerduty.com/docs/events-api-v2/trigger-events/

def address: strings | select(. != "");

select(.event_action != "acknowledge")
| (.payload // {}) as $payload
| {
    fingerprint: (first_of(.dedup_key) as $key | if $key == null then null else "pagerduty:\($key)" end),
    # Under a key that the hub had to make up for it, hardly anybody resolves it.
    ends: (.dedup_key_is_new != true),
    status: (if .event_action == "resolve" then "resolved" else "firing" end),
    severity: $payload.severity,
    # A resolution needs no more than the key.
    title: first_of($payload.summary, "Resolved: \(.dedup_key)"),
    source: "pagerduty",
    labels: {
      host: $payload.source,
      component: $payload.component,
      group: $payload.group,
      class: $payload.class,
      client
    },
    annotations: (($payload.custom_details | if type == "object" then . elif . == null then {} else { details: . } end)),
    startsAt: $payload.timestamp,
    endsAt: $payload.timestamp,
    links: (
      [.links | arrays | .[] | objects | { text, href }]
      + [.images | arrays | .[] | objects | { text: first_of(.alt, "Image"), href: .src }, { text: "Behind the image", href: (.href | address) }]
      + [{ text: first_of(.client, "Client"), href: .client_url }])
  }
