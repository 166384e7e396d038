# The body that a webhook receiver gets: the incident as schema/incident-event.schema.json describes it, nothing cut.
import "incident-event" as incident;

incident::whole
