# The JSON of GitLab's alert endpoint. An end time means that the trouble is over.
# https://docs.gitlab.com/operations/incident_management/integrations/#customize-the-alert-payload-outside-of-gitlab

{
  fingerprint: (.fingerprint | if type == "array" then tojson else . end),
  status: (if first_of(.end_time) == null then "firing" else "resolved" end),
  severity: (if .severity == "unknown" then null else .severity end),
  title,
  description,
  source: first_of(.monitoring_tool, "gitlab"),
  labels: {
    service,
    host: (.hosts | if type == "array" then (map(tostring) | join(", ")) else . end),
    environment: .gitlab_environment_name
  },
  startsAt: .start_time,
  endsAt: .end_time
}
