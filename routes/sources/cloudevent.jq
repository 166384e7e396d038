# A CloudEvent 1.0 in structured form. Where its data has the fields of an alert they are used; else its type and subject
# make the title. Identity without a fingerprint: type, source and subject, and what its data is about.

(.data | if type == "object" then . elif type == "string" then { message: . } else {} end) as $data
| first_of($data.fingerprint) as $own
# The specification's subject is a thing; in data a subject is a headline.
| (if $own == null then $data + { type, event_source: .source, resource: .subject } | subject else {} end) as $about
| {
    fingerprint: $own,
    subject: $about.identity,
    status: first_of($data.status, $data.state),
    ends: (first_of($data.status, $data.state) != null),
    severity: first_of($data.severity, $data.priority),
    title: first_of($data.title, $data.summary, ($about | naming($data.message)),
      ([.type, .subject] | map(strings | given) | join(": "))),
    description: first_of($data.description, $data.message),
    source: $source,
    labels: (($data | { host, service, env, environment, region }) + ($data.labels | objects // {})
      + { type, subject, event_source: .source }),
    annotations: (($data.annotations | objects // {})
      + if .specversion == "1.0" then {} else { note: "CloudEvents \(.specversion) is read as plain JSON" } end),
    value: $data.value,
    threshold: $data.threshold,
    startsAt: first_of($data.startsAt, .time),
    endsAt: $data.endsAt,
    links: ($data.links | arrays // [])
  }
