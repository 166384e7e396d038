# A Zabbix event, as the script of docs/senders.md sends it: parameter names and resolved macros, all of them text. A macro
# without a value stays as it is or becomes *UNKNOWN*. A recovery has the {EVENT.ID} of its problem. An update
# (acknowledged, commented) changes nothing of the problem, so it tells nothing.
# https://www.zabbix.com/documentation/current/en/manual/config/notifications/media/webhook

def known: (strings, numbers | tostring) | select(. != "" and . != "*UNKNOWN*" and (startswith("{") | not));

# The numbers stay the same where somebody renamed the severities.
def severity: { "1": "info", "2": "warning", "3": "average", "4": "high", "5": "disaster" }[.];

select(.event_update_status != "1")
| {
    fingerprint: "zabbix:event:\(.event_id)",
    status: (if "\(.event_value)" == "0" then "resolved" else "firing" end),
    severity: ([.event_nseverity | known | severity] | .[0]),
    title: ([.event_name, .alert_subject | known] | .[0]),
    description: ([.alert_message, .trigger_description | known] | .[0]),
    source: "zabbix",
    labels: (
      # event_tags is {EVENT.TAGSJSON}: [{"tag":"service","value":"shop"}].
      ([.event_tags | known | try fromjson catch [] | arrays | .[] | objects | { key: (.tag | strings), value }]
        | from_entries)
      + {
        host: ([.host_name | known] | .[0]),
        address: ([.host_ip | known] | .[0]),
        group: ([.host_groups | known] | .[0]),
        trigger: ([.trigger_id | known] | .[0])
      } | with_entries(select(.value != null))),
    annotations: { zabbix_severity: ([.event_severity | known] | .[0]) },
    value: ([.event_opdata, .item_value | known] | .[0]),
    links: [
      { text: "Problem in Zabbix", href: "\([.zabbix_url | known | rtrimstr("/")] | .[0])/tr_events.php?triggerid=\(.trigger_id)&eventid=\(.event_id)" },
      { text: "Runbook", href: .trigger_url }
    ]
  }
