# What the receiver's status does not say by its class alone.
if .status == 410 then
  {class: "permanent", reason: ("HTTP 410: the receiver is gone, take it out of the rules" + (.body | if type == "string" and . != "" then ": " + . elif type == "string" then "" else ": " + tojson end))}
else null end
