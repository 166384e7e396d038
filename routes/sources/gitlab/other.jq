# GitLab sends whatever the webhook is subscribed to. What no mapping is for tells nothing.

empty
