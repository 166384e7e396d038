# Sentry sends every resource that the integration is subscribed to. What no mapping is for tells nothing.

empty
