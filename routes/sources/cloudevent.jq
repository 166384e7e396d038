# A CloudEvent 1.0 in structured form. Where its data has the fields of an alert they are used; else its type and subject
# make the title.

((.data | objects) // {}) as $data
| {
    fingerprint: $data.fingerprint,
    status: $data.status,
    severity: ($data.severity // $data.priority),
    title: ($data.title // $data.summary // $data.message // ([.type, .subject] | map(strings) | join(": "))),
    description: $data.description,
    source: $source,
    labels: (($data | { host, service, env, environment, region }) + ($data.labels | objects // {})
      + { type, subject, event_source: .source }),
    annotations: ($data.annotations | objects // {}),
    value: $data.value,
    threshold: $data.threshold,
    startsAt: ($data.startsAt // .time),
    endsAt: $data.endsAt,
    links: ($data.links | arrays // [])
  }
