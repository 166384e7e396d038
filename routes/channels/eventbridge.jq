# An incident as an event on a bus. Its detail-type says what happened, so that a rule of the bus can pick.
# https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsRequestEntry.html
import "incident-event" as incident;

{opened: "Incident Opened", updated: "Incident Updated", resolved: "Incident Resolved", acknowledged: "Incident Acknowledged",
 escalated: "Incident Escalated", digest: "Digest", test: "Test"} as $types
| {
    EventBusName: (if (.delivery.address // "") == "" then variable("bus") else .delivery.address end),
    Source: variable("eventSource"),
    DetailType: "Tocsin \($types[.notice.kind // ""] // "Incident Updated")",
    Detail: incident::event(250000)
  }
