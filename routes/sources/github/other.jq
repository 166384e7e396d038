# GitHub sends whatever the webhook is subscribed to, and a ping when it is made. What no mapping is for tells nothing.

empty
