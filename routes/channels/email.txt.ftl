<#ftl output_format="plainText">
<#assign m = body, incident = m.incident, alerts = m.alerts![], resolved = (incident.status!"") == "resolved">
<#macro line name value><#if value?has_content>${name}: ${value}
</#if></#macro>
<#macro section name value><#if value?has_content>

${name}
${value}
</#if></#macro>
[${resolved?then("RESOLVED", (incident.severity!"info")?upper_case)}] ${(incident.title!"")?replace("\\s+", " ", "r")}

<@line name="Status" value=incident.status!""/>
<@line name="Severity" value=incident.severity!""/>
<#list alerts as alert>
<#assign labels = alert.labels!{}, notes = alert.annotations!{}>
<#if alerts?size gt 1>

--- ${(alert.title!"")?replace("\\s+", " ", "r")}
</#if>
<@line name="Started" value=alert.startsAt!""/>
<@line name="Ended" value=alert.endsAt!""/>
<@line name="Source" value=alert.source!""/>
<@line name="Affected" value=labels.service!labels.pipeline!labels.instance!labels.host!""/>
<@line name="Value" value=alert.value!""/>
<@line name="Threshold" value=alert.threshold!""/>
<@section name="Description" value=alert.description!""/>
<@section name="Impact" value=notes.impact!""/>
<@section name="Root cause" value=notes.root_cause!""/>
<@section name="Resolution" value=notes.resolution!""/>
<#if (alert.links![])?has_content>

Links
<#list alert.links as link>
- ${link.text!link.href}: ${link.href}
</#list>
</#if>
<#else>
<@line name="Opened" value=incident.openedAt!""/>
</#list>

--
Incident ${incident.id!""}, rule ${incident.rule!""}. Sent by ${(m.hub.name)!"Tocsin"}<#if (m.hub.url)?has_content>, ${m.hub.url}</#if>.
