# The incident as an event for other systems, whatever carries it: schema/incident-event.schema.json describes it. Its form
# is a promise to programs: add fields, never rename one.

def whole:
  {
    version: "2",
    delivery: ({id: .delivery.idempotencyKey, attempt: .delivery.attempt}
      + (if (.delivery.address // "") == "" then {} else {address: .delivery.address} end)),
    notice,
    incident,
    alerts: (.alerts // []),
    hub
  }
  + (if .digest then {digest} else {} end)
  + (if .recipient.onCall then {onCall: .recipient.onCall} else {} end)
  + (if .shift then {shift} else {} end)
  # How it stands is for programs; what its consequence needs is for the receiver that takes the answer.
  + (if .question then {question: (.question | del(.consequence))} else {} end);

def short($bytes): walk(if type == "string" then cut_bytes($bytes) else . end);

def fewer($alerts; $bytes):
  (.alerts | length) as $all
  | .alerts |= .[0:$alerts]
  | (if .digest then .digest.incidents |= .[0:100] else . end)
  | short($bytes)
  | if $all > $alerts then .omittedAlerts = $all - $alerts else . end;

def fits($bytes): (tojson | utf8bytelength) <= $bytes;

# The event in at most so many bytes: first its long texts go, then its last alerts, then what alerts say beyond their title.
# (jq's own first(...) breaks out of a function of another file with an error, in this jq.)
def event($bytes):
  whole as $event
  | $event
  | if fits($bytes) then . else $event | fewer(100; 4000) end
  | if fits($bytes) then . else $event | fewer(20; 1000) end
  | if fits($bytes) then .
    else $event | fewer(5; 1000) | .alerts |= map({fingerprint, identity, origin, status, severity, title, startsAt, endsAt}) end
  | if fits($bytes) then . else $event | fewer(0; 200) end;

# What consumers filter on: an attribute's value is short and never empty.
def attributes:
  {
    severity: .incident.severity,
    status: .incident.status,
    rules: (.notice.rules // [] | join(",")),
    source: .alerts[0]?.source,
    origin: .alerts[0]?.origin,
    audience: (.recipient.audience // "technical")
  }
  | with_entries(.value |= (. // "" | tostring | one_line | cut_bytes(256)) | select(.value != ""));

# A group is what a FIFO queue or topic keeps in order; the same id in every try makes a retry no second message.
def fifo($name):
  if $name | endswith(".fifo") then
    {MessageGroupId: (.incident.id // "tocsin" | cut_bytes(128)), MessageDeduplicationId: (.delivery.idempotencyKey | cut_bytes(128))}
  else {} end;
